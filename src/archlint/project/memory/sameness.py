"""Whether two answers say the same."""

from __future__ import annotations

from msgspec import Struct

from archlint.facts.record import Fact


def same(one: object, other: object) -> bool:
    """Whether nobody could tell one answer from the other.

    Facts are the same only when they are one object; so is anything that is neither a record, a collection nor plain
    data.
    """
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, Struct):
        fields = ((getattr(one, each), getattr(other, each)) for each in one.__struct_fields__)
        return not issubclass(type(one), Fact) and not any(_differ(*each) for each in fields)
    if isinstance(one, (tuple, list)) and isinstance(other, (tuple, list)):
        return len(one) == len(other) and not any(map(_differ, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return same(list(one), list(other)) and same(list(one.values()), list(other.values()))
    return isinstance(one, (str, bytes, int, float, frozenset, set)) and one == other


def _differ(one: object, other: object) -> bool:
    return one is not other and not same(one, other)
