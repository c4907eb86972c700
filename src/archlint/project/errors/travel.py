"""The steps on which errors travel: from functions to those that run them."""

from __future__ import annotations

from archlint.project.execution.calls import Edge


def runs_here(edge: Edge) -> bool:
    """Whether what a function calls runs where it is called, not later."""
    if edge.context.deferred or edge.how == "enters":
        return False
    if edge.target.facts.is_generator and edge.how == "calls":
        return False
    return edge.awaited or not edge.target.is_async
