"""errors/forbidden-leaks-existence."""

from __future__ import annotations

import json

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Edit, Finding, Fix, Note, Safety, Span
from archlint.project import Function, Project
from archlint.project.errors.existence.existence import Leak


@check("errors/forbidden-leaks-existence", on=Function)
def forbidden_leaks_existence(function: Function, project: Project) -> Findings:
    """Something that was looked up and is somebody else's, refused with 403."""
    for leak in project.errors.existence.leaks(function):
        yield Finding(
            function.module.place(leak.stmt),
            f"`{function.name}` answers 403 where `{leak.what}` is somebody else, so whoever tries out ids learns "
            "which ones exist; answer 404, as where there is none",
            notes=(Note(leak.looked_up, "looked up here"), Note(leak.test, "compared here with who asks")),
            fix=_not_found(leak, function, project),
            symbol=function.symbol,
            target=leak.what,
        )


def _not_found(leak: Leak, function: Function, project: Project) -> Fix | None:
    """404 in the place of 403, and the words of the answer where nothing is; None where these cannot be made alike."""
    answer, missing = leak.answer, leak.missing
    if answer is None or answer.scope is not function or missing is None:
        return None
    edit = project.repairs.statuses.replaced(answer.status_expr, 403, 404, function.module)
    if edit is None:
        return None
    edits = [edit]
    match answer.content, missing.content:
        case None, None:
            pass
        case facts.String(value=old) as words, facts.String(value=new):
            if old != new:
                said = json.dumps(new, ensure_ascii=False)
                edits.append(Edit(function.module.path, Span(words.start, words.end), said))
        case _:
            return None
    return Fix(Safety.UNSAFE, "answer 404", tuple(edits))
