"""Which functions reach a blocking call through others, and by which hops."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from archlint import facts
from archlint.findings import Note
from archlint.project.code.modules import Function
from archlint.project.code.spelling import in_thread
from archlint.project.execution.calls import Edge
from archlint.project.execution.sinkcalls import SinkCall
from archlint.project.execution.sinks import Sink
from archlint.project.execution.steps import Node, Step, Steps

_RANKS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
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


def rank(sink: Sink) -> int:
    """What is worse comes first: waiting for others, then files, then the processor."""
    return {"file": 1, "cpu": 2}.get(sink.kind, 0)


class Blocking:
    """What the async functions of a project reach."""

    def __init__(self, steps: Steps, functions: Iterable[Function]) -> None:
        self._steps = steps
        self._functions = functions

    def direct(self, function: Function) -> list[SinkCall]:
        """The blocking calls that a function makes itself."""
        return self._steps.sinks(Node(function))

    def chains(self, function: Function) -> Iterator[Chain]:
        """What an async function reaches through functions of the project, one chain a place: worst, then shortest."""
        best: dict[tuple[int, int], tuple[int, int, Step]] = {}
        for step in self._steps.of(Node(function)):
            for kind in range(_RANKS):
                if (distance := self._distance(step, kind)) is not None:
                    at = (step.edge.place.line, step.edge.place.column)
                    if at not in best or (kind, distance) < best[at][:2]:
                        best[at] = (kind, distance, step)
                    break
        for kind, _, step in best.values():
            yield self._chain(step, kind)

    @cached_property
    def _reached(self) -> dict[Node, None]:
        """Every function that is not async and runs in an async one, near or far."""
        found: dict[Node, None] = {}
        pending = [Node(each) for each in self._functions if each.is_async]
        while pending:
            for step in self._steps.of(pending.pop()):
                if step.to not in found:
                    found[step.to] = None
                    pending.append(step.to)
        return found

    @cached_property
    def _distances(self) -> tuple[dict[Node, int], ...]:
        """By rank: how many hops a function is away from the next sink of that rank."""
        callers: dict[Node, list[tuple[Node, Step]]] = {}
        for node in self._reached:
            for step in self._steps.of(node):
                callers.setdefault(step.to, []).append((node, step))
        return tuple(self._distances_of(kind, callers) for kind in range(_RANKS))

    def _distances_of(self, kind: int, callers: dict[Node, list[tuple[Node, Step]]]) -> dict[Node, int]:
        near = [each for each in self._reached if self._first(each, kind) is not None]
        distances = dict.fromkeys(near, 0)
        pending = deque(near)
        while pending:
            node = pending.popleft()
            for caller, step in callers.get(node, ()):
                if caller not in distances and _counts(step, kind):
                    distances[caller] = distances[node] + 1
                    pending.append(caller)
        return distances

    def _distance(self, step: Step, kind: int) -> int | None:
        return self._distances[kind].get(step.to) if _counts(step, kind) else None

    def _first(self, node: Node, kind: int) -> SinkCall | None:
        return next((each for each in self._steps.sinks(node) if rank(each.sink) == kind), None)

    def _chain(self, first: Step, kind: int) -> Chain:
        distances = self._distances[kind]
        hops: list[tuple[Function, Edge]] = []
        node = first.to
        while (end := self._first(node, kind)) is None:
            step = next(each for each in self._steps.of(node) if self._distance(each, kind) == distances[node] - 1)
            hops.append((node.function, step.edge))
            node = step.to
        return Chain(first.edge, tuple(hops), node.function, end)


def _counts(step: Step, kind: int) -> bool:
    """What is done once for each argument is a wait in many requests only where others are waited for."""
    return kind == 0 or not step.is_rare
