"""Where the value of a name comes from.

Some are told apart by identity, as they stand at one place; of the others two may say the same.
"""

from __future__ import annotations

from typing import TypeAlias

from archlint import facts
from archlint.records import Record


class Parameter(Record, frozen=True, gc=False):
    parameter: facts.Parameter


class Assigned(Record, frozen=True, eq=False, gc=False):
    """`name = value`, perhaps with an annotation."""

    value: facts.Expr | None
    annotation: facts.Expr | None = None


class Item(Record, frozen=True, eq=False, gc=False):
    """An element of an iterable: a loop's or comprehension's target."""

    iterable: facts.Expr


class Entered(Record, frozen=True, eq=False, gc=False):
    """What `with context as name` binds."""

    context: facts.Expr
    is_async: bool


class Unpacked(Record, frozen=True, eq=False, gc=False):
    """The element at `index` of what another binding gives."""

    of: Binding
    index: int


class Caught(Record, frozen=True, eq=False, gc=False):
    """`except type as name`."""

    type: facts.Expr | None


class Imported(Record, frozen=True, gc=False):
    index: int


class Defined(Record, frozen=True, gc=False):
    kind: str
    index: int


class Opaque(Record, frozen=True, gc=False):
    """Bound in a way that tells nothing: deleted, matched, augmented."""


OPAQUE = Opaque()
Binding: TypeAlias = Parameter | Assigned | Item | Entered | Unpacked | Caught | Imported | Defined | Opaque
Bindings: TypeAlias = tuple[Binding, ...]
Environment: TypeAlias = dict[str, Bindings]
"""What each local name may be bound to at one point."""


def merge(env: Environment, ends: list[Environment]) -> None:
    """Make `env` what holds when any of the ends is taken."""
    if not ends:
        return
    if len(ends) == 1:
        env.clear()
        env.update(ends[0])
        return
    merged: Environment = {}
    for end in ends:
        for name, bindings in end.items():
            seen = merged.get(name, ())
            merged[name] = seen if bindings == seen else tuple(dict.fromkeys((*seen, *bindings)))
    env.clear()
    env.update(merged)
