"""What happens in a body, each event with its context.

Nothing changes an event; they are not frozen because that doubles what making them costs, and there are many.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from archlint import facts


@dataclass(slots=True, eq=False)
class Context:
    """What surrounds an event inside its function."""

    loops: tuple[facts.Loop, ...] = ()
    branches: int = 0
    """How many conditions decide whether it happens."""
    tries: tuple[facts.Try, ...] = ()
    """The try statements in whose body it stands, outermost first."""
    handlers: tuple[facts.Handler, ...] = ()
    """The except clauses it stands in."""
    withs: tuple[facts.WithItem, ...] = ()
    in_finally: bool = False
    deferred: bool = False
    """It stands in a lambda: it happens when somebody calls that, perhaps elsewhere."""

    def branched(self) -> Context:
        """Below one more condition."""
        return Context(
            self.loops, self.branches + 1, self.tries, self.handlers, self.withs, self.in_finally, self.deferred
        )


@dataclass(slots=True, eq=False)
class CallEvent:
    expr: facts.Call
    context: Context
    awaited: bool = False


@dataclass(slots=True, eq=False)
class AwaitEvent:
    expr: facts.Await
    context: Context


@dataclass(slots=True, eq=False)
class ReadEvent:
    """An attribute is read; the callee of a call is none."""

    expr: facts.Attribute
    context: Context


@dataclass(slots=True, eq=False)
class EnterEvent:
    """A with item is entered."""

    item: facts.WithItem
    is_async: bool
    context: Context


@dataclass(slots=True, eq=False)
class IterEvent:
    """A loop or comprehension draws from `iterable`."""

    iterable: facts.Expr
    is_async: bool
    context: Context


@dataclass(slots=True, eq=False)
class StmtEvent:
    """A simple statement ran: Assign, Evaluate, Return, Raise, Assert, Delete."""

    stmt: facts.Assign | facts.Evaluate | facts.Return | facts.Raise | facts.Assert | facts.Delete
    context: Context


@dataclass(slots=True, eq=False)
class YieldEvent:
    expr: facts.Yield
    context: Context


Event: TypeAlias = CallEvent | AwaitEvent | ReadEvent | EnterEvent | IterEvent | StmtEvent | YieldEvent
