"""Files to facts in processes of their own: what kills a parser costs one file, not the run.

`crew` imports the parser, once, before the processes are forked: import it only where files must be parsed.
"""
