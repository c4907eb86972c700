from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Class, Project
from archlint.project.schemas import traffic


@check("schemas/schema-shared-by-request-and-response", on=Class)
def schema_shared_by_request_and_response(cls: Class, project: Project) -> Findings:
    """A model that clients send as a body and are answered with; those that share both places are found once."""
    shared = project.schemas.sharing.of(cls)
    if shared is None:
        return
    more = f" (and {len(shared.others)} more)" if shared.others else ""
    yield Finding(
        cls.place,
        f"`{cls.name}`{more} is what `{traffic.shown(shared.body.route)}` takes and what "
        f"`{traffic.shown(shared.answer.route)}` answers with: a field added for one side opens on the other; "
        "give each side a model of its own",
        notes=(
            traffic.sends(shared.body),
            traffic.answers(shared.answer),
            *(Note(each.place, f"`{each.name}` too") for each in shared.others),
        ),
        symbol=cls.symbol,
    )
