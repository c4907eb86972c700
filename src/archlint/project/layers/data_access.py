"""Which functions reach stored data, themselves or by what they call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.project.code.modules import Function

if TYPE_CHECKING:
    from archlint.project.project import Project

_STEPS = 5
"""How far calls are followed."""


class DataAccess:
    """Follows calls to sessions and connections."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._reaching: dict[int, bool] = {}

    def reaches(self, function: Function) -> bool:
        """Whether a function uses a session itself, takes one, or calls, over a few steps, what does."""
        known = self._reaching.get(id(function))
        if known is None:
            self._reaching[id(function)] = known = self._leads(function)
        return known

    def _leads(self, function: Function) -> bool:
        seen = {function}
        level = [function]
        for _ in range(_STEPS):
            if any(self._has_session(each) for each in level):
                return True
            level = [edge.target for each in level for edge in self._project.edges(each) if edge.target not in seen]
            seen.update(level)
        return False

    def _has_session(self, function: Function) -> bool:
        if self._project.sessions.uses(function):
            return True
        lookups, sessions = self._project.inference.lookups, self._project.sessions
        own = function.facts.parameters[1:] if function.facts.owner else function.facts.parameters
        return any(sessions.kind(lookups.parameter(each, function)) is not None for each in own)
