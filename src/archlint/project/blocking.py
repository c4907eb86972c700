"""Which functions reach a blocking call through others, and by which hops."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from archlint import facts
from archlint.findings import Note
from archlint.project.calls import Calls, Edge
from archlint.project.events import CallEvent, EnterEvent, IterEvent, YieldEvent
from archlint.project.inference import Inference
from archlint.project.kept import Kept, kept
from archlint.project.modules import Function
from archlint.project.sinkcalls import SinkCall, SinkCalls
from archlint.project.sinks import Sink
from archlint.project.spelling import in_thread

_RANKS = 3
_CONSUMERS = frozenset(
    {
        *("all", "any", "enumerate", "filter", "map", "max", "min", "next", "sorted", "sum", "zip"),
        *("deque", "dict", "frozenset", "list", "set", "tuple"),
        *("enter_context", "extend", "join", "update"),
    }
)
"""Calls that iterate or enter what they are handed."""


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
    """What the async functions of a project reach.

    Only functions that run where they are called are followed: an async one reports its own calls, and what is handed
    on as a reference or in a lambda runs elsewhere.
    """

    def __init__(
        self, inference: Inference, calls: Calls, sink_calls: SinkCalls, functions: Iterable[Function]
    ) -> None:
        self._inference = inference
        self._calls = calls
        self._direct = sink_calls
        self._functions = functions
        self._steps: dict[int, tuple[Edge, ...]] = {}
        self._kept: dict[int, Kept] = {}

    def direct(self, function: Function) -> tuple[SinkCall, ...]:
        """The blocking calls that a function makes itself."""
        return self._direct.of(function)

    def chains(self, function: Function) -> Iterator[Chain]:
        """What an async function reaches through functions of the project, one chain a place: worst, then shortest."""
        best: dict[tuple[int, int], tuple[int, int, Edge]] = {}
        for edge in self.steps(function):
            for kind in range(_RANKS):
                if (distance := self._distance(edge, kind)) is not None:
                    at = (edge.place.line, edge.place.column)
                    if at not in best or (kind, distance) < best[at][:2]:
                        best[at] = (kind, distance, edge)
                    break
        for kind, _, edge in best.values():
            yield self._chain(edge, kind)

    def steps(self, function: Function) -> tuple[Edge, ...]:
        """The functions that run, where it stands, when a function runs."""
        known = self._steps.get(id(function))
        if known is None:
            known = tuple(edge for edge in self._calls.edges(function) if self._runs_here(edge, function))
            self._steps[id(function)] = known
        return known

    def _runs_here(self, edge: Edge, function: Function) -> bool:
        target = edge.target
        if target.is_async or edge.context.deferred:
            return False
        decorators = self._decorators(target)
        if edge.awaited and edge.how == "calls" and decorators:
            return False
        if target.facts.is_generator and edge.how == "calls" and id(edge.expr) not in self._consumed(function):
            return False
        return not any(word in name for name in decorators for word in ("async", "executor", "thread"))

    def _consumed(self, function: Function) -> set[int]:
        """The expressions that a body iterates or enters: only there does a generator run."""
        found: set[int] = set()
        for event in self._inference.flow(function).events:
            match event:
                case IterEvent(iterable=iterable):
                    found.add(id(iterable))
                case EnterEvent(item=item):
                    found.add(id(item.context))
                case YieldEvent(expr=facts.Yield(value=value, is_from=True)):
                    found.add(id(value))
                case CallEvent(expr=facts.Call(func=facts.Name(id=name) | facts.Attribute(attr=name), args=args)):
                    if name in _CONSUMERS:
                        found.update(map(id, args))
                case _:
                    pass
        return found

    def _decorators(self, function: Function) -> list[str]:
        around = self._inference.around(function)
        decorators = (each.func if isinstance(each, facts.Call) else each for each in function.facts.decorators)
        return [self._inference.name_of(each, around).lower() for each in decorators]

    def _is_kept(self, function: Function, kind: int) -> bool:
        """Whether a function seldom comes as far as its sinks: what is done once is no wait in every request."""
        known = self._kept.get(id(function))
        if known is None:
            known = self._kept[id(function)] = kept(function, self._inference)
        return known == "once" or (known == "an argument" and kind > 0)

    # the graph

    @cached_property
    def _reached(self) -> dict[int, Function]:
        """Every function that is not async and runs in an async one, near or far."""
        found: dict[int, Function] = {}
        pending = [each for each in self._functions if each.is_async]
        while pending:
            for edge in self.steps(pending.pop()):
                if id(edge.target) not in found:
                    found[id(edge.target)] = edge.target
                    pending.append(edge.target)
        return found

    @cached_property
    def _distances(self) -> tuple[dict[int, int], ...]:
        """By rank: how many hops a function is away from the next sink of that rank."""
        callers: dict[int, list[Function]] = {}
        for function in self._reached.values():
            for edge in self.steps(function):
                callers.setdefault(id(edge.target), []).append(function)
        return tuple(self._distances_of(kind, callers) for kind in range(_RANKS))

    def _distances_of(self, kind: int, callers: dict[int, list[Function]]) -> dict[int, int]:
        near = [each for each in self._reached.values() if self._first(each, kind) is not None]
        distances = {id(each): 0 for each in near}
        pending = deque(near)
        while pending:
            function = pending.popleft()
            if self._is_kept(function, kind):
                continue
            for caller in callers.get(id(function), ()):
                if id(caller) not in distances:
                    distances[id(caller)] = distances[id(function)] + 1
                    pending.append(caller)
        return distances

    def _distance(self, edge: Edge, kind: int) -> int | None:
        if self._is_kept(edge.target, kind):
            return None
        return self._distances[kind].get(id(edge.target))

    def _first(self, function: Function, kind: int) -> SinkCall | None:
        return next((each for each in self.direct(function) if rank(each.sink) == kind), None)

    def _chain(self, first: Edge, kind: int) -> Chain:
        distances = self._distances[kind]
        hops: list[tuple[Function, Edge]] = []
        at = first.target
        while (end := self._first(at, kind)) is None:
            edge = next(each for each in self.steps(at) if self._distance(each, kind) == distances[id(at)] - 1)
            hops.append((at, edge))
            at = edge.target
        return Chain(first, tuple(hops), at, end)
