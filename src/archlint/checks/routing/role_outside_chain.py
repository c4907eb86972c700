from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Function, Project
from archlint.project.web.principals import called, known_as


@check("routing/role-outside-chain", on=Function)
def role_outside_chain(function: Function, project: Project) -> Findings:
    """A check of a role that no dependency ties to the user."""
    roles = project.web.roles
    if project.is_dependency(function) and roles.is_outside(function):
        assert roles.user is not None
        user = known_as(roles.user)
        yield Finding(
            function.place,
            f"`{known_as(function)}` decides on a role but does not depend on `{user}`, so nothing declares whose role "
            "that is, and no override of the user reaches it; take the user from there",
            notes=(Note(roles.user.place, f"`{user}` tells who asks"),),
            symbol=function.symbol,
        )
    if project.routes_of(function):
        for found in roles.by_hand(function):
            yield Finding(
                function.module.place(found.at),
                f"`{function.name}` checks `{found.what}` by hand, so its declaration does not tell who may call it; "
                f"put that into a dependency that asks for `{called(found.principal)}`",
                symbol=function.symbol,
                target=found.what,
            )
