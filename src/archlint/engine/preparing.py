"""A request's projects with all that is settled before one is judged."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from archlint.catalogue import rules
from archlint.config import Workspace
from archlint.debt import Baseline
from archlint.engine.audit import audit
from archlint.engine.baselines import load
from archlint.engine.gathering import Gathering
from archlint.engine.request import Request
from archlint.engine.selection import Selection, select

if TYPE_CHECKING:
    from archlint.engine.linking import Linked

_RECURSION = 10_000
"""Frames: an expression nests up to 280 levels, and its flow takes several frames a level."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """One project before it is read."""

    workspace: Workspace
    selection: Selection
    baseline: Baseline
    gathering: Gathering

    def linked(self) -> Linked:
        """The project, read and linked."""
        gathered = self.gathering.of(self.workspace, meanwhile=self._bring_what_judges)
        if keeping := self.gathering.request.keeping:
            return keeping.linked(self, gathered)
        from archlint.engine.linking import link  # imported by now, where a file was parsed

        return link(self.workspace, self.selection, gathered, self.gathering.request)

    def _bring_what_judges(self) -> None:
        """Import the model of projects and all that asks it, which takes as long as parsing a dozen files."""
        import_module("archlint.engine.outcomes")
        from archlint.checks import load

        for rule in self.selection.severities:
            with suppress(Exception):  # archlint: ignore[swallowed-exception] reason="who loads it again will tell"
                load(rule)


def prepared(request: Request) -> Iterator[Prepared]:
    """The projects, one after the other; raises ConfigError before the first when the settings of any cannot be
    followed.
    """
    deepen()
    selections = [select(each, rules()) for each in request.workspaces]
    for workspace in request.workspaces:
        audit(workspace)
    baselines = [load(each, request) for each in request.workspaces]
    gathering = Gathering(request, request.keeping.facts() if request.keeping else {})
    for number, (workspace, selection, baseline) in enumerate(
        zip(request.workspaces, selections, baselines, strict=True)
    ):
        if number and not gc.isenabled():
            gc.collect()  # the project before, whose parts know each other
        yield Prepared(workspace, selection, baseline, gathering)
    gathering.tidy()


def deepen() -> None:
    """Let flows go as deep as expressions nest."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), _RECURSION))
