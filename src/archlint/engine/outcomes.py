"""What is told of a project once it is read and linked."""

from __future__ import annotations

from archlint.engine import sharing
from archlint.engine.judging import by_place
from archlint.engine.linking import Linked
from archlint.engine.preparing import Prepared
from archlint.engine.reckoning import reckon, stale_entries
from archlint.engine.selection import Selection
from archlint.findings import Finding, Outcome
from archlint.suppressions import with_comments

UNUSED = "suppressions/unused-suppression"


def outcome(project: Prepared, linked: Linked) -> Outcome:
    """What a report says about a project."""
    workspace, selection, gathered = project.workspace, project.selection, linked.gathered
    debt = reckon(linked, project.baseline, found(linked, selection))
    stale = linked.judge.stale_entries(stale_entries(debt, workspace))
    findings = [each.finding for each in debt.match.new if workspace.shows(each.finding.place.path)]
    if reason := project.gathering.request.silence:
        findings = with_comments(findings, linked.project.modules, reason, selection.never_suppressed)
    findings += [each for each in stale if not selection.ignored(each.rule, each.place.path)]
    return Outcome(
        tuple(sorted(findings, key=by_place)),
        (*gathered.problems, *linked.judge.problems),
        files=sum(workspace.shows(source.path) for source in gathered.sources),
        read=len(gathered.sources),
        parsed=gathered.parsed,
        known=sum(workspace.shows(each.finding.place.path) for each, _ in debt.match.known),
    )


def found(linked: Linked, selection: Selection) -> list[Finding]:
    """What is found in a project before its baseline is asked, in the order of places."""
    found = sorted(_judged(linked), key=by_place)
    return [finding for finding in found if not selection.ignored(finding.rule, finding.place.path)]


def _judged(linked: Linked) -> list[Finding]:
    """What the selected rules find and no comment silences.

    Whether a comment is of use is told with the rules that it names, selected or not.
    """
    judge, ledger = linked.judge, linked.ledger
    selected = judge.selection.severities
    also = ledger.rules_named() if UNUSED in selected else frozenset()
    run = [*selected, *sorted(also - selected.keys())]
    found = [finding for finding in sharing.findings(linked, run) if not ledger.silences(finding)]
    found = [finding for finding in found if finding.rule in selected]
    return found + judge.suppressions(ledger.suppressions(run.__contains__))
