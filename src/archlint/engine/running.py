"""From a request to outcomes."""

from __future__ import annotations

from pathlib import Path

from archlint import trail
from archlint.catalogue import rules
from archlint.config import Workspace
from archlint.engine.audit import audit
from archlint.engine.gathering import Gathering
from archlint.engine.judging import Judge
from archlint.engine.request import Request
from archlint.engine.selection import Selection, select
from archlint.findings import Outcome
from archlint.project import Project


def run(request: Request) -> tuple[tuple[Path, Outcome], ...]:
    """Judge every project; each outcome comes with the root that its paths are relative to.

    Raises ConfigError when the settings of one cannot be followed: then nothing is judged.
    """
    selections = [select(each, rules()) for each in request.workspaces]
    for workspace in request.workspaces:
        audit(workspace)
    gathering = Gathering(request)
    outcomes = tuple(
        (workspace.root, _judge(workspace, selection, gathering))
        for workspace, selection in zip(request.workspaces, selections, strict=True)
    )
    trail.current().files += sum(outcome.files for _, outcome in outcomes)
    return outcomes


def _judge(workspace: Workspace, selection: Selection, gathering: Gathering) -> Outcome:
    gathered = gathering.of(workspace)
    judge = Judge(Project(gathered.sources, workspace.config), selection)
    findings = [
        finding
        for finding in judge.findings()
        if workspace.shows(finding.place.path) and not selection.ignored(finding.rule, finding.place.path)
    ]
    return Outcome(tuple(findings), (*gathered.problems, *judge.problems), len(gathered.sources), gathered.parsed)
