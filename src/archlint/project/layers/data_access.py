"""Which functions reach stored data, themselves or by what they call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from archlint.project.code.modules import Function
from archlint.project.memory import memory

if TYPE_CHECKING:
    from archlint.project.project import Project

_STEPS = 5
"""How far calls are followed."""


class DataAccess:
    """Follows calls to sessions and connections."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._reaching: dict[Function, bool] = memory()

    def reaches(self, function: Function) -> bool:
        """Whether a function uses a session itself, takes one, or calls, over a few steps, what does."""
        known = self._reaching.get(function)
        if known is None:
            self._reaching[function] = known = self._leads(function, self._touches)
        return known

    def works(self, function: Function) -> bool:
        """Whether a function takes a session or works with one, or calls what does; to build a statement is neither."""
        return self._leads(function, self._works_itself)

    def _leads(self, function: Function, to: Callable[[Function], bool]) -> bool:
        return any(to(each) for each in self._project.calls.near(function, _STEPS))

    def _touches(self, function: Function) -> bool:
        return bool(self._project.sessions.uses(function)) or self._takes_session(function)

    def _works_itself(self, function: Function) -> bool:
        uses = self._project.sessions.uses(function)
        return any(each.doing != "statement" for each in uses) or self._takes_session(function)

    def _takes_session(self, function: Function) -> bool:
        lookups, sessions = self._project.inference.lookups, self._project.sessions
        own = function.facts.parameters[1:] if function.facts.owner else function.facts.parameters
        return any(sessions.kind(lookups.parameter(each, function)) is not None for each in own)
