"""What is remembered of one side of a change: plain data, so that the project itself can go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from archlint.changes.surface import Surface, surface
from archlint.findings import Finding, Note, Problem
from archlint.project import Project


@dataclass(frozen=True, slots=True)
class State:
    """A project at one time; one that is not there is empty."""

    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    modules: Mapping[str, str] = field(default_factory=dict)
    """The dotted names of the files by path."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """Those of the files' bytes, by path."""
    comments: tuple[Note, ...] = ()
    """The comments that silence rules, each with its words."""
    parsed: int = 0
    """How many of its files were parsed in this run."""
    surface: Surface = field(default_factory=Surface)
    """What it shows of itself, where that is wanted."""


def state(
    project: Project, findings: Iterable[Finding], problems: Iterable[Problem], parsed: int, *, with_surface: bool
) -> State:
    """What is to be remembered of a project."""
    modules = project.modules.values()
    return State(
        tuple(findings),
        tuple(problems),
        {each.path: each.name for each in modules},
        {each.path: each.facts.digest for each in modules},
        tuple(
            Note(each.place(said), said.text.strip())
            for each in modules
            if not each.is_test
            for said in each.facts.pragmas
        ),
        parsed,
        surface(project) if with_surface else Surface(),
    )
