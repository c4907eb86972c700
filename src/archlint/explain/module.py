"""A module: its layer and why, what is in it, whom it knows and who knows it, and what could not be told."""

from __future__ import annotations

from collections.abc import Iterator

from archlint.explain.shape import (
    DefinitionShape,
    EvidenceShape,
    FolderShape,
    LayerShape,
    MemberShape,
    ModuleShape,
    RelationShape,
    VerdictShape,
)
from archlint.explain.unresolved import unresolved
from archlint.explain.viewing import Viewing
from archlint.project import Class, Function, Module
from archlint.project.layers.evidence import Evidence

_ENTRIES = ("dependency", "middleware", "router", "script", "task")
"""The layers that reach repositories through services."""


def module_shape(module: Module, target: str, viewing: Viewing) -> ModuleShape:
    """Everything about one file."""
    project = viewing.study.project
    found = (each.finding for each in viewing.study.verdicts if each.is_open)
    return ModuleShape(
        version=1,
        kind="module",
        target=target,
        path=viewing.path(module.path),
        module=module.name,
        layer=_layer(module, viewing),
        signals=[_evidence(each, viewing) for each in project.layers.signals(module)],
        definitions=list(_definitions(module, viewing)),
        may_import=list(_may_import(module, viewing)),
        imports=list(_imports(module, viewing)),
        imported_by=list(_imported_by(module, viewing)),
        unresolved=list(unresolved(module, viewing)),
        findings=[viewing.passing(each) for each in found if each.place.path == module.path],
    )


def folder_shape(folder: str, target: str, viewing: Viewing) -> FolderShape:
    """The layers of the files below a folder, given from the project's root; "" is the root itself."""
    layers = viewing.study.project.layers
    members = []
    for path, module in viewing.study.project.modules.items():
        if not folder or path.startswith(f"{folder}/"):
            told = layers.of(module)
            name, reason = ("", "nothing unambiguous tells") if told is None else (told.name, told.evidence[0].sentence)
            members.append(MemberShape(path=viewing.path(path), layer=name, reason=reason))
    return FolderShape(version=1, kind="folder", target=target, modules=members)


def _layer(module: Module, viewing: Viewing) -> LayerShape | None:
    told = viewing.study.project.layers.of(module)
    if told is None:
        return None
    return LayerShape(name=told.name, role=told.role, evidence=[_evidence(each, viewing) for each in told.evidence])


def _evidence(said: Evidence, viewing: Viewing) -> EvidenceShape:
    place = None if said.place is None else viewing.place(said.place)
    return EvidenceShape(layer=said.layer, kind=said.kind, sentence=said.sentence, place=place)


def _definitions(module: Module, viewing: Viewing) -> Iterator[DefinitionShape]:
    """The classes and the functions of a file that are no methods of classes without a part of their own."""
    layers = viewing.study.project.layers
    for cls in module.all_classes:
        if not cls.facts.scope:
            yield _definition(cls, layers.of_class(cls), [], viewing)
    for function in module.all_functions:
        part = viewing.study.project.web_side(function)
        if function.facts.scope and part is None:
            continue
        yield _definition(function, part or layers.of_function(function), routes_of(function, viewing), viewing)


def _definition(of: Class | Function, role: str, routes: list[str], viewing: Viewing) -> DefinitionShape:
    kind = "class" if isinstance(of, Class) else "function"
    return DefinitionShape(
        symbol=of.symbol, kind="class" if kind == "class" else "function", role=role, routes=routes,
        place=viewing.place(of.place),
    )  # fmt: skip


def routes_of(function: Function, viewing: Viewing) -> list[str]:
    """The routes that a function handles, as `GET /users/{id}`; "?" stands for the prefixes that are not told."""
    told = []
    project = viewing.study.project
    for route in project.routes_of(function):
        methods = "WEBSOCKET" if route.is_websocket else ", ".join(route.methods) or "?"
        known = route.paths or [f"?{each.path}" for each in project.web.served.of(route)] or ["?"]
        told += [f"{methods} {path}" for path in known]
    return told


def _may_import(module: Module, viewing: Viewing) -> Iterator[VerdictShape]:
    """What the order of layers says about each layer that the project has."""
    project = viewing.study.project
    own = project.layers.of(module)
    if own is None or module.is_test:
        return
    present = {told.name for each in project.modules.values() if (told := project.layers.of(each)) is not None}
    for other in sorted(present - {"test", own.name}):
        closed = project.order.between(own.name, other)
        if project.order.is_above(own.name, other):
            yield VerdictShape(layer=other, allowed=False, reason=f"`{other}` stands above `{own.name}`")
        elif closed is not None:
            yield VerdictShape(layer=other, allowed=False, reason=f"`{closed.name}` between them is closed")
        elif own.role in _ENTRIES and other == "repository" and project.layers.has("service"):
            reason = "for names and types; its calls belong to services"
            yield VerdictShape(layer=other, allowed=True, reason=reason)
        else:
            yield VerdictShape(layer=other, allowed=True, reason="")


def _imports(module: Module, viewing: Viewing) -> Iterator[RelationShape]:
    """The modules of the project that a file imports, each once."""
    imports = viewing.study.project.imports
    seen: set[Module] = {module}
    for edge in imports.of(module):
        if edge.target is not None and edge.target not in seen:
            seen.add(edge.target)
            yield RelationShape(
                symbol=edge.target.name, how=_layer_of(edge.target, viewing), place=viewing.place(edge.place)
            )


def _imported_by(module: Module, viewing: Viewing) -> Iterator[RelationShape]:
    project = viewing.study.project
    for other in project.modules.values():
        edges = [] if other is module else project.imports.between(other, module)
        if edges:
            yield RelationShape(symbol=other.name, how=_layer_of(other, viewing), place=viewing.place(edges[0].place))


def _layer_of(module: Module, viewing: Viewing) -> str:
    told = viewing.study.project.layers.of(module)
    return "" if told is None else told.name
