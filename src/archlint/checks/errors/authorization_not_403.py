"""errors/authorization-not-403."""

from __future__ import annotations

import re
from functools import lru_cache

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Finding, Fix, Note, Safety
from archlint.project import Function, Project
from archlint.project.code.expressions import is_none, walk, words

RIGHTS = re.compile(
    r"(?:^|_)(?:admin|admins|administrator|owner|permission|permissions|permitted|privilege|privileges|role|roles|scopes"
    r"|staff|superadmin|superuser)(?:_|$)",
    re.IGNORECASE,
)
"""Names of what somebody who is known may do."""
IDENTITY = re.compile(
    r"(?:^|_)(?:active|auth|credentials?|disabled|exp|jwt|password|payload|session|sub|token\w*|type)(?:_|$)",
    re.IGNORECASE,
)
"""Names of what tells who somebody is."""


@check("errors/authorization-not-403", on=Function)
def authorization_not_403(function: Function, project: Project) -> Findings:
    """A condition over roles or permissions that is answered with 401."""
    flow = project.flow(function)
    if not flow.raised or not any(map(_asks_for_rights, flow.tests)):
        return
    situations = project.errors.situations.of(function)
    for index, each in enumerate(situations):
        if not isinstance(each.stmt, facts.Raise) or not each.tests or each.stmt.exc is None:
            continue
        test = each.tests[-1].expr
        if each.handlers and each.handlers[-1].start > test.start:
            continue
        if not _asks_for_rights(test) or project.errors.mapped.raised(each.stmt, function) != 401:
            continue
        later = (other.stmt for other in situations[index + 1 :] if isinstance(other.stmt, facts.Raise))
        if any(project.errors.mapped.raised(stmt, function) == 401 for stmt in later):  # who asks is not known yet
            continue
        yield Finding(
            function.module.place(each.stmt),
            f"`{function.name}` answers 401 to somebody who is known and lacks a right, so clients send them to log in "
            "again, which changes nothing; answer 403",
            notes=(Note(function.module.place(test), "asked for here"),),
            fix=_forbidden(each.stmt, function, project),
            symbol=function.symbol,
        )


def _asks_for_rights(test: facts.Expr) -> bool:
    said = list(words(test))
    if not any(map(_speaks_of_rights, said)):
        return False
    if any(map(is_none, walk(test))) or any(map(IDENTITY.search, said)):
        return False
    if isinstance(test, facts.Operator) and {"or", "and"} & set(test.ops):
        return not any(map(_is_bare, test.operands))
    return True


@lru_cache(maxsize=1 << 14)
def _speaks_of_rights(word: str) -> bool:
    return RIGHTS.search(word) is not None


def _is_bare(expr: facts.Expr) -> bool:
    """Whether part of a condition asks for an object at all, as in `not user or not user.is_admin`."""
    inner = expr.operands[0] if isinstance(expr, facts.Operator) and expr.ops == ("not",) else expr
    return isinstance(inner, facts.Name)


def _forbidden(stmt: facts.Raise, function: Function, project: Project) -> Fix | None:
    """403 in the place of 401."""
    answer = project.errors.answers.raised(stmt, function)
    if answer is None or answer.call is not stmt.exc:
        return None
    edit = project.repairs.statuses.replaced(answer.status_expr, 401, 403, function.module)
    return None if edit is None else Fix(Safety.UNSAFE, "answer 403", (edit,))
