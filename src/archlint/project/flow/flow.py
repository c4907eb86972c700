"""A body in the order it runs: its events, each with its context, and which bindings reach each name."""

from __future__ import annotations

from msgspec import Struct

from archlint import facts
from archlint.project.flow.bindings import Bindings
from archlint.project.flow.events import CallEvent, Event, StmtEvent


class Flow(Struct, eq=False):
    """The events of one body in order, and the bindings that reach each read of a name."""

    events: tuple[Event, ...]
    bound: dict[str, Bindings]
    """Every binding of each local name, in source order."""
    reached: dict[facts.Name, Bindings]
    """The bindings that may hold where a local name is read."""
    outer: frozenset[str]
    """Names declared global or nonlocal."""
    surrounding: tuple[facts.Try | facts.With, ...]
    """The statements that may keep what is raised in them, in source order; those in loops more than once."""
    raised: tuple[StmtEvent, ...]
    """The raise statements, in source order; those in loops more than once."""
    tests: tuple[facts.Expr, ...]
    """What is asked before something else runs: of `if` and of conditional expressions, and operands of and/or."""
    _calls: tuple[CallEvent, ...] | None = None

    def reaching(self, name: facts.Name) -> Bindings:
        """The bindings of a local name that may hold where it is read; empty for a name from outside the body."""
        return self.reached.get(name, ())

    def calls(self) -> tuple[CallEvent, ...]:
        """The calls among the events."""
        if self._calls is None:
            self._calls = tuple([event for event in self.events if isinstance(event, CallEvent)])
        return self._calls
