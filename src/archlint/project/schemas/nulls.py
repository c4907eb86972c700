"""Nulls that clients may send and that a column refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import argument, last_word, uncalled, walk
from archlint.project.code.modules import Class, Function
from archlint.project.code.statements import evaluated, statements
from archlint.project.inference.values import Instance
from archlint.project.memory import remembered
from archlint.project.schemas.columns import Column
from archlint.project.schemas.dumps import Dump
from archlint.project.schemas.fields import SchemaField
from archlint.project.schemas.writes import Write
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_OF_FIELDS = frozenset({"field_validator", "validator"})
_OF_MODELS = frozenset({"model_validator", "root_validator"})
_HARMLESS = ("Constraints", "Field")
"""What may stand around a type that takes None, and does not look at it."""


class Null(Record, frozen=True, eq=False):
    """A field that may be null, and the column that it is written to and that may not."""

    model: Class
    field: SchemaField
    column: Column
    write: Write
    dump: Dump


class Nulls:
    """The nulls of a project that end as errors of its database."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def declared(self, cls: Class) -> Iterator[Null]:
        """Those whose fields a class itself declares, in source order."""
        yield from self._found.get(cls, ())

    @remembered
    def _found(self) -> dict[Class, list[Null]]:
        found: dict[Class, dict[facts.Field, Null]] = {}
        for write in self._project.schemas.writes.all:
            for null in self._of(write):
                found.setdefault(null.field.cls, {}).setdefault(null.field.said, null)
        return {key: sorted(nulls.values(), key=lambda each: each.field.said.start) for key, nulls in found.items()}

    def _of(self, write: Write) -> Iterator[Null]:
        dump, row, model = write.dump, write.row, write.body.cls
        if write.how != "sets" or row is None or dump is None or not dump.keeps_null:
            return
        for field in self._project.schemas.shapes.of(model).values():
            column = self._project.schemas.columns.column(row, field.name)
            if column is None or column.nullable is not False or column.is_key:
                continue
            if not field.shape.takes_none or not field.shape.members:
                continue
            if not self._is_rejected(field, model) and not self._is_handled(field, row, write, dump):
                yield Null(model, field, column, write, dump)

    def _is_rejected(self, field: SchemaField, model: Class) -> bool:
        """Whether the model may refuse or replace a null: by a validator of the field, or one of all fields."""
        around = (each for each, _ in field.shape.around if each not in field.calls)
        if not all(last_word(uncalled(each)).endswith(_HARMLESS) for each in around):
            return True
        for each in self._project.mro(model):
            for method in each.methods() if isinstance(each, Class) else ():
                if any(self._judges(decorator, method, field.name) for decorator in method.facts.decorators):
                    return True
        return False

    def _judges(self, decorator: facts.Expr, method: Function, name: str) -> bool:
        last = last_word(uncalled(decorator))
        if last in _OF_FIELDS:
            texts = {one.value for one in walk(decorator) if isinstance(one, facts.String)}
            return name in texts or "*" in texts or not texts
        return last in _OF_MODELS and (_raises(method) or _assigns(method))

    def _is_handled(self, field: SchemaField, row: Class, write: Write, dump: Dump) -> bool:
        """Whether the code on the way, or the row itself, knows the field by name."""
        if isinstance(dump.expr, facts.Call) and self._is_left_out(field.name, dump.expr):
            return True
        if any(self._speaks(function, field.name, write) for function in (write.within, dump.within)):
            return True
        for each in self._project.mro(row):
            for method in each.methods() if isinstance(each, Class) else ():
                if any(last_word(uncalled(one)) == "validates" for one in method.facts.decorators):
                    return True
        return False

    def _speaks(self, function: Function, name: str, write: Write) -> bool:
        """Whether a function speaks of a field: in a string, or as an attribute of the model, the row or who knows."""
        for stmt in statements(function.body):
            targets = stmt.targets if isinstance(stmt, (facts.Assign, facts.Delete)) else ()
            for expr in (*evaluated(stmt), *targets):
                for each in walk(expr):
                    if isinstance(each, facts.String) and each.value == name:
                        return True
                    if isinstance(each, facts.Attribute) and each.attr == name:
                        of = self._project.infer(each.value, function)
                        known = of.of if isinstance(of, Instance) and isinstance(of.of, Class) else None
                        if known is None or known in (write.body.cls, write.row):
                            return True
        return False

    def _is_left_out(self, name: str, dump: facts.Call) -> bool:
        """Whether a dump leaves a field out by name, or may."""
        if argument(dump, "include") is not None:
            return True
        excluded = argument(dump, "exclude")
        if excluded is None:
            return False
        is_display = isinstance(excluded, (facts.Collection, facts.Dict))
        return not is_display or any(isinstance(each, facts.String) and each.value == name for each in walk(excluded))


def _raises(method: Function) -> bool:
    return any(isinstance(each, (facts.Raise, facts.Assert)) for each in statements(method.body))


def _assigns(method: Function) -> bool:
    """Whether a method changes what it was given, rather than look at it."""
    for stmt in statements(method.body):
        targets = stmt.targets if isinstance(stmt, (facts.Assign, facts.Delete)) else ()
        if any(isinstance(each, (facts.Attribute, facts.Subscript)) for each in targets):
            return True
    return False
