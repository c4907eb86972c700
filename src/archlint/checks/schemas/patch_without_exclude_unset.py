from __future__ import annotations

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Edit, Finding, Fix, Note, Safety, Span
from archlint.project import Function, Project
from archlint.project.schemas import traffic
from archlint.project.schemas.dumps import Dump


@check("schemas/patch-without-exclude-unset", on=Function)
def patch_without_exclude_unset(function: Function, project: Project) -> Findings:
    """The body of a PATCH dumped whole and written: what the client left out goes back to its default."""
    for each in project.schemas.patches.overwriting(function):
        body = each.write.body
        yield Finding(
            function.module.place(each.dump.expr),
            f"the body of `{traffic.shown(body.route)}` is written with what its client left out: "
            f"`{body.cls.name}.{each.optional[0].name}` goes back to its default; dump it with `exclude_unset=True`",
            notes=(*each.write.hops, Note(each.write.place, "and it is written here")),
            fix=_excluding(each.dump, function),
            symbol=function.symbol,
            target=body.cls.symbol,
        )


def _excluding(dump: Dump, function: Function) -> Fix | None:
    """`exclude_unset=True` for the call that dumps; `dict(body)` and `vars(body)` know no such thing."""
    call = dump.expr
    if not isinstance(call, facts.Call) or any(each.name == "exclude_unset" for each in call.keywords):
        return None
    if isinstance(call.func, facts.Name) and call.func.id in ("dict", "vars"):
        return None
    given = (*call.args, *call.keywords)
    at = max((each.end for each in given), default=call.end - 1)
    if at != call.end - 1:  # a comma or a comment stands behind the last argument
        return None
    edit = Edit(function.module.path, Span(at, at), f"{', ' if given else ''}exclude_unset=True")
    return Fix(Safety.UNSAFE, "dump only what the client sent", (edit,))
