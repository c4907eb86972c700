"""Which errors functions let out: those that they raise, and those of what they call, as far as nobody catches them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from archlint import facts
from archlint.findings import Note, Place
from archlint.project.code.modules import Function, Module
from archlint.project.errors.clauses import Error
from archlint.project.errors.travel import runs_here
from archlint.project.execution.blocking import name_of
from archlint.project.execution.calls import Edge
from archlint.project.flow.events import Context
from archlint.project.flow.guards import Arguments, Guards, allow, arguments, guards, tested, tested_paths
from archlint.project.inference.origins import Frame
from archlint.project.memory import is_watched, memory, remembered, remembered_between_runs, remembered_by_file
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project


_VAGUE = frozenset({"builtins.BaseException", "builtins.Exception"})
"""What annotations say of errors that may be anything."""


class Raised(Record, frozen=True, eq=False):
    """A raise statement."""

    function: Function
    error: Error
    stmt: facts.Raise
    context: Context

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
        self._entrances = _Entrances(project) if is_watched() else None
        """What is known of them takes memory: kept only where it is asked for again."""

    def of(self, function: Function) -> dict[Error, Hop]:
        """The errors that a function lets out, each with the first step of the shortest way to its raise."""
        return self._escaping.get(function, {})

    @remembered
    def all(self) -> tuple[Raised, ...]:
        """Every raise statement whose class is known, tests left out."""
        return tuple(self._project.file_by_file(self._within))

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

    @remembered_between_runs
    def _within(self, module: Module) -> Iterable[Raised]:
        return (each for function in module.all_functions for each in self._own(function))

    @remembered_by_file
    def _own(self, function: Function) -> tuple[Raised, ...]:
        return tuple(self._raised_in(function))

    def _raised_in(self, function: Function) -> Iterator[Raised]:
        for event in self._project.flow(function).raised:
            stmt = event.stmt
            if not isinstance(stmt, facts.Raise) or stmt.exc is None or event.context.deferred:
                continue
            error = self._project.errors.clauses.made(stmt.exc, function)
            if error is not None and error not in _VAGUE and not self._raises_when_made(error):
                yield Raised(function, error, stmt, event.context)

    def _raises_when_made(self, error: Error) -> bool:
        """Whether the constructor of an error raises another one, so that the first is never seen."""
        made = None if isinstance(error, str) else self._project.inference.members.method(error, "__init__")
        return made is not None and any(
            isinstance(each.stmt, facts.Raise) for each in self._project.errors.situations.of(made)
        )

    @remembered
    def _escaping(self) -> dict[Function, dict[Error, Hop]]:
        found: dict[Function, dict[Error, Hop]] = {}
        callers, passing = self._project.calls.callers, self._project.errors.passing
        entrances = self._entrances or _Entrances(self._project)
        pending: deque[tuple[Function, Error]] = deque()
        for raised in self.all:
            function, error = raised.function, raised.error
            if error not in found.get(function, {}) and passing.lets_out(error, raised.context, function):
                found.setdefault(function, {})[error] = raised
                pending.append((function, error))
        while pending:
            function, error = pending.popleft()
            if passing.is_opaque(function):
                continue
            for caller, edge in callers.get(function, ()):
                if not runs_here(edge) or error in found.get(caller, {}):
                    continue
                if not entrances.lead(edge, caller, function, found[function][error]):
                    continue
                if passing.lets_out(error, edge.context, caller):
                    found.setdefault(caller, {})[error] = edge
                    pending.append((caller, error))
        return found


class _Entrances:
    """What calls hand in, held against what must hold where an error leaves."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._given: dict[tuple[facts.Call, Function], Arguments] = memory()

    def lead(self, edge: Edge, caller: Function, function: Function, hop: Hop) -> bool:
        """Whether the arguments of a call may lead to a hop in the function that is called."""
        if not isinstance(edge.expr, facts.Call) or edge.how not in ("calls", "constructs"):
            return True
        expr = hop.stmt.exc if isinstance(hop, Raised) else hop.expr
        needed = None if expr is None else self._guards_in(function).get(expr)
        if not needed:
            return True
        known = self._given_by(edge.expr, function, caller)
        around = self._guards_in(caller).get(edge.expr)
        return allow(needed, known | tested(edge.expr, function, around) if around else known)

    def _given_by(self, call: facts.Call, function: Function, caller: Function) -> Arguments:
        known = self._given.get((call, function))
        if known is None:
            known = arguments(call, function) | self._injected(call, function, caller)
            self._given[call, function] = known
        return known

    def _injected(self, call: facts.Call, function: Function, caller: Function) -> Arguments:
        """The parameters that are given what FastAPI handed in: something is there."""
        frame = Frame(function, call, caller, None)
        given = {each.name: self._project.web.origins.given(frame, each) for each in function.facts.parameters}
        return frozenset(
            (name, "truthy")
            for name, value in given.items()
            if isinstance(value, facts.Name)
            and (parameter := caller.parameter(value.id)) is not None
            and self._project.injection.is_injected(parameter, caller)
        )

    @remembered_by_file
    def _guards_in(self, function: Function) -> dict[facts.Expr, Guards]:
        flow = self._project.flow(function)
        return guards(function, flow, tested_paths(flow))
