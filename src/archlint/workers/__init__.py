"""Files to facts in processes of their own, where what kills a parser costs one file, not the run; and a process that
does part of a job beside the run.

`crew` imports the parser, once, before the processes are forked: import it only where files must be parsed.
"""
