"""The order of the layers: who may import whom, and which layers may not be passed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from archlint.config import LayerSettings
from archlint.project.code.modules import Module
from archlint.project.inference.values import ClassRef, FunctionRef
from archlint.project.layers.imports import ImportEdge
from archlint.project.memory import remembered, remembered_between_runs
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_WEB = frozenset({"composition", "dependency", "middleware", "router", "script"})
ABOVE: dict[str, frozenset[str]] = {
    "service": _WEB,
    "repository": _WEB | {"service"},
    "model": _WEB | {"service", "repository"},
    "database": _WEB,
}
"""Without configuration: the layers above each one that has any. The others are shared, or entry points."""
_SHARED = frozenset({"composition", "port", "schema", "settings", "shared"})
_HOPS = 2
"""How many modules without a layer a chain may go through."""


class Chain(Record, frozen=True, eq=False):
    """Imports that lead from a module against the order: the first stands in it, the last ends in the layer above."""

    edges: tuple[ImportEdge, ...]
    layer: str
    """The layer of the module."""
    above: str
    """The layer it reaches."""


class Detour(Record, frozen=True, eq=False):
    """A chain through modules without a layer, and how many other modules reach its end by the same last import."""

    chain: Chain
    others: int


class Order:
    """Judges imports by the layers of their two ends."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._configured = {each.name: rank for rank, each in enumerate(project.config.layers)}

    def is_above(self, layer: str, other: str) -> bool:
        """Whether `other` stands above `layer`."""
        if self._configured:
            own, rank = self._configured.get(layer), self._configured.get(other)
            if other == "composition":  # the top layer may ask what is put together
                return own is not None and own > 0
            return own is not None and rank is not None and rank < own
        return other in ABOVE.get(layer, ())

    def upward(self, module: Module) -> list[Chain]:
        """The imports of a module against the order, one edge each."""
        layer = self._ranked(module)
        if not layer:
            return []
        found = [chain for edge in self._edges(module) if (chain := self._chain(edge, layer)) is not None]
        return [each for each in found if len(each.edges) == 1]

    def tolerated(self, module: Module) -> set[Module]:
        """The modules above its layer that a module reaches without a word said: their names say too much."""
        layer = self._ranked(module)
        edges = self._edges(module) if layer else []
        against = (chain for edge in edges for chain in self._chains(edge, layer, evident=False))
        told = (chain for edge in edges for chain in self._chains(edge, layer))
        return _ends(against) - _ends(told)

    @remembered
    def detours(self) -> dict[Module, list[Detour]]:
        """The imports against the order through modules without a layer, by the module where a chain begins.

        However many modules reach a layer above by the same last import, one chain tells of it: the shortest.
        """
        by_end: dict[tuple[str, str], list[Chain]] = {}
        for module in self._project.modules.values():
            for chain in self._indirect(module):
                last = chain.edges[-1]
                by_end.setdefault((last.module.path, last.dotted), []).append(chain)
        found: dict[Module, list[Detour]] = {}
        for chains in by_end.values():
            shortest = min(chains, key=lambda each: (len(each.edges), each.edges[0].place))
            starts = {each.edges[0].module for each in chains}
            found.setdefault(shortest.edges[0].module, []).append(Detour(shortest, len(starts) - 1))
        return found

    @remembered_between_runs
    def _indirect(self, module: Module) -> Iterable[Chain]:
        """The ways from a module to layers above that take more than one import."""
        layer = self._ranked(module)
        found = (self._chain(edge, layer) for edge in (self._edges(module) if layer else ()))
        return (each for each in found if each is not None and len(each.edges) > 1)

    def _ranked(self, module: Module) -> str:
        """The layer of a module that may not import some others; "" for all that may."""
        name = self._name(module)
        return name if name in (self._configured or ABOVE) and name not in _SHARED else ""

    def _name(self, module: Module) -> str:
        told = self._project.layers.of(module)
        return "" if told is None else told.name

    def _chain(self, first: ImportEdge, layer: str) -> Chain | None:
        """The shortest way from an import to a layer above; indirect ones only where they end in routes or the app."""
        return next(self._chains(first, layer), None)

    def _chains(self, first: ImportEdge, layer: str, *, evident: bool = True) -> Iterator[Chain]:
        """The ways from an import to layers above, the shortest first; `evident` leaves out those whose ends may not be
        what they are called.
        """
        pending: deque[tuple[ImportEdge, ...]] = deque([(first,)])
        seen: set[Module] = {first.module}
        while pending:
            edges = pending.popleft()
            target = edges[-1].target
            if target is None or target in seen or self.is_shared(edges[-1]):
                continue
            seen.add(target)
            other = self._name(target)
            if self.is_above(layer, other) and (not evident or self._is_evident(edges, target, other)):
                yield Chain(edges, layer, other)
            elif not other and len(edges) <= _HOPS:
                pending.extend((*edges, edge) for edge in self._edges(target) if not edge.is_lazy)

    def _is_evident(self, edges: tuple[ImportEdge, ...], target: Module, layer: str) -> bool:
        """Whether both ends do what their layers' names say: a folder `middlewares` may hold a context variable."""
        layers = self._project.layers
        if self._configured:
            return True
        told = layers.of(target)
        kinds = {each.kind for each in told.evidence} if told is not None else set()
        if len(edges) > 1:
            begins = not layers.only_behaves(edges[0].module)
            return begins and layer in ("router", "composition") and "content" in kinds
        if layer in ("dependency", "middleware", "router"):
            return "content" in kinds or bool(self._project.imports.http(target))
        if layer in ("service", "repository") and layers.only_behaves(edges[0].module):
            return False  # what only queries may be a helper of services
        if layer == "service":
            return "behaviour" not in kinds and target in self._project.persistence.services
        return layer != "script" or "folder" in kinds

    def _edges(self, module: Module) -> list[ImportEdge]:
        """The imports that count: those needed at run time and, by option, those for annotations."""
        found = [edge for edge in self._project.imports.of(module) if edge.target not in (None, module)]
        if self._project.config.options.type_checking_imports:
            return found
        return [edge for edge in found if self._project.imports.is_used_at_runtime(edge)]

    def is_shared(self, edge: ImportEdge) -> bool:
        """Whether what is imported belongs to no layer, wherever it stands: a schema, an error, an enum, a task."""
        layers = self._project.layers
        match self._project.inference.lookups.imported(edge.said, edge.module):
            case ClassRef(cls=cls):
                if layers.contents.role(cls) in ("schema", "settings"):
                    return True
                bases = self._project.mro(cls)
                return any(isinstance(each, str) and each.startswith(("builtins.", "enum.")) for each in bases)
            case FunctionRef(function=function):
                return layers.contents.is_task(function)
            case _:
                return False

    def passed(self, edge: ImportEdge) -> LayerSettings | None:
        """The closed layer that an import passes; None where it passes none. Only configured layers are closed."""
        if edge.target is None:
            return None
        return self.between(self._name(edge.module), self._name(edge.target))

    def between(self, layer: str, other: str) -> LayerSettings | None:
        """The closed layer between a layer and one below it; None where there is none."""
        own, below = self._configured.get(layer), self._configured.get(other)
        if own is None or below is None:
            return None
        for each in self._project.config.layers[own + 1 : below]:
            if each.closed is True or (each.closed and other in each.closed):
                return each
        return None


def _ends(chains: Iterable[Chain]) -> set[Module]:
    """The modules that chains reach."""
    ends = (chain.edges[-1].target for chain in chains)
    return {each for each in ends if each is not None}
