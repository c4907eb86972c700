"""Pydantic models and their fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import dotted, walk
from archlint.project.code.modules import Class, Module
from archlint.project.inference.inference import Scope
from archlint.project.inference.type_shapes import spelled_type
from archlint.project.inference.values import ClassRef
from archlint.project.memory import remembered, remembered_between_runs
from archlint.project.schemas.bounds import Bounds
from archlint.project.schemas.columns import Columns
from archlint.project.schemas.configs import Configs
from archlint.project.schemas.dumps import Dumps
from archlint.project.schemas.fields import Fields
from archlint.project.schemas.lengths import Lengths
from archlint.project.schemas.limits import Limits
from archlint.project.schemas.lineage import Lineage
from archlint.project.schemas.nulls import Nulls
from archlint.project.schemas.old_api import OldApi
from archlint.project.schemas.pairs import Pairs
from archlint.project.schemas.partial import Partial
from archlint.project.schemas.patches import Patches
from archlint.project.schemas.rows import Rows
from archlint.project.schemas.secrets import Secrets
from archlint.project.schemas.server_fields import ServerFields
from archlint.project.schemas.sharing import Sharing
from archlint.project.schemas.traffic import Traffic
from archlint.project.schemas.validations import Validations
from archlint.project.schemas.validators import Validators
from archlint.project.schemas.writes import Writes

if TYPE_CHECKING:
    from archlint.project.project import Project

_CLASS_VARIABLES = frozenset({"typing.ClassVar", "typing_extensions.ClassVar"})
_TABLE_BASE = "sqlmodel.SQLModel"
_COLUMNS = frozenset({"Column", "mapped_column"})
_MAPPED = frozenset({"sqlalchemy.orm.Mapped", "sqlalchemy.orm.DynamicMapped"})


class Schemas:
    """The schemas of a project: Pydantic models that are neither settings nor tables."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @remembered
    def shapes(self) -> Fields:
        return Fields(self._project)

    @remembered
    def traffic(self) -> Traffic:
        return Traffic(self._project)

    @remembered
    def configs(self) -> Configs:
        return Configs(self._project)

    @remembered
    def partial(self) -> Partial:
        return Partial(self._project)

    @remembered
    def columns(self) -> Columns:
        return Columns(self._project)

    @remembered
    def validations(self) -> Validations:
        return Validations(self._project)

    @remembered
    def validators(self) -> Validators:
        return Validators(self._project)

    @remembered
    def old_api(self) -> OldApi:
        return OldApi(self._project)

    @remembered
    def limits(self) -> Limits:
        return Limits(self._project)

    @remembered
    def lengths(self) -> Lengths:
        return Lengths(self._project)

    @remembered
    def bounds(self) -> Bounds:
        return Bounds(self._project)

    @remembered
    def dumps(self) -> Dumps:
        return Dumps(self._project)

    @remembered
    def writes(self) -> Writes:
        return Writes(self._project)

    @remembered
    def nulls(self) -> Nulls:
        return Nulls(self._project)

    @remembered
    def pairs(self) -> Pairs:
        return Pairs(self._project)

    @remembered
    def patches(self) -> Patches:
        return Patches(self._project)

    @remembered
    def rows(self) -> Rows:
        return Rows(self._project)

    @remembered
    def secrets(self) -> Secrets:
        return Secrets(self._project)

    @remembered
    def server_fields(self) -> ServerFields:
        return ServerFields(self._project)

    @remembered
    def sharing(self) -> Sharing:
        return Sharing(self._project)

    @remembered
    def lineage(self) -> Lineage:
        return Lineage(self._project)

    def is_schema(self, cls: Class) -> bool:
        return self._project.layers.contents.role(cls) == "schema"

    def is_model(self, cls: Class) -> bool:
        """Whether Pydantic validates its objects: a schema, or a table of SQLModel."""
        return self.is_schema(cls) or self._project.derives(cls, _TABLE_BASE)

    def fields(self, cls: Class) -> tuple[facts.Field, ...]:
        """The fields that a class itself declares, in source order; class variables and private ones are none."""
        return tuple(
            each
            for each in cls.facts.fields
            if each.annotation is not None
            and not each.name.startswith("_")
            and each.name != "model_config"
            and not self._is_class_variable(each.annotation, cls)
        )

    def may_say_nothing(self, cls: Class, name: str) -> bool:
        """Whether a field may be of any type: it is free-form, or only a place that every subclass gives a type to."""
        return self.is_free_form(name) or self._is_narrowed(cls, name)

    def _is_narrowed(self, cls: Class, name: str) -> bool:
        subclasses = self._project.subclasses
        last = [each for each in subclasses.of(cls) if not each.module.is_test and not subclasses.of(each)]
        return bool(last) and all(self._is_typed(each, cls, name) for each in last) and not self._stands_alone(cls)

    def _is_typed(self, cls: Class, base: Class, name: str) -> bool:
        """Whether a subclass, or a class between it and its base, says what a field holds."""
        mro = self._project.mro(cls)
        for each in mro[: mro.index(base)]:
            if isinstance(each, Class) and (field := each.field(name)) is not None and field.annotation is not None:
                return not self._project.type_shapes.is_vague(field.annotation, each)
        return False

    def _stands_alone(self, cls: Class) -> bool:
        """Whether something is annotated with a class itself, answers with it, or makes an object of it."""
        shapes = self._project.type_shapes
        for expr, scope in self._types():
            if cls.name in spelled_type(expr) and any(
                part.value == ClassRef(cls) for part in shapes.parts(expr, scope)
            ):
                return True
        users = self._project.mentioning({cls.name})
        return any(call.target is cls for each in users for call in self._project.calls_in(each))

    def _types(self) -> Iterator[tuple[facts.Expr, Scope]]:
        """The annotations of functions and fields, and the models that routes name in their decorators."""
        for function in self._project.functions():
            around = self._project.inference.around(function)
            given = [function.facts.returns, *(each.annotation for each in function.facts.parameters)]
            yield from ((each, around) for each in given if each is not None)
        for module in self._project.modules.values():
            for cls in () if module.is_test else module.all_classes:
                yield from ((each.annotation, cls) for each in cls.facts.fields if each.annotation is not None)
        for route in self._project.routes:
            if (model := route.option("response_model")) is not None:
                yield model.value, model.scope

    def is_free_form(self, name: str) -> bool:
        """Whether a field of this name may hold anything: some ORM class keeps JSON under it, and that is allowed."""
        return not self._project.config.options.json_columns and name in self._json_columns

    def _is_class_variable(self, annotation: facts.Expr, cls: Class) -> bool:
        inner = annotation.value if isinstance(annotation, facts.Subscript) else annotation
        return self._project.name_of(inner, cls) in _CLASS_VARIABLES

    @remembered
    def _json_columns(self) -> frozenset[str]:
        return frozenset(name for module in self._project.modules.values() for name in self._json_columns_of(module))

    @remembered_between_runs
    def _json_columns_of(self, module: Module) -> Iterable[str]:
        for cls in module.all_classes:
            if self._project.layers.contents.role(cls) == "model" or self._project.derives(cls, _TABLE_BASE):
                for each in cls.facts.fields:
                    if self._is_json(each, cls):
                        yield each.name
                        yield from _column_names(each)

    def _is_json(self, field: facts.Field, cls: Class) -> bool:
        if field.value is not None and any(self._names_json(each, cls) for each in walk(field.value)):
            return True
        match field.annotation:
            case facts.Subscript(value=mapped, items=(inner,)) if self._project.name_of(mapped, cls) in _MAPPED:
                part = self._project.type_shapes.any_part(inner, cls) or self._project.type_shapes.bare_part(inner, cls)
                return part is not None
            case _:
                return False

    def _names_json(self, expr: facts.Expr, cls: Class) -> bool:
        if not isinstance(expr, (facts.Name, facts.Attribute)):
            return False
        return self._project.name_of(expr, cls).rpartition(".")[2].upper().startswith("JSON")


def _column_names(field: facts.Field) -> Iterator[str]:
    """The name in the database, where it is given: `mapped_column("metadata", …)`."""
    for each in () if field.value is None else walk(field.value):
        match each:
            case facts.Call(func=func, args=(facts.String(value=name), *_)) if _last(func) in _COLUMNS:
                yield name
            case _:
                pass


def _last(expr: facts.Expr) -> str:
    return (dotted(expr) or "").rpartition(".")[2]
