from __future__ import annotations

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Project, Route
from archlint.project.inference.type_shapes import spelled_type


@check("routing/untyped-response-model", on=Route)
def untyped_response_model(route: Route, project: Project) -> Findings:
    """A response model that promises nothing: a bare dict or list, object, Any, or a function."""
    if route.handler is None:
        return
    declared = route.option("response_model")
    models = project.web.answer_models
    if declared is not None:
        if models.untyped(declared.value, declared.scope, any_counts=True):
            yield _finding(route, declared.value, f"`response_model={spelled_type(declared.value)}`")
        return
    returns = route.handler.facts.returns
    if returns is None or route is not project.routes_of(route.handler)[0] or models.needs_none(route):
        return
    if models.untyped(returns, project.inference.around(route.handler), any_counts=False):
        yield _finding(route, returns, f"the return type `{spelled_type(returns)}`")


def _finding(route: Route, model: facts.Expr, said: str) -> Finding:
    handler = route.handler
    assert handler is not None
    return Finding(
        route.module.place(model),
        f"{said} of `{handler.name}` lets everything through, so the answer is neither checked nor documented; "
        "declare a model with the fields of the answer",
        symbol=handler.symbol,
        target=spelled_type(model),
    )
