"""Which functions reach a blocking call through others, and by which hops."""

from __future__ import annotations

from collections.abc import Iterator

from archlint import facts
from archlint.findings import Note
from archlint.project.code.modules import Function
from archlint.project.code.spelling import in_thread
from archlint.project.execution.calls import Edge
from archlint.project.execution.reach import ENDS, End, Reach
from archlint.project.execution.sinkcalls import SinkCall
from archlint.project.execution.sinks import Sink
from archlint.project.execution.steps import Node, Step, Steps
from archlint.project.memory import memory
from archlint.records import Record


class Chain(Record, frozen=True, eq=False):
    """A way from an async function to a blocking call: what it runs first, then hop by hop."""

    first: Edge
    hops: tuple[tuple[Function, Edge], ...]
    """The functions on the way that run another one of the project, each with that step."""
    last: Function
    """The function that calls the sink itself."""
    end: SinkCall

    @property
    def sink(self) -> Sink:
        return self.end.sink

    @property
    def advice(self) -> str:
        """What to do with the first step."""
        name = name_of(self.first.target)
        match self.first.how:
            case "calls":
                return f"hand `{self.first.target.name}` to a thread"
            case "constructs":
                return f"construct `{name}` in a thread"
            case _:
                return f"let `{name}` run in a thread"

    @property
    def way_out(self) -> str:
        """How the async function may get around it: in a thread, or with what can be awaited instead."""
        expr, sink = self.first.expr, self.sink
        thread = in_thread(expr) if isinstance(expr, facts.Call) else "await asyncio.to_thread(...)"
        return f"{thread}, or `{sink.twin}` in {self.last.module.path}" if sink.twin else thread

    def notes(self) -> tuple[Note, ...]:
        """Every hop behind the first step, at its place."""
        steps = [Note(edge.place, f"{name_of(at)} {edge.how} {name_of(edge.target)}") for at, edge in self.hops]
        return (*steps, Note(self.end.call.place, f"{name_of(self.last)} calls {shown(self.sink)} ({self.sink.kind})"))


def name_of(function: Function) -> str:
    """How a function is named in a chain: a constructor by its class."""
    return function.qualname.removesuffix(".__init__").removesuffix(".__post_init__")


def on_loop(function: Function) -> Note:
    """Why a call in an async function matters."""
    return Note(function.place, f"`{function.name}` is async: it runs on the event loop")


def shown(sink: Sink) -> str:
    """A sink as it is called in the source."""
    return sink.name.removeprefix("builtins.")


class Blocking:
    """What the async functions of a project reach."""

    def __init__(self, steps: Steps, reach: Reach) -> None:
        self._steps = steps
        self._reach = reach
        self._chains: dict[Function, tuple[Chain, ...]] = memory()

    def direct(self, function: Function) -> list[SinkCall]:
        """The blocking calls that a function makes itself."""
        return self._steps.sinks(Node(function))

    def chains(self, function: Function) -> tuple[Chain, ...]:
        """What an async function reaches through functions of the project, one chain a place: worst, then shortest."""
        known = self._chains.get(function)
        if known is None:
            known = self._chains[function] = tuple(self._best(function))
        return known

    def _best(self, function: Function) -> Iterator[Chain]:
        best: dict[int, tuple[tuple[int, int], End, Step]] = {}
        for step in self._steps.of(Node(function)):
            at = step.edge.at.start
            for end in ENDS:
                distance = self._reach.distance(step, end)
                if distance is not None and (at not in best or (end.rank, distance) < best[at][0]):
                    best[at] = ((end.rank, distance), end, step)
        for _, end, step in best.values():
            yield self._chain(step, end)

    def reached(self, function: Function) -> tuple[Chain, ...]:
        """The same for any function, whoever runs it, comments heeded or not."""
        reach = Reach(self._steps, lambda: (function,), lambda _rule, _place: False)
        return Blocking(self._steps, reach).chains(function)

    def _chain(self, first: Step, end: End) -> Chain:
        hops: list[tuple[Function, Edge]] = []
        node = first.to
        while (sink := self._reach.sink(node, end)) is None:
            step = self._reach.hop(node, end)
            hops.append((node.function, step.edge))
            node = step.to
        return Chain(first.edge, tuple(hops), node.function, sink)
