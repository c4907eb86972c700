"""errors/authentication-not-401."""

from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Function, Project


@check("errors/authentication-not-401", on=Function)
def authentication_not_401(function: Function, project: Project) -> Findings:
    """A dependency that answers a bad token or a deleted user with another status, or tells the two apart."""
    refusals = project.errors.authentication.refusals(function)
    wrong = [each for each in refusals if each.status != 401]
    told = {each.why: each.detail for each in refusals if each.detail is not None}
    if wrong:
        first = wrong[0]
        yield Finding(
            first.place,
            f"`{function.qualname}` answers {first.why} with {first.status}, so clients do not know that they have to "
            "log in again; answer 401 to whoever is not known, whatever the reason",
            notes=tuple(Note(each.place, f"and {each.why} with {each.status}") for each in wrong[1:]),
            symbol=function.symbol,
        )
    elif len(told) > 1 and len(set(told.values())) > 1:
        first = next(each for each in refusals if each.why == "a user who is not found" and each.detail is not None)
        yield Finding(
            first.place,
            f'`{function.qualname}` says "{first.detail}" to {first.why} and other words to a bad token, so whoever '
            "holds a token learns which accounts there are; answer both with the same words",
            notes=tuple(
                Note(each.place, f"a bad token is told so: {each.detail}")
                for each in refusals
                if each.why == "a bad token"
            ),
            symbol=function.symbol,
        )
