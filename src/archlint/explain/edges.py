"""What leads from one definition to another at a place: a call, a read, an import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archlint.explain.shape import EdgeShape
from archlint.findings import Place
from archlint.project import Function, Module, Project


class Edges:
    """The edges of a project by their places."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[str, dict[Place, list[EdgeShape]]] = {}

    def along(self, places: Sequence[Place]) -> list[EdgeShape | None]:
        """The edge at each of the places; of several the one that leads to where the next place stands."""
        found = [self._at(each) for each in places]
        following = [*found[1:], []]
        return [_leading(edges, after) for edges, after in zip(found, following, strict=True)]

    def _at(self, place: Place) -> list[EdgeShape]:
        module = self._project.modules.get(place.path)
        if module is None:
            return []
        if module.path not in self._known:
            known = self._known[module.path] = {}
            for at, edge in self._of(module):
                known.setdefault(at, []).append(edge)
        return self._known[module.path].get(place, [])

    def _of(self, module: Module) -> Iterator[tuple[Place, EdgeShape]]:
        for function in module.all_functions:
            for edge in self._project.edges(function):
                yield edge.place, EdgeShape(kind=edge.how, source=function.symbol, target=edge.target.symbol)
        scopes: list[Module | Function] = [module, *module.all_functions]
        for scope in scopes:
            source = scope.name if isinstance(scope, Module) else scope.symbol
            for call in self._project.calls_in(scope):
                if call.callee:
                    yield call.place, EdgeShape(kind="calls", source=source, target=call.callee)
        for imported in self._project.imports.of(module):
            if imported.target is not None:
                yield imported.place, EdgeShape(kind="imports", source=module.name, target=imported.target.name)


def connected(edges: Sequence[EdgeShape | None]) -> list[EdgeShape]:
    """The first edges, of which each begins where the one before ends."""
    chain: list[EdgeShape] = []
    for edge in edges:
        if edge is None or (chain and chain[-1]["target"] != edge["source"]):
            break
        chain.append(edge)
    return chain


def _leading(edges: list[EdgeShape], after: list[EdgeShape]) -> EdgeShape | None:
    sources = {each["source"] for each in after}
    return next((each for each in edges if each["target"] in sources), edges[0] if edges else None)
