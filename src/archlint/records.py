"""What facts, values and answers are made of, and asked all the time: of which kind are you?"""

from __future__ import annotations

from msgspec import Struct, StructMeta


class Kind(StructMeta):
    """The class of classes that only have instances of their very own.

    Python knows such an instance by itself, in `isinstance` and in class patterns, and asks the class about all others:
    the answer is no, and is given by what is quick to say so. A struct would look the other's classes through, in four
    times the time, millions of times a run.
    """

    __instancecheck__ = ().count  # type: ignore[assignment]  # takes anything, and counts it no times


class Record(Struct, metaclass=Kind, frozen=True):
    """A struct that can be told from others quickly. **Nobody may ask whether something is of a class that others are
    derived from**: the answer would be no.
    """
