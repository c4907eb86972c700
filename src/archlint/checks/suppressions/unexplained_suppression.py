from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.pragmas import Suppression
from archlint.project import Project


@check("suppressions/unexplained-suppression", on=Suppression)
def unexplained_suppression(suppression: Suppression, _project: Project) -> Findings:
    """A comment that silences a rule and does not say why."""
    if not suppression.error and not suppression.reason:
        message = (
            "the comment does not say why, so nobody can tell when it may go; "
            'add `reason="…"` after the names of the rules'
        )
        yield Finding(suppression.place, message)
