"""Which status an error that leaves a route is answered with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.modules import Class, Function
from archlint.project.errors.clauses import Error
from archlint.project.memory import memory

if TYPE_CHECKING:
    from archlint.project.project import Project


class Mapped:
    """Follows errors of the project to their handlers; answers are kept."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._handled: dict[Function, int | None] = memory()

    def raised(self, stmt: facts.Raise, function: Function) -> int | None:
        """The status that a raise statement leads to, by itself or by a handler; None where it cannot be told."""
        answer = self._project.errors.answers.raised(stmt, function)
        if answer is not None:
            return answer.status
        error = None if stmt.exc is None else self._project.errors.clauses.made(stmt.exc, function)
        return self.status(error) if isinstance(error, Class) else None

    def status(self, error: Error) -> int | None:
        """The status that the nearest handler answers an error class with."""
        for base in self._project.errors.clauses.bases(error)[0]:
            for each in self._project.errors.handlers.all:
                if each.error == base:
                    carried = self._carried(error)
                    if carried is not None or each.handler is None:
                        return carried
                    return self._by(each.handler)
        return None

    def _carried(self, error: Error) -> int | None:
        if not isinstance(error, Class):
            return None
        statuses = self._project.errors.statuses
        carrier = statuses.carrier(error)
        if carrier is None:
            return None
        for base in self._project.mro(error):
            said = statuses.said(base, carrier.attribute) if isinstance(base, Class) else None
            if said is not None:
                return said.status
        return None

    def _by(self, handler: Function) -> int | None:
        """The one status that a handler answers with."""
        if handler not in self._handled:
            found = set()
            for each in self._project.errors.situations.of(handler):
                if isinstance(each.stmt, facts.Return) and each.stmt.value is not None:
                    found.add(self.returned(each.stmt.value, handler))
            self._handled[handler] = found.pop() if len(found) == 1 else None
        return self._handled[handler]

    def returned(self, value: facts.Expr, handler: Function) -> int | None:
        """The status of what is returned, an answer that a function of the project makes from an argument included."""
        origins = self._project.web.origins.of(value, handler)
        if len(origins) != 1 or not isinstance(origins[0].what, facts.Call):
            return None
        origin = origins[0]
        answer = self._project.errors.answers.of(origins[0].what, origin.scope)
        if answer is None or answer.status_expr is None:
            return None if answer is None else answer.status
        return self._project.web.texts.status(answer.status_expr, origin.scope, origin.frame)
