"""Pydantic models as clients see them."""

from __future__ import annotations

from collections.abc import Iterator

from archlint import facts
from archlint.changes.surface.limits import limits
from archlint.changes.surface.surface import Field, Model
from archlint.changes.surface.types import Types
from archlint.project import Class, Project
from archlint.project.code.expressions import argument, uncalled
from archlint.project.inference.type_shapes import spelled_type

_FIELDS = frozenset({"pydantic.Field", "pydantic.fields.Field", "sqlmodel.Field", "sqlmodel.main.Field"})
_COMPUTED = frozenset({"pydantic.computed_field", "pydantic.fields.computed_field"})
_ANNOTATED = frozenset({"typing.Annotated", "typing_extensions.Annotated"})
_TRANSPARENT = frozenset({*_ANNOTATED, "typing.Optional", "typing_extensions.Optional"})


class Models:
    """Reads models, each once, with those that their fields hold."""

    def __init__(self, project: Project, types: Types) -> None:
        self._project = project
        self._types = types
        self.known: dict[str, Model] = {}

    def add(self, classes: list[Class]) -> tuple[str, ...]:
        """Take in those of the classes that are models; their names, those of the fields' not."""
        models = [each for each in classes if self.is_model(each)]
        waiting = list(models)
        while waiting:
            cls = waiting.pop()
            if cls.symbol not in self.known:
                fields, inner = self._read(cls)
                inner = [each for each in inner if self.is_model(each)]
                uses = tuple(sorted({each.symbol for each in inner}))
                self.known[cls.symbol] = Model(cls.symbol, cls.place, fields, uses)
                waiting += inner
        return tuple(dict.fromkeys(each.symbol for each in models))

    def is_model(self, cls: Class) -> bool:
        return self._project.schemas.is_schema(cls) or self._project.derives(cls, "sqlmodel.SQLModel")

    def _read(self, cls: Class) -> tuple[dict[str, Field], list[Class]]:
        """The fields, those of bases included, and the classes that they hold."""
        fields: dict[str, tuple[str, Field]] = {}
        inner: list[Class] = []
        for base in reversed(self._project.mro(cls)):
            if not isinstance(base, Class):
                continue
            for each in self._project.schemas.fields(base):
                fields[each.name] = self._field(each, base)
                inner += self._types.classes(each.annotation, base) if each.annotation is not None else []
            for name, returns in self._computed(base):
                fields[name] = name, Field(self._types.of(returns, base), required=False, written=spelled_type(returns))
                inner += self._types.classes(returns, base)
        return dict(fields.values()), inner

    def _field(self, said: facts.Field, cls: Class) -> tuple[str, Field]:
        """A field, behind the name that clients know it by."""
        assert said.annotation is not None
        calls = list(self._said_of(said, cls))
        default = None if said.value is None or said.value in calls else said.value
        required = default is None and all(self._is_required(each) for each in calls)
        names = [argument(call, key) for call in calls for key in ("alias", "serialization_alias", "validation_alias")]
        alias = next((each.value for each in names if isinstance(each, facts.String)), said.name)
        held = limits([*calls, *self._constraints(said.annotation, cls)])
        return alias, Field(self._types.of(said.annotation, cls), required, spelled_type(said.annotation), held)

    def _constraints(self, annotation: facts.Expr, cls: Class) -> Iterator[facts.Call]:
        """The calls that limit the type itself: `StringConstraints(…)` beside it, `constr(…)` in its place."""
        waiting = [annotation]
        while waiting:
            match waiting.pop():
                case facts.Operator(ops=ops, operands=operands) if set(ops) == {"|"}:
                    waiting += operands
                case facts.Subscript(value=value, items=items) if self._project.name_of(value, cls) in _TRANSPARENT:
                    waiting += items
                case facts.Call(func=func) as call:
                    module, _, name = (self._project.name_of(func, cls) or "").rpartition(".")
                    if module.partition(".")[0] == "pydantic" and (name == "StringConstraints" or name[:3] == "con"):
                        yield call

    def _said_of(self, said: facts.Field, cls: Class) -> Iterator[facts.Call]:
        """The calls of `Field` that speak of a field."""
        given = [said.value] if said.value is not None else []
        match said.annotation:
            case facts.Subscript(value=value, items=items) if self._project.name_of(value, cls) in _ANNOTATED:
                given += items[1:]
        for each in given:
            if isinstance(each, facts.Call) and self._project.name_of(each.func, cls) in _FIELDS:
                yield each

    def _is_required(self, call: facts.Call) -> bool:
        default = argument(call, "default", 0)
        if argument(call, "default_factory") is not None:
            return False
        return default is None or (isinstance(default, facts.Constant) and default.kind == "...")

    def _computed(self, cls: Class) -> Iterator[tuple[str, facts.Expr]]:
        for method in cls.methods():
            marks = (uncalled(each) for each in method.facts.decorators)
            if method.facts.returns is not None and any(
                self._project.name_of(each, cls) in _COMPUTED for each in marks
            ):
                yield method.name, method.facts.returns
