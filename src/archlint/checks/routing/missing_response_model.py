from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Project, Route


@check("routing/missing-response-model", on=Route)
def missing_response_model(route: Route, project: Project) -> Findings:
    """A route whose answer has no model; a handler of several routes is found once."""
    handler = route.handler
    if handler is None or route is not next(
        (each for each in project.routes_of(handler) if _lacks(each, project)), None
    ):
        return
    wanted = {
        "decorator": "pass `response_model=` to the decorator",
        "annotation": "annotate what it returns",
        "either": "annotate what it returns or pass `response_model=`",
    }[project.config.options.response_model]
    yield Finding(
        handler.place,
        f"`{handler.name}` declares no model of its answer, so nothing checks, filters or documents what it sends; "
        f"{wanted}",
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
