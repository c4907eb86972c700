"""What breaks the clients of a service: changes of the models that it is sent and answers with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from archlint.changes.surface.limits import tightened
from archlint.changes.surface.surface import Field, Model, Route, Surface, Type
from archlint.findings import Place

Side: TypeAlias = Literal["request", "response"]
Rename: TypeAlias = Callable[[str], str]
"""A dotted name, or a text with some, as it is in the head."""
_DOTTED = re.compile(r"\w+(?:\.\w+)*")
_WIRE = {
    "str": "datetime.date datetime.datetime datetime.time uuid.UUID pydantic.AnyHttpUrl pydantic.AnyUrl"
    " pydantic.EmailStr pydantic.HttpUrl pydantic.SecretStr pydantic.StrictStr",
    "int": "int pydantic.NegativeInt pydantic.NonNegativeInt pydantic.NonPositiveInt pydantic.PositiveInt"
    " pydantic.StrictInt",
    "float": "pydantic.FiniteFloat pydantic.NegativeFloat pydantic.NonNegativeFloat pydantic.NonPositiveFloat"
    " pydantic.PositiveFloat pydantic.StrictFloat",
}
_KINDS = {name: kind for kind, names in _WIRE.items() for name in names.split()}
"""What narrower types are on the wire."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One field that clients rely on, and what became of it."""

    side: Side
    model: str
    """Its dotted name in the head; where it was replaced, both."""
    field: str
    what: str
    place: Place
    routes: tuple[str, ...]
    """Where it is met, as "GET /users"."""


def breaches(base: Surface, head: Surface, routes: Iterable[tuple[Route, Route]], rename: Rename) -> list[Breach]:
    """What breaks clients of the routes that are there before and after, each model once."""
    pairs: dict[tuple[Side, str, str], list[str]] = {}
    for old, new in routes:
        at = f"{new.method} {new.path}"
        for side, before, after in (
            ("request", old.takes, new.takes),
            ("response", old.answers_with, new.answers_with),
        ):
            for pair in _paired(base.models, head.models, before, after, rename):
                met = pairs.setdefault((side, *pair), [])  # type: ignore[arg-type]
                met += [at] if at not in met else []
    found = []
    fits = _Fits(base, head, rename)
    for (side, one, other), met in pairs.items():
        before_model, after_model = base.models[one], head.models[other]
        name = other if rename(one) == other else f"{rename(one)} → {other}"
        for field, what in _changes(side, before_model, after_model, rename, fits):
            found.append(Breach(side, name, field, what, after_model.place, tuple(met)))
    return sorted(found, key=lambda each: (each.side, each.model, each.field))


def _paired(
    base: Mapping[str, Model],
    head: Mapping[str, Model],
    before: tuple[str, ...],
    after: tuple[str, ...],
    rename: Rename,
) -> Iterator[tuple[str, str]]:
    """The models to compare: those of one name, those that alone were replaced, and in turn those in their fields."""
    waiting = [(before, after)]
    seen: set[tuple[str, str]] = set()
    while waiting:
        olds, news = waiting.pop()
        left = [each for each in olds if rename(each) not in news]
        fresh = [each for each in news if each not in map(rename, olds)]
        pairs = [(each, rename(each)) for each in olds if rename(each) in news]
        pairs += [(left[0], fresh[0])] if len(left) == len(fresh) == 1 else []
        for one, other in pairs:
            if (one, other) not in seen and one in base and other in head:
                seen.add((one, other))
                yield one, other
                waiting.append((base[one].uses, head[other].uses))


class _Fits:
    """Whether a client can be given one type where it knows another, as far as names tell. A model that took the place
    of another is compared by itself.
    """

    def __init__(self, base: Surface, head: Surface, rename: Rename) -> None:
        self._models = {*map(rename, base.models), *head.models}

    def beyond(self, known: Type, given: Type) -> list[str]:
        """The members of the given type that the known one does not have."""
        wanted = {self._blurred(each) for each in known}
        if "Any" in wanted:
            return []
        return sorted(each for each in given if not _is_among(self._blurred(each), wanted))

    def _blurred(self, member: str) -> str:
        return _DOTTED.sub(lambda found: "model" if found.group() in self._models else found.group(), member)


def _is_among(member: str, wanted: set[str]) -> bool:
    if member in wanted:
        return True
    kind = _KINDS.get(member.replace("pydantic.types.", "pydantic.")) or _of_literal(member)
    return kind in wanted or (kind == "int" and "float" in wanted)


def _of_literal(member: str) -> str:
    """The type of a literal's value; "" for what is no literal."""
    if not member.startswith("Literal["):
        return ""
    return "str" if member[len("Literal[")] in "'\"" else "bool" if member[8:12] in ("True", "Fals") else "int"


def _type_changed(side: Side, old: Field, new: Field, beyond: Sequence[str]) -> str:
    """What is no longer taken or newly answered; by the values alone where those are all that changed."""
    literals = [each.removeprefix("Literal[").removesuffix("]") for each in beyond if each.startswith("Literal[")]
    had = any(each.startswith("Literal[") for each in (new.type if side == "request" else old.type))
    if len(literals) < len(beyond) or not had:
        return f"is `{new.written}`, was `{old.written}`"
    named = ", ".join(f"`{each}`" for each in literals)
    return f"does not take {named} any more" if side == "request" else f"may be {named} now"


def _changes(side: Side, before: Model, after: Model, rename: Rename, fits: _Fits) -> Iterator[tuple[str, str]]:
    """The fields that break clients, with what became of each."""
    for name, old in before.fields.items():
        new = after.fields.get(name)
        if new is None:
            yield name, "is removed"
            continue
        was = frozenset(rename(each) for each in old.type)
        # a client sends what it sent before; it reads what it read before
        if beyond := fits.beyond(new.type, was) if side == "request" else fits.beyond(was, new.type):
            yield name, _type_changed(side, old, new, beyond)
        if side == "request":
            yield from ((name, what) for what in tightened(old.limits, new.limits))
        if side == "request" and new.required and not old.required:
            yield name, "is required now"
    for name, new in after.fields.items():
        if side == "request" and new.required and name not in before.fields:
            yield name, "is new and required"
