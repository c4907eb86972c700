"""The layers of a project as settings that leave every module where it was told to be."""

from __future__ import annotations

from collections import Counter

from archlint.project import Module, Project
from archlint.proposals.patterns import patterns, single
from archlint.proposals.settings import Proposal, ProposedLayer

RANKED = ("router", "service", "repository", "model")
"""The layers that have an order, top to bottom; the others are shared, or entry points."""


def detected(project: Project) -> Proposal:
    """What the code says."""
    modules = [each for each in project.modules.values() if not each.is_test]
    placed = {each.path: project.layers.name_of(each) for each in modules}
    neutral = {path for path, layer in placed.items() if not layer and path.rpartition("/")[2] == "__init__.py"}
    passing = _passing(project)
    closed = {"service": ("repository",)} if not passing and _stand_before_data(project) else {}
    layers = tuple(
        ProposedLayer(
            name,
            patterns(wanted, placed.keys() - wanted - neutral),
            len(wanted),
            closed.get(name, ()),
            Counter(_sentence(each, project) for each in modules if each.path in wanted),
        )
        for name in RANKED
        if (wanted := {path for path, layer in placed.items() if layer == name})
    )
    remarks: tuple[str, ...] = ()
    if passing and _stand_before_data(project):
        remarks = (f"routes import repositories in {passing}; when they no longer do, close the services to that",)
    roots = sorted(path for path, layer in placed.items() if layer == "composition")
    unplaced = tuple(sorted(path for path, layer in placed.items() if not layer and path not in neutral))
    return Proposal(layers, tuple(single(each) for each in roots), unplaced, remarks)


def _stand_before_data(project: Project) -> bool:
    """Whether services and repositories are what the routes of the project are to go through."""
    return project.layers.has("service") and project.layers.has("repository")


def _passing(project: Project) -> str:
    """Where routes import repositories past the services: how many files, and one of them; "" for nowhere."""
    found = [
        module.path
        for module in project.layers.in_layer("router")
        if any(
            edge.target is not None
            and project.layers.name_of(edge.target) == "repository"
            and not project.order.is_shared(edge)
            for edge in project.imports.of(module)
        )
    ]
    return f"{len(found)} files, such as {found[0]}" if len(found) > 1 else found[0] if found else ""


def _sentence(module: Module, project: Project) -> str:
    """What decided on the layer of a module."""
    layer = project.layers.of(module)
    return layer.evidence[0].sentence if layer is not None and layer.evidence else ""
