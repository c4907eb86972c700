"""From a request to outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archlint import trail
from archlint.config import Workspace
from archlint.engine import sharing
from archlint.engine.debts import Debt, reckon, stale_entries
from archlint.engine.judging import by_place
from archlint.engine.linking import Linked
from archlint.engine.preparing import Prepared, prepared
from archlint.engine.request import Request
from archlint.engine.selection import Selection
from archlint.findings import Finding, Outcome
from archlint.suppressions import with_comments

UNUSED = "suppressions/unused-suppression"


def run(request: Request) -> tuple[tuple[Path, Outcome], ...]:
    """Judge every project; each outcome comes with the root that its paths are relative to.

    Raises ConfigError when the settings of one cannot be followed: then nothing is judged.
    """
    outcomes = tuple((each.workspace.root, _outcome(each)) for each in prepared(request))
    trail.current().judged = True
    trail.current().files += sum(outcome.read for _, outcome in outcomes)
    return outcomes


def debts(request: Request) -> Iterator[tuple[Workspace, Debt]]:
    """What every project's baseline knows of its findings; raises ConfigError as above."""
    for each in prepared(request):
        linked = each.linked()
        yield each.workspace, reckon(linked, each.baseline, found(linked, each.selection))


def _outcome(project: Prepared) -> Outcome:
    workspace, selection, linked = project.workspace, project.selection, project.linked()
    gathered = linked.gathered
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
