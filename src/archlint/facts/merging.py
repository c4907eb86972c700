"""What a file says now, put into the facts of what it said before.

What is known of a fact is kept under the fact itself. So where a file was edited, the facts that say what they said
stay the same objects, and only learn where they stand now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

from msgspec import Struct
from msgspec.structs import force_setattr

from archlint.facts.coding import block
from archlint.facts.definitions import Class, Function, Import, Module
from archlint.facts.statements import Block

T = TypeVar("T")
Definition = TypeVar("Definition", Class, Function)
_WHERE = frozenset({"start", "length", "header_start", "header_end", "index", "indices", "methods"})
"""Where something stands, in the text or in the lists of a module."""
_OF_THE_BYTES = frozenset({"digest", "length", "packed_line_starts"})
_OF_THE_BODY = frozenset({"body", "mentions"})


class Change(NamedTuple):
    """What an edit did."""

    bodies: dict[Function, Block]
    """What stands in the functions whose text is another, or stands elsewhere."""
    words: frozenset[str]
    """The identifiers that some function mentions now and did not before, or the other way round."""
    is_of_bodies: bool
    """Whether nothing but the bodies of functions says another thing."""


def merge(old: Module, new: Module, bodies: Mapping[Function, Block]) -> Change:
    """Bring facts up to date.

    A function stays the same fact unless its signature says another thing, and a class unless anything in it does.
    `bodies` are those of the old functions that are decoded already.
    """
    functions = _paired(old.functions, new.functions, lambda one, other: _is_like(one, other, _WHERE | _OF_THE_BODY))
    classes = _paired(
        old.classes,
        new.classes,
        lambda one, other: _is_like(one, other) and _is_like(_imported_in(old, one), _imported_in(new, other)),
    )
    rest = _OF_THE_BYTES | {"functions", "classes"}
    is_of_bodies = (functions, classes) == (old.functions, old.classes) and _is_like(old, new, rest)
    words: set[str] = set()
    changed = {}
    for one, other in zip(functions, new.functions, strict=True):
        if one is other:
            continue
        if one.body != other.body:
            before = bodies.get(one)
            changed[one] = _merged(block(one) if before is None else before, block(other))
        words.update(set(one.mentions).symmetric_difference(other.mentions))
        _take(one, other, _WHERE | _OF_THE_BODY)
    for defined, its in zip(classes, new.classes, strict=True):
        if defined is not its:
            _take(defined, its)
    kept = {"functions": functions, "classes": classes}
    kept |= {field: _merged(getattr(old, field), getattr(new, field)) for field in ("imports", "pragmas", "top")}
    for field in new.__struct_fields__:
        force_setattr(old, field, kept.get(field, getattr(new, field)))
    return Change(changed, frozenset(words), is_of_bodies)


def _paired(
    old: tuple[Definition, ...], new: tuple[Definition, ...], is_same: Callable[[Definition, Definition], bool]
) -> tuple[Definition, ...]:
    """The new definitions, and in the place of each that says the same as an old one that one."""
    left: dict[str, list[Definition]] = {}
    for each in reversed(old):
        left.setdefault(each.qualname, []).append(each)
    found = []
    for each in new:
        of_that_name = left.get(each.qualname)
        before = of_that_name.pop() if of_that_name else None
        found.append(before if before is not None and is_same(before, each) else each)
    return tuple(found)


def _imported_in(module: Module, cls: Class) -> tuple[Import, ...]:
    return tuple(each for each in module.imports if each.scope == cls.qualname)


def _is_like(one: object, other: object, besides: frozenset[str] = _WHERE) -> bool:
    """Whether two facts, or tuples of them, say the same but for where."""
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_is_like, one, other))
    if isinstance(one, Struct):
        fields = (each for each in one.__struct_fields__ if each not in besides)
        return all(_is_like(getattr(one, each), getattr(other, each)) for each in fields)
    return one == other


def _take(one: object, other: object, own: frozenset[str] = _WHERE) -> None:
    """Let a fact, or a tuple of them, stand where one like it does; what is its `own` may be another."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        for each, its in zip(one, other, strict=True):
            _take(each, its)
    elif isinstance(one, Struct):
        for field in one.__struct_fields__:
            mine, its = getattr(one, field), getattr(other, field)
            if field not in own:
                _take(mine, its)
            elif mine != its:
                force_setattr(one, field, its)


def _merged(old: T, new: T) -> T:
    """What is new, with all that was there before and says the same."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        return _merged_each(old, new)  # type: ignore[return-value]  # a tuple of the same
    if not isinstance(new, Struct) or type(old) is not type(new):
        return new
    if _is_like(old, new):
        _take(old, new)
        return old
    for field in new.__struct_fields__:
        its = getattr(new, field)
        if (merged := _merged(getattr(old, field), its)) is not its:
            force_setattr(new, field, merged)
    return new


def _merged_each(old: tuple[object, ...], new: tuple[object, ...]) -> tuple[object, ...]:
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    middle_old, middle_new = old[first : len(old) - last], new[first : len(new) - last]
    if len(middle_old) == len(middle_new):
        middle_new = tuple(map(_merged, middle_old, middle_new))
    ends = old[:first], old[len(old) - last :]
    _take(ends, (new[:first], new[len(new) - last :]))
    return (*ends[0], *middle_new, *ends[1])


def _alike(old: tuple[object, ...], new: tuple[object, ...]) -> int:
    """How many at the beginning say the same."""
    pairs = zip(old, new, strict=False)
    return next((number for number, pair in enumerate(pairs) if not _is_like(*pair)), min(len(old), len(new)))
