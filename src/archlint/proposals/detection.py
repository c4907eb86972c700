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
    placed = {each.path: "" if project.layers.only_behaves(each) else project.layers.name_of(each) for each in modules}
    tolerated = {each.path for module in modules for each in project.order.tolerated(module)}
    shared = {path for path in tolerated if placed[path] in RANKED}
    placed |= dict.fromkeys(shared, "shared")
    packages = {each.path for each in modules if each.is_package and (not placed[each.path] or _is_empty(each))}
    neutral = packages - shared
    passing = _passing(project)
    closed = {"service": ("repository",)} if not passing and _stand_before_data(project) else {}
    layers = tuple(
        ProposedLayer(
            name,
            patterns(wanted, placed.keys() - wanted - neutral - shared),
            len(wanted),
            closed.get(name, ()),
            Counter(_sentence(each, project) for each in modules if each.path in wanted),
        )
        for name in RANKED
        if (wanted := {path for path, layer in placed.items() if layer == name} - neutral)
    )
    remarks: tuple[str, ...] = ()
    if passing and _stand_before_data(project):
        remarks = (f"routes import repositories in {passing}; when they no longer do, close the services to that",)
    roots = sorted(path for path, layer in placed.items() if layer == "composition")
    unplaced = tuple(sorted(path for path, layer in placed.items() if not layer and path not in neutral))
    return Proposal(
        layers,
        patterns(shared, placed.keys() - shared - neutral),
        tuple(single(each) for each in roots),
        unplaced,
        remarks,
    )


def _is_empty(module: Module) -> bool:
    """Whether a file imports and defines nothing, as that of many packages."""
    return not (module.facts.imports or module.all_functions or module.all_classes)


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
