"""How far every function is from what it may come to wait for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import TypeAlias

from archlint.findings import Place
from archlint.project.code.modules import Function
from archlint.project.execution.sinkcalls import SinkCall
from archlint.project.execution.sinks import Sink
from archlint.project.execution.steps import Node, Step, Steps
from archlint.project.memory import remembered
from archlint.records import Record

Blessed: TypeAlias = Callable[[str, Place], bool]
"""Whether somebody has said of a place that a rule shall pass it over."""


class End(Record, frozen=True, eq=False):
    """A sort of sinks: the rule that tells a chain to one, and its rank, what is worse coming first."""

    rule: str
    rank: int


WAIT = End("concurrency/blocking-call-chain", 0)
SESSION = End("concurrency/sync-session-in-async", 0)
FILE = End("concurrency/blocking-call-chain", 1)
CPU = End("concurrency/cpu-bound-call", 2)
ENDS = (SESSION, WAIT, FILE, CPU)
_BY_KIND: dict[str, End] = {"session": SESSION, "file": FILE, "cpu": CPU}


def end_of(sink: Sink) -> End:
    """Waiting for others is worst, then files, then the processor."""
    return _BY_KIND.get(sink.kind, WAIT)


class Reach:
    """The ways from async functions to sinks; one that leads over a blessed place is none."""

    def __init__(self, steps: Steps, functions: Callable[[], Iterable[Function]], blessed: Blessed) -> None:
        self._steps = steps
        self._functions = functions
        self._blessed = blessed

    def distance(self, step: Step, end: End) -> int | None:
        """How many hops a step of an async function is away from the next sink of a sort."""
        return self._distances[end].get(step.to) if _counts(step, end) else None

    def sink(self, node: Node, end: End) -> SinkCall | None:
        """The first sink of a sort that a function calls itself."""
        found = (each for each in self._steps.sinks(node) if end_of(each.sink) is end)
        return next((each for each in found if not self._blessed(end.rule, each.call.place)), None)

    def hop(self, node: Node, end: End) -> Step:
        """The first step of a function on the shortest way to a sink that it does not call itself."""
        near = self._distances[end][node] - 1
        steps = (each for each in self._steps.of(node) if self.distance(each, end) == near)
        return next(each for each in steps if not self._ends(each, end))

    def _ends(self, step: Step, end: End) -> bool:
        """Whether a hop is blessed, so that no chain leads through it."""
        edge = step.edge
        return bool(edge.module.facts.pragmas) and self._blessed(end.rule, edge.place)

    @remembered
    def _reached(self) -> dict[Node, None]:
        """Every function that is not async and runs in an async one, near or far."""
        found: dict[Node, None] = {}
        pending = [Node(each) for each in self._functions()]
        while pending:
            for step in self._steps.of(pending.pop()):
                if step.to not in found:
                    found[step.to] = None
                    pending.append(step.to)
        return found

    @remembered
    def _distances(self) -> dict[End, dict[Node, int]]:
        callers: dict[Node, list[tuple[Node, Step]]] = {}
        for node in self._reached:
            for step in self._steps.of(node):
                callers.setdefault(step.to, []).append((node, step))
        return {end: self._distances_to(end, callers) for end in ENDS}

    def _distances_to(self, end: End, callers: dict[Node, list[tuple[Node, Step]]]) -> dict[Node, int]:
        near = [each for each in self._reached if self.sink(each, end) is not None]
        distances = dict.fromkeys(near, 0)
        pending = deque(near)
        while pending:
            node = pending.popleft()
            for caller, step in callers.get(node, ()):
                if caller not in distances and _counts(step, end) and not self._ends(step, end):
                    distances[caller] = distances[node] + 1
                    pending.append(caller)
        return distances


def _counts(step: Step, end: End) -> bool:
    """What is done once for each argument is a wait in many requests only where others are waited for."""
    return end.rank == 0 or not step.is_rare
