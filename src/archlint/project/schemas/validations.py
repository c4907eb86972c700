"""Where models are made of rows, and whether they may read attributes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import argument, last_word, uncalled, walk
from archlint.project.code.modules import Class, Function
from archlint.project.inference.inference import Scope
from archlint.project.inference.values import ClassRef
from archlint.project.schemas.columns import Relation
from archlint.project.schemas.fields import SchemaField
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_WORDS = frozenset({"from_orm", "model_validate", "validate_python"})
_ADAPTERS = frozenset({"pydantic.TypeAdapter", "pydantic.type_adapter.TypeAdapter"})
_LISTS = frozenset({"builtins.list", "typing.List", "typing.Sequence", "collections.abc.Sequence", "builtins.set"})
_CHANGERS = frozenset({"model_validator", "root_validator"})
_PREPARERS = frozenset({"field_validator", "validator"})
_ALIASES = ("alias", "validation_alias")
_OWN_WAYS = ("__get_pydantic_core_schema__", "__get_validators__", "from_orm", "model_validate")
_TABLE_BASE = "sqlmodel.SQLModel"


class Validation(Record, frozen=True, eq=False):
    """A call that makes a model of a row, or models of rows."""

    call: facts.Call
    within: Function
    how: str
    """The method: "model_validate", "from_orm" or "validate_python"."""
    model: Class
    row: Class
    is_given: bool
    """Whether the call itself says `from_attributes`, or may."""


class Blind(Record, frozen=True, eq=False):
    """A model that a validation asks to read attributes and that does not: the model itself, or one in a field."""

    model: Class
    via: tuple[SchemaField, ...]
    relation: Relation | None
    """The relationship that brings the rows for the model in the field."""


class Validations:
    """Validations of rows; what is not known to be a row is none."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def within(self, function: Function) -> Iterator[Validation]:
        """The validations in a function's body, in order."""
        if not function.mentions_any(_WORDS):
            return
        for call in self._project.calls_in(function):
            func = call.expr.func
            if isinstance(func, facts.Attribute) and func.attr in _WORDS:
                for model, is_many in self._models(func, function):
                    given = argument(call.expr, "obj", 0) or argument(call.expr, "object", 0)
                    fetched = None if given is None else self._project.schemas.rows.of(given, function)
                    if fetched is not None and fetched.what in (("rows", "scalars") if is_many else ("row",)):
                        is_given = _says_attributes(call.expr)
                        yield Validation(call.expr, function, func.attr, model, fetched.cls, is_given)

    def blind(self, validation: Validation) -> Blind | None:
        """The first model that lacks `from_attributes` where it must read a row."""
        if validation.is_given and validation.how != "from_orm":
            return None
        if validation.model in self._project.mro(validation.row):  # a row that is such a model, as those of Beanie are
            return None
        if self._cannot_read(validation.model):
            return Blind(validation.model, (), None)
        if not self._reads(validation.model) or self._project.schemas.configs.said(validation.model, "alias_generator"):
            return None
        relations = self._project.schemas.columns.of(validation.row)
        for field in self._project.schemas.shapes.of(validation.model).values():
            relation = relations.get(field.name)
            if isinstance(relation, Relation) and (inner := self._inner(field)) is not None:
                return Blind(inner, (field,), relation)
        return None

    def _models(self, func: facts.Attribute, function: Function) -> Iterator[tuple[Class, bool]]:
        """The model that a method belongs to, and whether it takes a list."""
        if func.attr != "validate_python":
            match self._project.infer(func.value, function):
                case ClassRef(cls=cls) if self._project.schemas.is_model(cls):
                    if not self._is_any_of(func.value, function):
                        yield cls, False
            return
        for origin in self._project.web.origins.of(func.value, function):
            made = origin.what
            if (
                isinstance(made, facts.Call)
                and made.args
                and self._project.name_of(made.func, origin.scope) in _ADAPTERS
            ):
                yield from self._adapted(made.args[0], origin.scope)

    def _is_any_of(self, receiver: facts.Expr, function: Function) -> bool:
        """Whether a receiver is the `cls` of a class method, which may be of a class below."""
        if not isinstance(receiver, facts.Name) or function.owner is None or not function.facts.parameters:
            return False
        is_own = receiver.id == function.facts.parameters[0].name
        return is_own and bool(self._project.subclasses.of(function.owner))

    def _adapted(self, expr: facts.Expr, scope: Scope) -> Iterator[tuple[Class, bool]]:
        is_many = isinstance(expr, facts.Subscript) and self._project.name_of(expr.value, scope) in _LISTS
        inner = expr.items[0] if is_many and isinstance(expr, facts.Subscript) else expr
        match self._project.infer(inner, scope) if isinstance(inner, (facts.Name, facts.Attribute)) else None:
            case ClassRef(cls=cls) if self._project.schemas.is_model(cls):
                yield cls, is_many

    def _inner(self, field: SchemaField) -> Class | None:
        """The model in a field that must read rows and does not."""
        if any(field.option(name) is not None for name in _ALIASES) or self._is_prepared(field):
            return None
        if any(each not in field.calls for each, _ in field.shape.extras):
            return None
        found: list[Class] = []
        for expr, scope in field.shape.members:
            inner = expr
            if isinstance(expr, facts.Subscript) and self._project.name_of(expr.value, scope) in _LISTS:
                inner = expr.items[0]
            value = self._project.infer(inner, scope) if isinstance(inner, (facts.Name, facts.Attribute)) else None
            if not isinstance(value, ClassRef):
                return None
            found.append(value.cls)
        return found[0] if len(found) == 1 and self._cannot_read(found[0]) else None

    def _is_prepared(self, field: SchemaField) -> bool:
        """Whether a validator of the model may make something else of what is read for a field."""
        for each in self._project.mro(field.cls):
            for method in each.methods() if isinstance(each, Class) else ():
                for decorator in method.facts.decorators:
                    if last_word(uncalled(decorator)) in _PREPARERS:
                        texts = {one.value for one in walk(decorator) if isinstance(one, facts.String)}
                        if field.name in texts or "*" in texts or not texts:
                            return True
        return False

    def _cannot_read(self, cls: Class) -> bool:
        schemas = self._project.schemas
        if not schemas.is_schema(cls) or self._project.derives(cls, _TABLE_BASE) or self._has_own_way(cls):
            return False
        return schemas.configs.is_on(cls, "from_attributes") is False

    def _reads(self, cls: Class) -> bool:
        return self._project.schemas.configs.is_on(cls, "from_attributes") is True and not self._has_own_way(cls)

    def _has_own_way(self, cls: Class) -> bool:
        """Whether a model may turn a row into something else before its fields are read."""
        for each in self._project.mro(cls):
            if isinstance(each, Class):
                for method in each.methods():
                    decorators = {last_word(uncalled(one)) for one in method.facts.decorators}
                    if method.name in _OWN_WAYS or decorators & _CHANGERS:
                        return True
        return False


def _says_attributes(call: facts.Call) -> bool:
    for keyword in call.keywords:
        if keyword.name is None:
            return True
        if keyword.name == "from_attributes":
            return not (isinstance(keyword.value, facts.Constant) and keyword.value.kind in ("False", "None"))
    return False
