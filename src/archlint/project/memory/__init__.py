"""What the model keeps of its answers; and, where it is to outlive a run, what each was told from.

Mostly an answer is kept in a plain dictionary or attribute, and nothing is noted. While a `Trace` is watching, every
answer has a **mask**: the bits of all **atoms** that were read for it. An atom is what may change by itself: the bodies
of a file's functions, its top level, a name's meaning, the offsets of its facts, or an index. An **index** is what a
room knows of the whole project at once. When an atom changes, what was told from it is forgotten, and asked again by
whoever needs it; an index that says the same as before lets everything stand that was told from it.
"""

from archlint.project.memory.answers import (
    aside,
    atom_of_name,
    is_watched,
    memory,
    read_bodies,
    read_comments,
    read_definitions,
    read_name,
    read_offsets,
    read_top,
    read_words,
    remembered,
    remembered_between_runs,
    remembered_by_file,
    remembered_of_each,
    watch,
)
from archlint.project.memory.recursion import Recursion
from archlint.project.memory.sameness import same
from archlint.project.memory.trace import Part, Trace

__all__ = [
    "Part",
    "Recursion",
    "Trace",
    "aside",
    "atom_of_name",
    "is_watched",
    "memory",
    "read_bodies",
    "read_comments",
    "read_definitions",
    "read_name",
    "read_offsets",
    "read_top",
    "read_words",
    "remembered",
    "remembered_between_runs",
    "remembered_by_file",
    "remembered_of_each",
    "same",
    "watch",
]
