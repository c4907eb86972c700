"""What the model keeps of its answers; and, where it is to outlive a run, what each was told from.

Mostly an answer is kept in a plain dictionary or attribute, and nothing is noted. While a `Trace` is watching, every
answer has a **mask**: the bits of all **atoms** that were read for it. An atom is what may change by itself: the bodies
of a file's functions, the offsets of its facts, or an index. An **index** is what a room knows of the whole project at
once. When an atom changes, what was told from it is forgotten, and asked again by whoever needs it; an index that says
the same as before lets everything stand that was told from it.
"""

from archlint.project.memory.answers import (
    is_watched,
    memory,
    memory_between_runs,
    read_bodies,
    read_comments,
    read_offsets,
    read_words,
    remembered,
    remembered_of_each,
    watch,
)
from archlint.project.memory.recursion import Recursion
from archlint.project.memory.trace import Part, Trace

__all__ = [
    "Part",
    "Recursion",
    "Trace",
    "is_watched",
    "memory",
    "memory_between_runs",
    "read_bodies",
    "read_comments",
    "read_offsets",
    "read_words",
    "remembered",
    "remembered_of_each",
    "watch",
]
