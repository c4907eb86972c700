"""What a field takes beside its type: bounds of numbers and lengths, patterns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from archlint import facts

Limit: TypeAlias = float | str | None
"""A bound or a pattern; None where the source does not tell."""

_LOWER = {"ge": "gt", "gt": "ge", "min_length": "min_items", "min_items": "min_length"}
_UPPER = {"le": "lt", "lt": "le", "max_length": "max_items", "max_items": "max_length"}
_FIXED = {"pattern": "regex", "regex": "pattern"}
"""Limits, each with another that may say the same."""
_TWINS = _LOWER | _UPPER | _FIXED
_NAMES = frozenset((*_TWINS, "multiple_of", "max_digits", "decimal_places"))


def limits(calls: Iterable[facts.Call]) -> dict[str, Limit]:
    """The limits that some calls set, such as `Field(ge=1)`."""
    return {each.name: _limit(each.value) for call in calls for each in call.keywords if each.name in _NAMES}


def tightened(old: Mapping[str, Limit], new: Mapping[str, Limit]) -> Iterator[str]:
    """In which ways less is taken than before, each in a few words."""
    for name, limit in new.items():
        before = old.get(name)
        is_unsure = limit is None or (before is None if name in old else _TWINS.get(name) in old)
        if not is_unsure and limit != before and _is_narrower(name, before, limit):
            yield f"has {_said(name, limit)} now{f', had {_said(name, before)}' if before is not None else ''}"


def _is_narrower(name: str, before: Limit, limit: Limit) -> bool:
    if isinstance(limit, float) and name in _LOWER:
        least = 0.0 if name in ("min_length", "min_items") else None
        return limit > before if isinstance(before, float) else limit != least
    if isinstance(limit, float) and isinstance(before, float) and name != "multiple_of":
        return limit < before
    return True


def _limit(expr: facts.Expr) -> Limit:
    match expr:
        case facts.String(value=value):
            return value
        case facts.Constant(kind="int" | "float", text=text):
            return _number(text)
        case facts.Operator(ops=("-",), operands=(facts.Constant(kind="int" | "float", text=text),)):
            number = _number(text)
            return None if number is None else -number
        case _:
            return None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _said(name: str, limit: Limit) -> str:
    return f"`{name}={limit:g}`" if isinstance(limit, float) else f"`{name}={limit!r}`"
