"""What runs, where it stands, when a function runs."""

from __future__ import annotations

from msgspec import Struct

from archlint import facts
from archlint.project.code.expressions import uncalled
from archlint.project.code.modules import Function
from archlint.project.execution.calls import Calls, Edge
from archlint.project.execution.kept import Kept, kept
from archlint.project.execution.sinkcalls import SinkCall, SinkCalls
from archlint.project.flow.events import CallEvent, EnterEvent, IterEvent, YieldEvent
from archlint.project.flow.fallbacks import fallbacks
from archlint.project.flow.flow import Flow
from archlint.project.flow.guards import Arguments, Guards, allow, arguments, guards
from archlint.project.inference.inference import Inference
from archlint.project.memory import memory, remembered_by_file
from archlint.records import Kind, Record

_CONSUMERS = frozenset(
    {
        *("all", "any", "enumerate", "filter", "map", "max", "min", "next", "sorted", "sum", "zip"),
        *("deque", "dict", "frozenset", "list", "set", "tuple"),
        *("enter_context", "extend", "join", "update"),
    }
)
"""Calls that iterate or enter what they are handed."""
_PLAIN = frozenset({"builtins.classmethod", "builtins.staticmethod", "typing.override", "typing_extensions.override"})
_NONE: Guards = frozenset()


class Node(Record, frozen=True):
    """A function as it is called: with what is known of the arguments that decide what runs in it."""

    function: Function
    arguments: Arguments = frozenset()


class Step(Struct, metaclass=Kind, eq=False):
    """One function running another; `is_rare` when that comes to its end only once for each argument."""

    edge: Edge
    to: Node
    is_rare: bool


class Steps:
    """The functions and sinks that the functions of a project run; answers are kept.

    Only what runs where it stands: an async function is none of a caller's steps, nor is what is handed on as a
    reference or in a lambda, nor what is done once and then kept, nor what only fills in what a caller left out.
    """

    def __init__(self, inference: Inference, calls: Calls, sink_calls: SinkCalls) -> None:
        self._inference = inference
        self._calls = calls
        self._sink_calls = sink_calls
        self._steps: dict[Node, tuple[Step, ...]] = memory()

    def of(self, node: Node) -> tuple[Step, ...]:
        """The functions of the project that run."""
        known = self._steps.get(node)
        if known is None:
            found = (self._step(edge, node) for edge in self._calls.edges(node.function))
            self._steps[node] = known = tuple(each for each in found if each is not None)
        return known

    def sinks(self, node: Node) -> list[SinkCall]:
        """The blocking calls that are made."""
        return [each for each in self._sink_calls.of(node.function) if self._may_run(each.call.expr, node)]

    def _step(self, edge: Edge, node: Node) -> Step | None:
        if not self._runs_here(edge, node.function) or not self._may_run(edge.expr, node):
            return None
        call = edge.expr if isinstance(edge.expr, facts.Call) and edge.how in ("calls", "constructs") else None
        how_often = self._how_often(edge.target)
        if how_often == "once" or (how_often == "an argument" and (call is None or not (call.args or call.keywords))):
            return None
        return Step(edge, self._called(edge.target, call), how_often == "an argument")

    def _called(self, function: Function, call: facts.Call | None) -> Node:
        deciding = {name for needed in self._guards_in(function).values() for name, _ in needed}
        if call is None or not deciding or set(self._decorators(function)) - _PLAIN:  # others may hand arguments on
            return Node(function)
        return Node(function, frozenset(each for each in arguments(call, function) if each[0] in deciding))

    def _may_run(self, expr: facts.Expr, node: Node) -> bool:
        guarded = self._guards_in(node.function).get(expr, _NONE)
        return allow(guarded, node.arguments) and expr not in self._fallbacks_in(node.function)

    @remembered_by_file
    def _fallbacks_in(self, function: Function) -> frozenset[facts.Expr]:
        if function.is_async:  # called by the framework: no caller of the project's decides
            return frozenset()
        return fallbacks(function, self._inference.flow(function))

    @remembered_by_file
    def _guards_in(self, function: Function) -> dict[facts.Expr, Guards]:
        return guards(function, self._inference.flow(function))

    @remembered_by_file
    def _how_often(self, function: Function) -> Kept:
        return kept(function, self._inference)

    def _runs_here(self, edge: Edge, function: Function) -> bool:
        target = edge.target
        if target.is_async or edge.context.deferred:
            return False
        decorators = self._decorators(target)
        if edge.awaited and edge.how == "calls" and decorators:
            return False
        if target.facts.is_generator and edge.how == "calls" and edge.expr not in self._consumed_in(function):
            return False
        return not any(word in name for name in decorators for word in ("async", "executor", "thread"))

    @remembered_by_file
    def _consumed_in(self, function: Function) -> set[facts.Expr]:
        return consumed(self._inference.flow(function))

    def _decorators(self, function: Function) -> list[str]:
        if not function.facts.decorators:
            return []
        around = self._inference.around(function)
        decorators = (uncalled(each) for each in function.facts.decorators)
        return [self._inference.name_of(each, around).lower() for each in decorators]


def consumed(flow: Flow) -> set[facts.Expr]:
    """The expressions that a body iterates or enters: only there does a generator run."""
    found: set[facts.Expr] = set()
    for event in flow.events:
        match event:
            case IterEvent(iterable=iterable):
                found.add(iterable)
            case EnterEvent(item=item):
                found.add(item.context)
            case YieldEvent(expr=facts.Yield(value=value, is_from=True)) if value is not None:
                found.add(value)
            case CallEvent(expr=facts.Call(func=facts.Name(id=name) | facts.Attribute(attr=name), args=args)):
                if name in _CONSUMERS:
                    found.update(args)
            case _:
                pass
    return found
