"""What every fact is: a record with, mostly, a place."""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING

from archlint.records import Record

if TYPE_CHECKING:
    Word = str
    """A string of which a process has one copy: the same few thousand identifiers and literals recur in a service."""
else:

    class _Strings(type):
        __instancecheck__ = type  # whatever `word` returns has one, and the decoder asks a million times

    class Word(metaclass=_Strings):
        """What a decoder sees in place of `str`, so that it asks `word`."""


class Fact(Record, frozen=True, eq=False, array_like=True, gc=False):
    """A record that encodes as an array and takes no part in garbage collection: facts hold no cycles.

    Two are the same only when they are one: what is known of one is kept under itself.
    """


class Located(Fact, frozen=True, array_like=True, gc=False):
    start: int
    length: int

    @property
    def end(self) -> int:
        """The offset behind it: a length is mostly one of the small numbers that Python has but once."""
        return self.start + self.length


def word(_type: type[object], said: str) -> str:
    """What a decoder makes of a `Word`."""
    return intern(said)
