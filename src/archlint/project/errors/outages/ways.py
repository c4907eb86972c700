"""Whether an error that a function raises comes to a route: over calls, and out of the context managers it enters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.project.code.expressions import dotted
from archlint.project.code.modules import Function
from archlint.project.errors.clauses import Error
from archlint.project.errors.travel import runs_here
from archlint.project.execution.calls import Edge

if TYPE_CHECKING:
    from archlint.project.project import Project

_WEB = ("dependency", "handler")


class Ways:
    """Follows one error at a time, from where it is raised; what may catch it ends the way."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def lead_to_web(self, function: Function, error: Error) -> bool:
        """Whether a handler or dependency lets out what a function lets out."""
        passing = self._project.errors.passing
        seen = {function}
        pending = [function]
        while pending:
            at = pending.pop()
            if passing.is_opaque(at):
                continue
            if self._project.web_side(at) in _WEB:
                return True
            for caller, edge in self._project.calls.callers.get(at, ()):
                if caller not in seen and _raises_here(edge) and passing.lets_out(error, edge.context, caller):
                    seen.add(caller)
                    pending.append(caller)
        return False


def _raises_here(edge: Edge) -> bool:
    """Whether what a step runs may raise where it stands: where it is called, or entered."""
    is_entered = not edge.context.deferred and (edge.how == "enters" or _is_manager(edge.target))
    return is_entered or runs_here(edge)


def _is_manager(function: Function) -> bool:
    """Whether it is a generator that a `with` enters: what it raises comes up there."""
    decorators = ((dotted(each) or "").rpartition(".")[2] for each in function.facts.decorators)
    return any(each in ("contextmanager", "asynccontextmanager") for each in decorators)
