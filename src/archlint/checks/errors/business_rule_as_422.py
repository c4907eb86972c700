"""errors/business-rule-as-422."""

from __future__ import annotations

from collections.abc import Iterator

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Edit, Finding, Fix, Note, Safety, Span
from archlint.project import Module, Project
from archlint.project.errors.unprocessable import Refusal

NAMES = {
    "HTTP_422_UNPROCESSABLE_ENTITY": "HTTP_400_BAD_REQUEST",
    "HTTP_422_UNPROCESSABLE_CONTENT": "HTTP_400_BAD_REQUEST",
    "UNPROCESSABLE_ENTITY": "BAD_REQUEST",
    "UNPROCESSABLE_CONTENT": "BAD_REQUEST",
}


@check("errors/business-rule-as-422", on=Module)
def business_rule_as_422(module: Module, project: Project) -> Findings:
    """A status of 422 for a request that has the right shape and is refused for what it means."""
    for symbol, refusal in _refusals(module, project):
        yield Finding(
            refusal.place,
            f"422 says that a request has the wrong shape, and answers {refusal.what} here, so clients look for a "
            "typing mistake; answer 400, 404 or 409",
            notes=() if refusal.because is None else (Note(refusal.because, "decided here"),),
            fix=_bad_request(refusal, module),
            symbol=symbol,
        )


def _refusals(module: Module, project: Project) -> Iterator[tuple[str, Refusal]]:
    found = project.errors.unprocessable
    for function in module.all_functions:
        yield from ((function.symbol, each) for each in found.in_function(function))
    for each in (*found.by_handlers(module), *found.by_classes(module)):
        yield module.name, each


def _bad_request(refusal: Refusal, module: Module) -> Fix | None:
    """400 in the place of 422."""
    said = refusal.status
    match said:
        case facts.Constant(text="422"):
            edit = Edit(module.path, Span(said.start, said.end), "400", "422")
        case facts.Attribute(attr=attr) if attr in NAMES:
            edit = Edit(module.path, Span(said.end - len(attr), said.end), NAMES[attr], attr)
        case _:
            return None
    return Fix(Safety.UNSAFE, "answer 400", (edit,))
