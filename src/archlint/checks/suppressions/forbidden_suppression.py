from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.pragmas import Suppression
from archlint.project import Project


@check("suppressions/forbidden-suppression", on=Suppression)
def forbidden_suppression(suppression: Suppression, _project: Project) -> Findings:
    """A comment that silences a rule which the project lets no comment silence."""
    for word in suppression.forbidden:
        message = (
            f"`{word}` is in `never-suppress`, so the comment silences nothing; "
            f"repair what it hides, and take `{word}` out of the comment"
        )
        yield Finding(suppression.place, message, target=word)
