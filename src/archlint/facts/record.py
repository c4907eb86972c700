"""What every fact is: a record with, mostly, a place."""

from __future__ import annotations

import msgspec


class Fact(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A record that encodes as an array and takes no part in garbage collection: facts hold no cycles."""


class Located(Fact, frozen=True, array_like=True, gc=False):
    start: int
    end: int
