from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Function, Module, Project
from archlint.project.inference.type_shapes import spelled_type
from archlint.project.web.returned import Built


@check("routing/raw-json-response", on=Function)
def raw_json_response(function: Function, project: Project) -> Findings:
    """A handler that declares a model and answers with JSON that it builds past it."""
    declared = [project.web.answer_models.declared(each) for each in project.routes_of(function)]
    models = [each for each in declared if each is not None]
    if not models or len(models) < len(declared) or function.facts.is_generator:
        return
    found = [
        (returned.value, built)
        for returned in project.web.returned.of(function)
        if returned.gives == "response"
        for built in project.web.returned.built(returned.value, function)
        if built.status in (200, 201, 202) and project.web.contents.is_raw_json(built)
    ]
    if not found:
        return
    at, first = found[0]
    others = {each.start: each for each, _ in found if each is not at}
    notes = [] if first.scope is function else [Note(_module(first).place(first.call), "which is made here")]
    yield Finding(
        function.module.place(at),
        f"`{function.name}` declares the model `{spelled_type(models[0].value)}` but answers with a `{first.name}`, "
        "past that model, so nothing checks or filters what is sent; return the content itself",
        notes=(*notes, *(Note(function.module.place(each), "and here") for each in others.values())),
        symbol=function.symbol,
        target=first.name,
    )


def _module(built: Built) -> Module:
    return built.scope if isinstance(built.scope, Module) else built.scope.module
