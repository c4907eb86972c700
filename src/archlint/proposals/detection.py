"""The layers of a project as settings that leave every module where it was told to be."""

from __future__ import annotations

from collections import Counter

from archlint.project import Module, Project
from archlint.proposals.patterns import patterns, single
from archlint.proposals.settings import Proposal, ProposedLayer

RANKED = ("router", "service", "repository", "model")
"""The layers that have an order, top to bottom; the others are shared, or entry points."""
_CLOSED = {"service": "repository"}


def detected(project: Project) -> Proposal:
    """What the code says."""
    modules = [each for each in project.modules.values() if not each.is_test]
    placed = {each.path: project.layers.name_of(each) for each in modules}
    neutral = {path for path, layer in placed.items() if not layer and path.rpartition("/")[2] == "__init__.py"}
    names = {name for name in RANKED if name in placed.values()}
    layers = []
    for name in (each for each in RANKED if each in names):
        wanted = {path for path, layer in placed.items() if layer == name}
        below = _CLOSED.get(name, "")
        layers.append(
            ProposedLayer(
                name,
                patterns(wanted, placed.keys() - wanted - neutral),
                len(wanted),
                (below,) if below in names else (),
                Counter(_sentence(each, project) for each in modules if each.path in wanted),
            )
        )
    roots = sorted(path for path, layer in placed.items() if layer == "composition")
    unplaced = tuple(sorted(path for path, layer in placed.items() if not layer and path not in neutral))
    return Proposal(tuple(layers), tuple(single(each) for each in roots), unplaced)


def _sentence(module: Module, project: Project) -> str:
    """What decided on the layer of a module."""
    layer = project.layers.of(module)
    return layer.evidence[0].sentence if layer is not None and layer.evidence else ""
