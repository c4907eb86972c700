from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.pragmas import Suppression
from archlint.project import Project


@check("suppressions/malformed-suppression", on=Suppression)
def malformed_suppression(suppression: Suppression, _project: Project) -> Findings:
    """A comment for archlint that cannot be read, or names a rule that does not exist."""
    for reason in (suppression.error, *suppression.unknown):
        if reason:
            yield Finding(suppression.place, f"the comment silences nothing: {reason}", target=reason)
