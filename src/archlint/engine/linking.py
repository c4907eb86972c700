"""One project, read and linked, with what judges it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archlint import trail
from archlint.catalogue import rules
from archlint.config import Workspace
from archlint.engine.gathering import Gathered
from archlint.engine.judging import Judge
from archlint.engine.request import Request
from archlint.engine.selection import Selection
from archlint.project import Project
from archlint.requirements import Requirements
from archlint.suppressions import Ledger


@dataclass(frozen=True, slots=True)
class Linked:
    """All that the findings of a project are told from."""

    workspace: Workspace
    gathered: Gathered
    project: Project
    judge: Judge
    ledger: Ledger
    processes: int
    """How many may work on it at once."""


def link(workspace: Workspace, selection: Selection, gathered: Gathered, request: Request) -> Linked:
    """Put the facts of a project's files together."""
    package, requirements = package_of(workspace.root), Requirements(workspace.root)
    project = Project(gathered.sources, workspace.config, package, requirements, gathered.ahead)
    return judged_by(Judge(project, selection), workspace, gathered, request, request.processes)


def judged_by(judge: Judge, workspace: Workspace, gathered: Gathered, request: Request, processes: int) -> Linked:
    """A judge's project, with the comments that silence as of today."""
    project = judge.project
    ledger = Ledger(project.modules.values(), rules(), request.today, judge.selection.never_suppressed)
    project.blessed = ledger.blesses
    return Linked(workspace, gathered, project, judge, ledger, processes)


def package_of(root: Path) -> str:
    """The dotted name under which a root folder that is a package itself is imported; "" where it is none."""
    names: list[str] = []
    while trail.exists(root / "__init__.py") and root.name:
        names.insert(0, root.name)
        root = root.parent
    return ".".join(names)
