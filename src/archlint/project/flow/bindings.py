"""Where the value of a name comes from.

Nothing changes a binding; those that are told apart by identity are not frozen, which would double what making costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from archlint import facts


@dataclass(frozen=True, slots=True)
class Parameter:
    parameter: facts.Parameter


@dataclass(slots=True, eq=False)
class Assigned:
    """`name = value`, perhaps with an annotation."""

    value: facts.Expr | None
    annotation: facts.Expr | None = None


@dataclass(slots=True, eq=False)
class Item:
    """An element of an iterable: a loop's or comprehension's target."""

    iterable: facts.Expr


@dataclass(slots=True, eq=False)
class Entered:
    """What `with context as name` binds."""

    context: facts.Expr
    is_async: bool


@dataclass(slots=True, eq=False)
class Unpacked:
    """The element at `index` of what another binding gives."""

    of: Binding
    index: int


@dataclass(slots=True, eq=False)
class Caught:
    """`except type as name`."""

    type: facts.Expr | None


@dataclass(frozen=True, slots=True)
class Imported:
    index: int


@dataclass(frozen=True, slots=True)
class Defined:
    kind: str
    index: int


@dataclass(frozen=True, slots=True)
class Opaque:
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
