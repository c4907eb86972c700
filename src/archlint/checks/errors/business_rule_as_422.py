"""errors/business-rule-as-422."""

from __future__ import annotations

from collections.abc import Iterator

from archlint.checks import Findings, check
from archlint.findings import Finding, Fix, Note, Safety
from archlint.project import Module, Project
from archlint.project.errors.unprocessable import Refusal


@check("errors/business-rule-as-422", on=Module)
def business_rule_as_422(module: Module, project: Project) -> Findings:
    """A status of 422 for a request that has the right shape and is refused for what it means."""
    for symbol, refusal in _refusals(module, project):
        yield Finding(
            refusal.place,
            f"422 says that a request has the wrong shape, and answers {refusal.what} here, so clients look for a "
            "typing mistake; answer 400, 404 or 409",
            notes=() if refusal.because is None else (Note(refusal.because, "decided here"),),
            fix=_bad_request(refusal, module, project),
            symbol=symbol,
        )


def _refusals(module: Module, project: Project) -> Iterator[tuple[str, Refusal]]:
    found = project.errors.unprocessable
    for function in module.all_functions:
        yield from ((function.symbol, each) for each in found.in_function(function))
    for each in (*found.by_handlers(module), *found.by_classes(module)):
        yield module.name, each


def _bad_request(refusal: Refusal, module: Module, project: Project) -> Fix | None:
    """400 in the place of 422."""
    edit = project.repairs.statuses.replaced(refusal.status, 422, 400, module)
    return None if edit is None else Fix(Safety.UNSAFE, "answer 400", (edit,))
