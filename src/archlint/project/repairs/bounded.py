"""Bounds declared on fields of models and on parameters of the query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Edit, Span
from archlint.project.code.expressions import walk
from archlint.project.code.modules import Class, Function
from archlint.project.inference.inference import Scope
from archlint.project.inference.values import Literal
from archlint.project.repairs.importing import Importing, together
from archlint.project.repairs.keywords import added
from archlint.project.schemas.fields import FIELDS, SchemaField

if TYPE_CHECKING:
    from archlint.project.project import Project

_QUERIES = frozenset({"fastapi.Query", "fastapi.param_functions.Query", "fastapi.params.Query"})
_TABLE_BASE = "sqlmodel.SQLModel"
_COLON = 2
"""How long what stands between a name and its annotation is: no parenthesis is there."""


class Bounded:
    """Edits of declarations: `name: str` becomes `name: str = Field(max_length=100)`."""

    def __init__(self, project: Project, importing: Importing) -> None:
        self._project = project
        self._importing = importing

    # fields of models

    def field(self, field: SchemaField, said: str) -> tuple[Edit, ...] | None:
        """A keyword of `Field` for a field, `max_length=100`; None where it cannot be put there."""
        cls, value = field.cls, field.said.value
        if field.calls:
            own = {*walk(field.annotation), value}
            calls = [each for each in field.calls if each in own]
            return (added(calls[-1], said, cls.module),) if calls else None
        origin = "sqlmodel" if self._project.derives(cls, _TABLE_BASE) else "pydantic"
        known = self._importing.member(origin, "Field", cls.module)
        if known is None or not self._is_plain(value, cls):
            return None
        path, end = cls.module.path, field.annotation.end
        if value is not None:
            before = Edit(path, Span(value.start, value.start), f"{known.name}(default=")
            return (*known.edits, before, Edit(path, Span(value.end, value.end), f", {said})"))
        if field.annotation.start - field.said.end != _COLON:
            return None
        return (*known.edits, Edit(path, Span(end, end), f" = {known.name}({said})"))

    def _is_plain(self, value: facts.Expr | None, cls: Class) -> bool:
        """Whether a default is none, or known to be nothing that speaks of the field itself."""
        if value is None or isinstance(value, (facts.Constant, facts.String)):
            return True
        return isinstance(self._project.infer(value, cls), Literal)

    # parameters of the query

    def parameter(self, parameter: facts.Parameter, function: Function, said: str) -> tuple[Edit, ...] | None:
        """A keyword of `Query` for a parameter, `le=100`; None where it cannot be put there."""
        around, annotation = self._project.inference.around(function), parameter.annotation
        if annotation is None:
            return None
        if isinstance(parameter.default, facts.Call):
            is_query = self._is_call(parameter.default, around, _QUERIES)
            return (added(parameter.default, said, function.module),) if is_query else None
        extras = self._project.schemas.shapes.shape(annotation, around).extras
        own = set(walk(annotation))
        for each, where in extras:
            if each in own and isinstance(each, facts.Call) and self._is_call(each, where, _QUERIES | FIELDS):
                return (added(each, said, function.module),)
        return None if extras or function.facts.scope else self._annotated(parameter, annotation, function, said)

    def _is_call(self, expr: facts.Expr, scope: Scope, names: frozenset[str]) -> bool:
        return isinstance(expr, facts.Call) and self._project.name_of(expr.func, scope) in names

    def _annotated(
        self, parameter: facts.Parameter, annotation: facts.Expr, function: Function, said: str
    ) -> tuple[Edit, ...] | None:
        """A plain type made `Annotated[int, Query(le=100)]`, which FastAPI understands since 0.95."""
        if self._project.requirements.at_least("fastapi", "0.95") is False:
            return None
        if annotation.start - parameter.end != _COLON:
            return None
        annotated = self._importing.member("typing", "Annotated", function)
        annotated = annotated or self._importing.member("typing_extensions", "Annotated", function)
        query = self._importing.member("fastapi", "Query", function)
        if annotated is None or query is None:
            return None
        path, start, end = function.module.path, annotation.start, annotation.end
        return (
            *together(annotated, query),
            Edit(path, Span(start, start), f"{annotated.name}["),
            Edit(path, Span(end, end), f", {query.name}({said})]"),
        )
