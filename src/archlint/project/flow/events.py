"""What happens in a body, each event with its context.

There are many events: they are records that garbage collection need not look at, for they hold facts alone.
"""

from __future__ import annotations

from typing import TypeAlias

from archlint import facts
from archlint.records import Record


class Context(Record, frozen=True, eq=False, gc=False):
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


class CallEvent(Record, frozen=True, eq=False, gc=False):
    expr: facts.Call
    context: Context
    awaited: bool = False


class AwaitEvent(Record, frozen=True, eq=False, gc=False):
    expr: facts.Await
    context: Context


class ReadEvent(Record, frozen=True, eq=False, gc=False):
    """An attribute is read; the callee of a call is none."""

    expr: facts.Attribute
    context: Context


class EnterEvent(Record, frozen=True, eq=False, gc=False):
    """A with item is entered."""

    item: facts.WithItem
    is_async: bool
    context: Context


class IterEvent(Record, frozen=True, eq=False, gc=False):
    """A loop or comprehension draws from `iterable`."""

    iterable: facts.Expr
    is_async: bool
    context: Context


class StmtEvent(Record, frozen=True, eq=False, gc=False):
    """A simple statement ran: Assign, Evaluate, Return, Raise, Assert, Delete."""

    stmt: facts.Assign | facts.Evaluate | facts.Return | facts.Raise | facts.Assert | facts.Delete
    context: Context


class YieldEvent(Record, frozen=True, eq=False, gc=False):
    expr: facts.Yield
    context: Context


Event: TypeAlias = CallEvent | AwaitEvent | ReadEvent | EnterEvent | IterEvent | StmtEvent | YieldEvent
