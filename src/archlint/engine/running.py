"""From a request to what is told of each of its projects.

What judges is imported when the files are being read: the workers are not to wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from archlint import trail
from archlint.config import Workspace
from archlint.engine.preparing import Prepared, prepared
from archlint.engine.request import Request
from archlint.findings import Outcome

if TYPE_CHECKING:
    from archlint.engine.reckoning import Debt
    from archlint.engine.study import Study


def run(request: Request) -> tuple[tuple[Path, Outcome], ...]:
    """Judge every project; each outcome comes with the root that its paths are relative to.

    Raises ConfigError when the settings of one cannot be followed: then nothing is judged.
    """
    with request.keeping.running() if request.keeping else nullcontext():
        outcomes = tuple((each.workspace.root, _outcome(each)) for each in prepared(request))
    trail.current().judged = True
    trail.current().files += sum(outcome.read for _, outcome in outcomes)
    return outcomes


def debts(request: Request) -> Iterator[tuple[Workspace, Debt]]:
    """What every project's baseline knows of its findings; raises ConfigError as above."""
    for each in prepared(request):
        yield each.workspace, _debt(each)


def studies(request: Request) -> Iterator[Study]:
    """The projects of a request, one after the other; raises ConfigError."""
    for each in prepared(request):
        yield _study(each)


def _outcome(project: Prepared) -> Outcome:
    linked = project.linked()
    from archlint.engine.outcomes import outcome

    return outcome(project, linked)


def _debt(project: Prepared) -> Debt:
    linked = project.linked()
    from archlint.engine.outcomes import found
    from archlint.engine.reckoning import reckon

    return reckon(linked, project.baseline, found(linked, project.selection))


def _study(project: Prepared) -> Study:
    linked = project.linked()
    from archlint.engine.study import Study

    return Study(linked, project.selection, project.baseline)
