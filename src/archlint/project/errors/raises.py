"""Which errors functions let out: those that they raise, and those of what they call, as far as nobody catches them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from archlint import facts
from archlint.findings import Note, Place
from archlint.project.code.modules import Function
from archlint.project.errors.clauses import Error
from archlint.project.errors.passing import Passing
from archlint.project.execution.blocking import name_of
from archlint.project.execution.calls import Edge
from archlint.project.flow.events import StmtEvent

if TYPE_CHECKING:
    from archlint.project.project import Project


@dataclass(frozen=True, slots=True, eq=False)
class Raised:
    """A raise statement."""

    function: Function
    error: Error
    stmt: facts.Raise

    @property
    def place(self) -> Place:
        return self.function.module.place(self.stmt)


Hop: TypeAlias = "Edge | Raised"
"""How an error comes to leave a function: out of a call, or by a raise of its own."""


class Raises:
    """A summary a function, to a fixpoint over the call graph: each function is reached once by each error.

    What cannot be told (a class that is unknown, a decorator or manager that may catch) ends the way: what is listed
    gets out, and more may.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._passing = Passing(project)

    def of(self, function: Function) -> dict[Error, Hop]:
        """The errors that a function lets out, each with the first step of the shortest way to its raise."""
        return self._escaping.get(function, {})

    def is_opaque(self, function: Function) -> bool:
        """Whether a decorator may catch what a function lets out."""
        return self._passing.is_opaque(function)

    @cached_property
    def all(self) -> tuple[Raised, ...]:
        """Every raise statement whose class is known, tests left out."""
        return tuple(each for function in self._project.functions() for each in self._own(function))

    def chain(self, function: Function, error: Error) -> tuple[Note, ...]:
        """Every hop from a function to the raise statement."""
        notes = []
        while True:
            match self.of(function)[error]:
                case Raised(stmt=stmt):
                    notes.append(Note(function.module.place(stmt), f"{name_of(function)} raises it"))
                    return tuple(notes)
                case Edge(target=target, place=place, how=how):
                    notes.append(Note(place, f"{name_of(function)} {how} {name_of(target)}"))
                    function = target

    def end(self, function: Function, error: Error) -> Raised:
        """The raise statement at the end of the way."""
        while True:
            match self.of(function)[error]:
                case Raised() as raised:
                    return raised
                case Edge(target=target):
                    function = target

    def functions(self, function: Function, error: Error) -> list[Function]:
        """The functions on the way, the last one that which raises."""
        found = [function]
        while isinstance(hop := self.of(function)[error], Edge):
            function = hop.target
            found.append(function)
        return found

    def _own(self, function: Function) -> Iterator[Raised]:
        for event in self._project.flow(function).events:
            if isinstance(event, StmtEvent) and isinstance(event.stmt, facts.Raise) and event.stmt.exc is not None:
                error = self._project.errors.clauses.made(event.stmt.exc, function)
                if error is not None and not event.context.deferred:
                    yield Raised(function, error, event.stmt)

    @cached_property
    def _escaping(self) -> dict[Function, dict[Error, Hop]]:
        found: dict[Function, dict[Error, Hop]] = {}
        callers = self._callers
        pending: deque[tuple[Function, Error]] = deque()
        for raised in self.all:
            function, error = raised.function, raised.error
            if error not in found.get(function, {}) and self._gets_out(raised):
                found.setdefault(function, {})[error] = raised
                pending.append((function, error))
        while pending:
            function, error = pending.popleft()
            if self._passing.is_opaque(function):
                continue
            for caller, edge in callers.get(function, ()):
                if error not in found.get(caller, {}) and self._passing.lets_out(error, edge.context, caller):
                    found.setdefault(caller, {})[error] = edge
                    pending.append((caller, error))
        return found

    def _gets_out(self, raised: Raised) -> bool:
        for event in self._project.flow(raised.function).events:
            if isinstance(event, StmtEvent) and event.stmt is raised.stmt:
                return self._passing.lets_out(raised.error, event.context, raised.function)
        return False

    @cached_property
    def _callers(self) -> dict[Function, list[tuple[Function, Edge]]]:
        """The steps on which an error travels: to what runs where it is called."""
        found: dict[Function, list[tuple[Function, Edge]]] = {}
        for function in self._project.functions():
            for edge in self._project.edges(function):
                if self._runs_here(edge):
                    found.setdefault(edge.target, []).append((function, edge))
        return found

    def _runs_here(self, edge: Edge) -> bool:
        if edge.context.deferred or edge.how == "enters":
            return False
        if edge.target.facts.is_generator and edge.how == "calls":
            return False
        return edge.awaited or not edge.target.is_async
