"""How long the texts are that columns hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import argument, uncalled
from archlint.project.code.modules import Class
from archlint.project.inference.inference import Scope
from archlint.project.inference.values import number
from archlint.project.schemas.columns import COLUMNS, Column, types_in
from archlint.project.schemas.fields import FIELDS, Typed

if TYPE_CHECKING:
    from archlint.project.project import Project

_TEXTS = frozenset({"AutoString", "CHAR", "NCHAR", "NVARCHAR", "String", "Unicode", "VARCHAR"})
_LIBRARIES = ("sqlalchemy.", "sqlmodel.")


class Lengths:
    """Reads `String(100)` and SQLModel's `Field(max_length=100)`; types of the project's own tell nothing."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def of(self, row: Class, name: str) -> int | None:
        """The most code points that a column of an ORM class holds; None where the source does not say one number."""
        column = self._project.schemas.columns.column(row, name)
        if column is None:
            return None
        found = {each for call, scope in self._calls(column) for each in self._said(call, scope)}
        return found.pop() if len(found) == 1 else None

    def _calls(self, column: Column) -> Iterator[tuple[facts.Call, Scope]]:
        """What speaks of a column: its value, and what stands beside its type."""
        beside: list[Typed] = []
        if column.said.annotation is not None:
            annotation = column.said.annotation
            if isinstance(annotation, facts.Subscript) and len(annotation.items) == 1:
                annotation = annotation.items[0]  # what `Mapped` holds
            for each in (column.said.annotation, annotation):
                beside += self._project.schemas.shapes.shape(each, column.cls).extras
        if column.said.value is not None:
            beside.append((column.said.value, column.cls))
        for each, scope in beside:
            if isinstance(each, facts.Call):
                yield each, scope

    def _said(self, call: facts.Call, scope: Scope) -> Iterator[int | None]:
        """The lengths that a call tells; None for a type that tells none."""
        name = self._project.name_of(call.func, scope)
        if name in FIELDS:
            column, kind = argument(call, "sa_column"), argument(call, "sa_type")
            if isinstance(column, facts.Call):
                yield from self._said(column, scope)
            elif column is not None or kind is not None:
                yield self._text(kind, scope) if kind is not None else None
            elif (length := argument(call, "max_length")) is not None:
                yield self._positive(length, scope)
        elif name in COLUMNS:
            yield from (self._text(each, scope) for each in types_in(call) if self._is_text(each, scope))

    def _is_text(self, expr: facts.Expr, scope: Scope) -> bool:
        called = uncalled(expr)
        name = self._project.name_of(called, scope)
        return name.startswith(_LIBRARIES) and name.rpartition(".")[2] in _TEXTS

    def _text(self, expr: facts.Expr, scope: Scope) -> int | None:
        if not isinstance(expr, facts.Call) or not self._is_text(expr, scope):
            return None
        length = argument(expr, "length", 0)
        return None if length is None else self._positive(length, scope)

    def _positive(self, expr: facts.Expr, scope: Scope) -> int | None:
        said = number(self._project.infer(expr, scope))
        return said if said is not None and said > 0 else None
