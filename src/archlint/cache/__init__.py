"""What earlier runs left behind: facts of files, which file has which bytes, and the last report.

All of it is data with a checksum; what is damaged, foreign or gone is as if it had never been there. Nothing here is
ever an error of the run.
"""
