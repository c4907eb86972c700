from __future__ import annotations

import builtins

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Edit, Finding, Fix, Safety, Span
from archlint.project import Function, Module, Project
from archlint.project.code.expressions import argument
from archlint.project.code.statements import statements
from archlint.project.errors.clauses import Error
from archlint.project.errors.raises import Hop, Raised
from archlint.project.schemas.validators import Validator

BUILTIN = "builtins."
TAKEN = (ValueError, AssertionError, NotImplementedError, StopIteration, StopAsyncIteration)
"""What Pydantic takes for a wrong value, and what no value causes."""


@check("schemas/http-error-in-validator", on=Module)
def http_error_in_validator(module: Module, project: Project) -> Findings:
    """A validator that lets out an error which Pydantic does not turn into a validation error."""
    for validator in project.schemas.validators.of(module):
        if not project.schemas.validators.is_of_schema(validator):
            continue
        function = validator.function
        for error, hop in project.errors.raises.of(function).items():
            if not project.errors.clauses.is_http(error) and not _leaves(error, hop, validator, project):
                continue
            name = error.rpartition(".")[2] if isinstance(error, str) else error.name
            by = "raises" if isinstance(hop, Raised) else "lets out"
            yield Finding(
                function.module.place(hop.stmt) if isinstance(hop, Raised) else hop.place,
                f"the validator `{function.name}` {by} `{name}`, {_follows(error, project)}; raise `ValueError` "
                "and let Pydantic tell the client which field is wrong",
                notes=() if isinstance(hop, Raised) else project.errors.raises.chain(function, error)[1:],
                fix=_value_error(error, validator, project) if isinstance(hop, Raised) else None,
                symbol=function.symbol,
                target=name,
            )


def _leaves(error: Error, hop: Hop, validator: Validator, project: Project) -> bool:
    """Whether an error that knows nothing of HTTP passes Pydantic by, in a model that clients send.

    Of a builtin one that something called raises, it cannot be told whether the value causes it.
    """
    owner = validator.function.owner
    if owner is None or owner not in project.schemas.traffic.brought:
        return False
    if isinstance(error, str) and not isinstance(hop, Raised):
        return False
    bases = [error] if isinstance(error, str) else [each for each in project.mro(error) if isinstance(each, str)]
    classes = [getattr(builtins, each.removeprefix(BUILTIN), None) for each in bases]
    taken = (*TAKEN, TypeError) if validator.kind.startswith("v1") else TAKEN
    return bool(classes) and all(isinstance(each, type) and not issubclass(each, taken) for each in classes)


def _follows(error: Error, project: Project) -> str:
    if project.errors.clauses.is_http(error):
        return "which leaves at once: the other fields go unchecked, and code without a request gets an HTTP error"
    return "which is no wrong value to Pydantic: it leaves at once, past the other fields, as a 500 unless handled"


def _value_error(error: Error, validator: Validator, project: Project) -> Fix | None:
    """Every raise of the error in a validator made a ValueError; None where one of them cannot be."""
    function = validator.function
    if not isinstance(error, str) or "ValueError" in project.flow(function.module).bound:
        return None
    edits: list[Edit] = []
    raised = [each.exc for each in statements(function.body) if isinstance(each, facts.Raise) and each.exc is not None]
    for exc in raised:
        if project.errors.clauses.made(exc, function) == error:
            made = _made(exc, error, function)
            if not made:
                return None
            edits += made
    return Fix(Safety.UNSAFE, f"raise `ValueError` from `{function.name}`", tuple(edits)) if edits else None


def _made(exc: facts.Expr, error: str, function: Function) -> list[Edit]:
    """The edits that make a ValueError of an HTTPException with a text, or of a builtin error with one argument."""
    if not isinstance(exc, facts.Call):
        return []
    if error.startswith(BUILTIN):
        plain = len(exc.args) <= 1 and not exc.keywords
        return [_edit(function, exc.func.start, exc.func.end, "ValueError")] if plain else []
    detail = argument(exc, "detail", 1)
    known = all(each.name in ("status_code", "detail") for each in exc.keywords)
    if not known or not isinstance(detail, (facts.String, facts.FString)):
        return []
    return [_edit(function, exc.start, detail.start, "ValueError("), _edit(function, detail.end, exc.end, ")")]


def _edit(function: Function, start: int, end: int, text: str) -> Edit:
    return Edit(function.module.path, Span(start, end), text)
