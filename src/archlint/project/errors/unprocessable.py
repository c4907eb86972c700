"""Answers of 422: those to a request of the wrong shape, and those to one that is understood and refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Place
from archlint.project.code.modules import Class, Function, Module
from archlint.project.errors.clauses import BROAD, Error
from archlint.project.errors.outages.libraries import outage
from archlint.project.errors.situations import Situation
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_STATUS = 422
_OF_SHAPE = re.compile(
    r"valid|unprocessable|decod|pars|format|schema|syntax|malformed|bad_?request|unicode|shape|type|deserializ|coerc"
    r"|missing|required|length|toolong|tooshort|range|argument|parameter|input|field|json|extension|encoding",
    re.IGNORECASE,
)
"""Words of errors that speak of how a request is written."""
_STORES = ("sqlalchemy.", "asyncpg.", "psycopg.", "psycopg2.", "pymongo.", "redis.", "tortoise.", "sqlmodel.")
_SHAPES_OF_STORES = ("DataError", "StatementError")


class Refusal(Record, frozen=True, eq=False):
    """A 422 that is no answer to a wrong shape."""

    place: Place
    what: str
    """What it answers to, for a message."""
    because: Place | None
    """What decides that."""
    status: facts.Expr | None
    """What says 422, where it may be edited."""


class Unprocessable:
    """Finds such refusals."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def in_function(self, function: Function) -> Iterator[Refusal]:
        """The 422 that a function raises or returns because of what is stored, or of an error of that."""
        flow = self._project.flow(function)
        if not (flow.tests or flow.surrounding) or not (flow.raised or self._project.routes_of(function)):
            return
        for each in self._project.errors.situations.of(function):
            answer = self._project.errors.answers.given(each.stmt, function)
            if answer is None or answer.status != _STATUS:
                continue
            reason = self._reason(each, function)
            if reason is not None:
                status = answer.status_expr if answer.scope is function else None
                yield Refusal(function.module.place(each.stmt), reason[0], reason[1], status)

    def _reason(self, at: Situation, function: Function) -> tuple[str, Place] | None:
        handler = at.handlers[-1] if at.handlers else None
        test = at.tests[-1] if at.tests else None
        if handler is not None and (test is None or test.expr.start < handler.start):
            caught = self._project.errors.clauses.caught(handler.type, function)
            names = [each for each in caught.classes if self._is_refused(each)]
            if caught.is_open or not names or len(names) != len(caught.classes):
                return None
            told = " or ".join(f"`{name_of(each)}`" for each in names)
            return f"{told}", function.module.place(handler)
        if test is not None and self._project.errors.stored.is_in(test.expr, function):
            return "what is stored", function.module.place(test.expr)
        return None

    def _is_refused(self, error: Error) -> bool:
        """Whether an error speaks of something else than the shape of what a client sent, and of no outage."""
        name = name_of(error)
        if isinstance(error, Class):
            bases = (each for each in self._project.mro(error) if isinstance(each, str))
            return not _OF_SHAPE.search(name) and not any(each == "builtins.ValueError" for each in bases)
        found = outage(error)
        if found is not None and not found.is_base:
            return False
        return error.startswith(_STORES) and not name.endswith(_SHAPES_OF_STORES) and error not in BROAD

    def by_handlers(self, module: Module) -> Iterator[Refusal]:
        """The 422 by which the handlers of a file answer errors of the project."""
        for function in module.all_functions:
            registered = self._project.errors.handlers.of(function)
            errors = [each.error for each in registered]
            if not errors or not all(isinstance(each, (Class, str)) and self._is_refused(each) for each in errors):
                continue
            told = " or ".join(f"`{name_of(each)}`" for each in errors if isinstance(each, (Class, str)))
            for each in self._project.errors.situations.of(function):
                if isinstance(each.stmt, facts.Return) and each.stmt.value is not None:
                    answer = self._project.errors.answers.of(each.stmt.value, function)
                    if answer is not None and answer.status == _STATUS:
                        place = module.place(each.stmt)
                        yield Refusal(place, told, registered[0].place, answer.status_expr)

    def by_classes(self, module: Module) -> Iterator[Refusal]:
        """The errors of a file that carry 422 for the handler that answers with it."""
        if not self._project.errors.statuses.carriers:
            return
        for cls in module.all_classes:
            carrier = self._project.errors.statuses.carrier(cls)
            said = None if carrier is None else self._project.errors.statuses.said(cls, carrier.attribute)
            if carrier is None or said is None or said.status != _STATUS or not self._is_refused(cls):
                continue
            yield Refusal(module.place(said.expr), f"`{cls.name}`", carrier.registered.place, said.expr)


def name_of(error: Error) -> str:
    """An error's name without its module."""
    return error.name if isinstance(error, Class) else error.rpartition(".")[2]
