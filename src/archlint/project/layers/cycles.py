"""Cycles between the services of a project, and where they are cut most cheaply."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

from archlint.findings import Place
from archlint.project.code.modules import Class, Function, Module
from archlint.project.inference.values import ClassRef, Instance
from archlint.project.layers.imports import ImportEdge
from archlint.project.memory import remembered_between_runs
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

Way: TypeAlias = Literal["imports", "is given", "depends on"]


class Need(Record, frozen=True, eq=False):
    """One service module needs another: at `place`, for what `what` names."""

    module: Module
    target: Module
    way: Way
    what: str
    place: Place
    weight: int
    """How many such needs there are between the two."""
    is_hidden: bool = False
    """Whether it is an import inside a function: somebody met the circle and went around it."""


class Cycle(Record, frozen=True, eq=False):
    """Needs that lead back to where they began."""

    needs: tuple[Need, ...]

    @property
    def cheapest(self) -> Need:
        """The need to cut: where the two modules have the fewest, rather one that is hidden."""
        return min(self.needs, key=lambda each: (each.weight, not each.is_hidden, each.module.path, each.target.path))


class Cycles:
    """The graph of a project's service modules."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def all(self) -> list[Cycle]:
        """Cycles enough to have none left once the cheapest need of each is cut, the shortest first."""
        graph = self._graph()
        found: list[Cycle] = []
        while (cycle := _shortest(graph)) is not None:
            found.append(cycle)
            cut = cycle.cheapest
            del graph[cut.module][cut.target]
        return found

    def _graph(self) -> dict[Module, dict[Module, Need]]:
        services = {each: None for each in self._project.layers.in_layer("service") if _defines(each)}
        graph: dict[Module, dict[Module, Need]] = {}
        for module in services:
            needs = [each for each in self._needs(module) if each.target in services and each.target is not module]
            by_target: dict[Module, list[Need]] = {}
            for need in needs:
                by_target.setdefault(need.target, []).append(need)
            graph[module] = {target: _joined(each) for target, each in by_target.items()}
        return graph

    @remembered_between_runs
    def _needs(self, module: Module) -> Iterable[Need]:
        for edge in self._project.imports.of(module):
            if edge.target is None or edge.said.name == "*" or not self._project.imports.is_used_at_runtime(edge):
                continue
            if not self._project.order.is_shared(edge) and not self._is_promise(edge):
                yield Need(module, edge.target, "imports", edge.bound, edge.place, 1, edge.is_lazy)
        for cls in module.all_classes:
            if (constructor := cls.method("__init__")) is not None:
                yield from self._given(constructor)
        for function in module.all_functions:
            for dependency in self._project.injection.dependencies(function):
                provider = dependency.provider
                if provider is not None and function.name != "__init__":
                    yield Need(module, provider.module, "depends on", provider.name, dependency.place, 1)

    def _given(self, constructor: Function) -> Iterator[Need]:
        """What a constructor asks for by concrete class; a Protocol or abstract class is no need of the service."""
        for parameter in constructor.facts.parameters[1:]:
            value = self._project.inference.lookups.parameter(parameter, constructor)
            cls = value.of if isinstance(value, Instance) else None
            if isinstance(cls, Class) and not self._project.layers.is_port(cls):
                module = constructor.module
                yield Need(module, cls.module, "is given", cls.name, module.place(parameter), 1)

    def _is_promise(self, edge: ImportEdge) -> bool:
        """Whether a Protocol or an abstract class is imported."""
        value = self._project.inference.lookups.imported(edge.said, edge.module)
        return isinstance(value, ClassRef) and (self._project.layers.is_port(value.cls) or self._is_base(value.cls))

    def _is_base(self, cls: Class) -> bool:
        """Whether a class is there to be built on: it says so, or leaves a method to those that do."""
        around = self._project.inference.around(cls)
        if any(self._project.name_of(each, around) == "abc.ABC" for each in cls.facts.bases):
            return True
        return any(self._project.subclasses.is_abstract(each) for each in cls.methods())


def _defines(module: Module) -> bool:
    """Whether it holds code of its own: a package that hands names on is no service."""
    return bool(module.all_functions or module.all_classes) or not module.is_package


def _joined(needs: list[Need]) -> Need:
    first = needs[0]
    hidden = all(each.is_hidden for each in needs)
    return Need(first.module, first.target, first.way, first.what, first.place, len(needs), hidden)


def _shortest(graph: dict[Module, dict[Module, Need]]) -> Cycle | None:
    """A shortest cycle of the graph, the first by path where several are."""
    best: tuple[Need, ...] | None = None
    for start in graph:
        found = _back_to(start, graph, len(best) - 1 if best else len(graph))
        if found is not None:
            best = found
            if len(best) == 2:
                break
    return None if best is None else Cycle(best)


def _back_to(start: Module, graph: dict[Module, dict[Module, Need]], longest: int) -> tuple[Need, ...] | None:
    pending: deque[tuple[Need, ...]] = deque((need,) for need in graph[start].values())
    seen: set[Module] = set()
    while pending:
        way = pending.popleft()
        end = way[-1].target
        if end is start:
            return way
        if end in seen or len(way) >= longest:
            continue
        seen.add(end)
        pending.extend((*way, need) for need in graph.get(end, {}).values())
    return None
