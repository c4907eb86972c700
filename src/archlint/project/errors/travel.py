"""The steps on which errors travel: from functions to those that run them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from archlint.project.code.modules import Function
from archlint.project.execution.calls import Edge

if TYPE_CHECKING:
    from archlint.project.project import Project

Steps: TypeAlias = dict[Function, list[tuple[Function, Edge]]]
"""Who runs each function, and where."""


def steps(project: Project, runs: Callable[[Edge], bool]) -> Steps:
    """The steps of a project of which `runs` says that errors may travel on them."""
    found: Steps = {}
    for function in project.functions():
        for edge in project.edges(function):
            if runs(edge):
                found.setdefault(edge.target, []).append((function, edge))
    return found


def runs_here(edge: Edge) -> bool:
    """Whether what a function calls runs where it is called, not later."""
    if edge.context.deferred or edge.how == "enters":
        return False
    if edge.target.facts.is_generator and edge.how == "calls":
        return False
    return edge.awaited or not edge.target.is_async
