"""What a change did beside its new findings, a line each."""

from __future__ import annotations

from collections.abc import Iterator

from archlint.findings import Changes
from archlint.report.escape import visible, visible_path

_LISTED = 20
"""How many findings that are gone are named in a report for people."""
_SHORT = 10
"""How much of a commit's name tells it from the others."""


def lines(changes: Changes) -> Iterator[str]:
    """For people: what is gone, which comments are new, and what must be known."""
    for finding in changes.gone[:_LISTED]:
        yield f"gone: {visible_path(finding.place.path)}:{finding.place.line}: {finding.rule}"
    if len(changes.gone) > _LISTED:
        yield f"gone: {len(changes.gone) - _LISTED} more"
    for comment in changes.comments:
        at = f"{visible_path(comment.place.path)}:{comment.place.line}"
        yield f"new comment that silences findings: {at}: archlint: {visible(comment.message)}"
    for remark in changes.remarks:
        yield f"note: {visible(remark)}"


def since(changes: Changes) -> str:
    """The end of the sentence that counts the new findings."""
    gone = f", {len(changes.gone)} gone" if changes.gone else ""
    return f" since {commit(changes)}{gone}"


def commit(changes: Changes) -> str:
    """The base in a form to be read."""
    return changes.base[:_SHORT]


def not_shown(changes: Changes) -> str:
    """What `--changed` leaves out."""
    number = changes.elsewhere
    one = "1 new finding stands in a file" if number == 1 else f"{number} new findings stand in files"
    return f"{one} that did not change; leave --changed out to see it." if number else ""
