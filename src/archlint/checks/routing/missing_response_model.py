from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Edit, Finding, Fix, Safety, Span
from archlint.project import Function, Project, Route
from archlint.project.inference.type_shapes import spelled_type


@check("routing/missing-response-model", on=Route)
def missing_response_model(route: Route, project: Project) -> Findings:
    """A route whose answer has no model; a handler of several routes is found once."""
    handler = route.handler
    if handler is None or route is not next(
        (each for each in project.routes_of(handler) if _lacks(each, project)), None
    ):
        return
    in_decorator = project.config.options.response_model == "decorator"
    wanted = {
        "decorator": "pass `response_model=` to the decorator",
        "annotation": "annotate what it returns",
        "either": "annotate what it returns or pass `response_model=`",
    }[project.config.options.response_model]
    yield Finding(
        handler.place,
        f"`{handler.name}` declares no model of its answer, so nothing checks, filters or documents what it sends; "
        f"{wanted}",
        fix=_in_decorators(handler, project) if in_decorator else _annotated(handler, project),
        symbol=handler.symbol,
    )


def _lacks(route: Route, project: Project) -> bool:
    if route.handler is None:
        return False
    in_decorator = route.response_model is not None
    in_annotation = route.handler.facts.returns is not None
    match project.config.options.response_model:
        case "decorator":
            has_model = in_decorator
        case "annotation":
            has_model = in_annotation
        case _:
            has_model = in_decorator or in_annotation
    return not has_model and not project.web.answer_models.needs_none(route)


def _annotated(handler: Function, project: Project) -> Fix | None:
    """The handler annotated with the type that all its returns have."""
    model = project.repairs.answer_types.of(handler)
    if model is None or handler.facts.returns is not None:
        return None
    colon = handler.facts.header_end - 1
    edit = Edit(handler.module.path, Span(colon, colon + 1), f" -> {model}:", ":")
    return Fix(Safety.UNSAFE, f"annotate that `{handler.name}` returns `{model}`", (edit,))


def _in_decorators(handler: Function, project: Project) -> Fix | None:
    """The annotation of the handler repeated in all its declarations."""
    returns = handler.facts.returns
    model = None if returns is None else spelled_type(returns)
    routes = [each for each in project.routes_of(handler) if _lacks(each, project)]
    if model is None or "..." in model or not all(each.is_decorated and each.declaration.args for each in routes):
        return None
    ends = (max(each.end for each in (*route.declaration.args, *route.declaration.keywords)) for route in routes)
    edits = tuple(Edit(handler.module.path, Span(end, end), f", response_model={model}") for end in ends)
    return Fix(Safety.UNSAFE, f"declare `{model}` as the response model of `{handler.name}`", edits)
