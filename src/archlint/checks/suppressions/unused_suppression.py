from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.pragmas import Suppression
from archlint.project import Project


@check("suppressions/unused-suppression", on=Suppression)
def unused_suppression(suppression: Suppression, _project: Project) -> Findings:
    """A comment that silences a rule where the rule finds nothing."""
    for word in suppression.unused:
        message = (
            f"`{word}` finds nothing here, so the comment would hide its next finding unseen; "
            f"take `{word}` out of the comment"
        )
        yield Finding(suppression.place, message, target=word)
