from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.pragmas import Suppression
from archlint.project import Project


@check("suppressions/expired-suppression", on=Suppression)
def expired_suppression(suppression: Suppression, _project: Project) -> Findings:
    """A comment whose `until` has passed."""
    if suppression.expired:
        message = (
            f"silence was asked for until {suppression.until}, so the comment holds no longer; "
            "repair what it hid and take it out, or set a new date"
        )
        yield Finding(suppression.place, message)
