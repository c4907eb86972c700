"""From a request to outcomes."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from archlint import trail
from archlint.catalogue import rules
from archlint.config import Workspace
from archlint.engine.audit import audit
from archlint.engine.gathering import Gathering
from archlint.engine.judging import Judge, by_place
from archlint.engine.linking import link
from archlint.engine.request import Request
from archlint.engine.selection import Selection, select
from archlint.findings import Finding, Outcome
from archlint.suppressions import Ledger

_RECURSION = 10_000
"""Frames: an expression nests up to 280 levels, and its flow takes several frames a level."""
UNUSED = "suppressions/unused-suppression"


def run(request: Request) -> tuple[tuple[Path, Outcome], ...]:
    """Judge every project; each outcome comes with the root that its paths are relative to.

    Raises ConfigError when the settings of one cannot be followed: then nothing is judged.
    """
    deepen()
    selections = [select(each, rules()) for each in request.workspaces]
    for workspace in request.workspaces:
        audit(workspace)
    gathering = Gathering(request)
    outcomes: list[tuple[Path, Outcome]] = []
    for workspace, selection in zip(request.workspaces, selections, strict=True):
        if outcomes and not gc.isenabled():
            gc.collect()  # the project before, whose parts know each other
        outcomes.append((workspace.root, _outcome(workspace, selection, gathering)))
    gathering.tidy()
    trail.current().judged = True
    trail.current().files += sum(outcome.read for _, outcome in outcomes)
    return tuple(outcomes)


def deepen() -> None:
    """Let flows go as deep as expressions nest."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), _RECURSION))


def _outcome(workspace: Workspace, selection: Selection, gathering: Gathering) -> Outcome:
    linked = link(workspace, selection, gathering)
    gathered = linked.gathered
    findings = [
        finding
        for finding in sorted(_judged(linked.judge, linked.ledger), key=by_place)
        if workspace.shows(finding.place.path) and not selection.ignored(finding.rule, finding.place.path)
    ]
    return Outcome(
        tuple(findings),
        (*gathered.problems, *linked.judge.problems),
        files=sum(workspace.shows(source.path) for source in gathered.sources),
        read=len(gathered.sources),
        parsed=gathered.parsed,
    )


def _judged(judge: Judge, ledger: Ledger) -> list[Finding]:
    """What the selected rules find and no comment silences.

    Whether a comment is of use is told with the rules that it names, selected or not.
    """
    selected = judge.selection.severities
    also = ledger.rules_named() if UNUSED in selected else frozenset()
    run = [*selected, *sorted(also - selected.keys())]
    found = [finding for finding in judge.findings(run) if not ledger.silences(finding)]
    found = [finding for finding in found if finding.rule in selected]
    return found + judge.suppressions(ledger.suppressions(run.__contains__))
