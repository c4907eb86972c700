"""The fields of Pydantic models, those of bases included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from archlint import facts
from archlint.project.code.expressions import argument, is_none
from archlint.project.code.modules import Class
from archlint.project.inference.inference import Scope
from archlint.project.memory import memory
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

Typed: TypeAlias = tuple[facts.Expr, Scope]
"""A type expression, and where it stands."""

FIELDS = frozenset({"pydantic.Field", "pydantic.fields.Field", "sqlmodel.Field", "sqlmodel.main.Field"})
_ANNOTATED = frozenset({"typing.Annotated", "typing_extensions.Annotated"})
_OPTIONALS = frozenset({"typing.Optional", "typing_extensions.Optional"})
_UNIONS = _OPTIONALS | {"typing.Union", "typing_extensions.Union"}
_QUALIFIERS = frozenset({"typing.Final", "typing_extensions.Final"})
_NO_FIELDS = frozenset(
    {"pydantic.PrivateAttr", "pydantic.fields.PrivateAttr", "sqlmodel.Relationship", "sqlmodel.main.Relationship"}
)
_MISSING = frozenset({"pydantic.MISSING", "pydantic.experimental.missing_sentinel.MISSING"})
_DEEPEST = 8


class Shape(Record, frozen=True):
    """A type taken apart."""

    members: tuple[Typed, ...]
    """The types of a union, None left out."""
    extras: tuple[Typed, ...]
    """What stands beside types in `Annotated`."""
    around: tuple[Typed, ...]
    """Those of the extras that stand around the whole type, None included."""
    takes_none: bool


class SchemaField(Record, frozen=True, eq=False):
    """A field of a model as it holds for that model; `cls` is the class that declares it."""

    name: str
    said: facts.Field
    cls: Class
    shape: Shape
    calls: tuple[facts.Call, ...]
    """The calls of `Field` that speak of it."""
    default: facts.Expr | None
    """The default, where it is written as a value; None for none and for a factory."""
    has_default: bool
    takes_missing: bool
    """Whether it is left out of what is dumped where the client sent none: its default is `MISSING`."""

    @property
    def annotation(self) -> facts.Expr:
        assert self.said.annotation is not None
        return self.said.annotation

    def option(self, name: str) -> facts.Expr | None:
        """What a call of `Field` says under a keyword."""
        return next((found for call in self.calls if (found := argument(call, name)) is not None), None)


class Fields:
    """Fields of models, kept once read."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[Class, dict[str, SchemaField]] = memory()

    def of(self, cls: Class) -> dict[str, SchemaField]:
        """The fields that an object of a model has, by name, in the order of declaration."""
        known = self._known.get(cls)
        if known is None:
            known = {}
            for base in reversed(self._project.mro(cls)):
                if isinstance(base, Class):
                    declared = (
                        each for each in self._project.schemas.fields(base) if not self._is_relation(each, base)
                    )
                    known |= {each.name: self._read(each, base) for each in declared}
            self._known[cls] = known
        return known

    def _is_relation(self, said: facts.Field, cls: Class) -> bool:
        """Whether it is a relationship of SQLModel, or private: neither is a field to Pydantic."""
        return isinstance(said.value, facts.Call) and self._project.name_of(said.value.func, cls) in _NO_FIELDS

    def _read(self, said: facts.Field, cls: Class) -> SchemaField:
        assert said.annotation is not None
        shape = self.shape(said.annotation, cls)
        given = [*shape.extras] if said.value is None else [*shape.extras, (said.value, cls)]
        calls = tuple(
            each
            for each, scope in given
            if isinstance(each, facts.Call) and self._project.name_of(each.func, scope) in FIELDS
        )
        default = self._default(said.value, calls)
        has_default = default is not None or any(argument(call, "default_factory") is not None for call in calls)
        is_missing = default is not None and self._project.name_of(default, cls) in _MISSING
        return SchemaField(said.name, said, cls, shape, calls, default, has_default, is_missing)

    def _default(self, value: facts.Expr | None, calls: tuple[facts.Call, ...]) -> facts.Expr | None:
        if value is not None and value not in calls:
            return None if _is_ellipsis(value) else value
        for call in calls:
            default = argument(call, "default", 0)
            if default is not None and not _is_ellipsis(default):
                return default
        return None

    def shape(self, annotation: facts.Expr, scope: Scope) -> Shape:
        """A type taken apart, aliases followed."""
        members: list[Typed] = []
        extras: list[Typed] = []
        whole, where = self._unwrapped(annotation, scope, extras)
        around = tuple(extras)
        self._take_apart(whole, where, members, extras, _DEEPEST)
        kept = tuple((each, where) for each, where in members if not is_none(each))
        return Shape(kept, tuple(extras), around, len(kept) < len(members))

    def _unwrapped(self, expr: facts.Expr, scope: Scope, extras: list[Typed]) -> Typed:
        """A type without the `Annotated` around it, aliases followed."""
        for _ in range(_DEEPEST):
            alias = self._project.inference.annotations.alias(expr, scope)
            if alias is not None:
                expr, scope = alias
            elif isinstance(expr, facts.Subscript) and self._wraps(expr, scope):
                extras += [(each, scope) for each in expr.items[1:]]
                expr = expr.items[0]
            else:
                break
        return expr, scope

    def _wraps(self, expr: facts.Subscript, scope: Scope) -> bool:
        return self._project.name_of(expr.value, scope) in _ANNOTATED | _QUALIFIERS

    def _take_apart(
        self, expr: facts.Expr, scope: Scope, members: list[Typed], extras: list[Typed], depth: int
    ) -> None:
        expr, scope = self._unwrapped(expr, scope, extras)
        match expr:
            case facts.Operator(ops=ops, operands=operands) if set(ops) == {"|"} and depth:
                for each in operands:
                    self._take_apart(each, scope, members, extras, depth - 1)
            case facts.Subscript(value=value, items=items) if (
                name := self._project.name_of(value, scope)
            ) in _UNIONS and depth:
                for each in items:
                    self._take_apart(each, scope, members, extras, depth - 1)
                if name in _OPTIONALS:
                    members.append((facts.Constant(expr.start, expr.length, "None", "None"), scope))
            case _:
                members.append((expr, scope))

    def classes(self, annotation: facts.Expr, scope: Scope) -> Iterator[Class]:
        """The schemas that a type names, those in its brackets included."""
        for part in self._project.type_shapes.parts(annotation, scope):
            cls = getattr(part.value, "cls", None)
            if isinstance(cls, Class) and self._project.schemas.is_model(cls):
                yield cls


def _is_ellipsis(expr: facts.Expr) -> bool:
    return isinstance(expr, facts.Constant) and expr.kind == "..."
