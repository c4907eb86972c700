"""A project as the reader sees it: places with the paths and the lines of code that stand there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from archlint.engine.study import Study
from archlint.explain.shape import EdgeShape, HopShape, LineShape, PassingShape, PlaceShape
from archlint.findings import Finding, Place
from archlint.report.frame import lines_of
from archlint.report.viewpoint import View

_BEFORE = 2
"""Lines quoted before the one that is meant."""


@dataclass(frozen=True)
class Viewing:
    """A study, and the folder that the paths told are relative to."""

    study: Study
    base: Path

    @cached_property
    def view(self) -> View:
        return View(self.study.root, self.base)

    def path(self, path: str) -> str:
        return self.view.path(path)

    def place(self, place: Place) -> PlaceShape:
        return PlaceShape(
            path=self.path(place.path),
            line=place.line,
            column=place.column,
            end_line=place.end_line,
            end_column=place.end_column,
        )

    def quoted(self, place: Place) -> list[LineShape]:
        """The line of a place, after up to two before it; empty where the file has no such line."""
        lines = lines_of(self.study.root / place.path)
        if not 1 <= place.line <= len(lines):
            return []
        first = max(1, place.line - _BEFORE)
        while first < place.line and not lines[first - 1].strip():
            first += 1
        return [LineShape(line=number, text=lines[number - 1]) for number in range(first, place.line + 1)]

    def hop(self, place: Place, message: str, edge: EdgeShape | None = None) -> HopShape:
        return HopShape(place=self.place(place), message=message, edge=edge, code=self.quoted(place))

    def passing(self, finding: Finding) -> PassingShape:
        """A finding in a line."""
        return PassingShape(rule=finding.rule, message=finding.message, place=self.place(finding.place))

    def where(self, place: Place) -> str:
        """`path:line`."""
        return f"{self.path(place.path)}:{place.line}"
