"""Which functions run on an event loop that serves requests, and which of them have to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.project.code.modules import Function, Module
from archlint.project.execution.calls import Call, Edge
from archlint.project.flow.events import AwaitEvent, EnterEvent, IterEvent
from archlint.project.memory import memory, remembered

if TYPE_CHECKING:
    from archlint.project.project import Project

_LAYERS = frozenset({"migration", "script"})
_FOLDERS = frozenset({"bin", "cli", "migrations", "scripts"})
"""Whatever stands below these runs a loop of its own, whichever layer it belongs to there."""
_NAMES = frozenset({"seed.py", "seeder.py", "seeds.py"})
_START = "holds up the start of the application: nothing else runs on the event loop until it returns"


class Loops:
    """What the event loops of a service run."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._serving: dict[Module, bool] = memory()

    def run(self, function: Function) -> bool:
        """Whether a function is a coroutine on a loop that serves requests: scripts and migrations have their own."""
        return function.is_async and self._serves(function.module)

    @remembered
    def coroutines(self) -> tuple[Function, ...]:
        """All that run so, in the order of paths and places."""
        return tuple(each for each in self._project.functions() if self.run(each))

    def _serves(self, module: Module) -> bool:
        known = self._serving.get(module)
        if known is None:
            known = self._serving[module] = self._is_part_of_a_service(module)
        return known

    def _is_part_of_a_service(self, module: Module) -> bool:
        *folders, name = module.path.split("/")
        return (
            name not in _NAMES and _FOLDERS.isdisjoint(folders) and self._project.layers.name_of(module) not in _LAYERS
        )

    def harm(self, function: Function, step: Call | Edge, otherwise: str) -> str:
        """What a wait in a coroutine keeps from going on: `otherwise`, unless nobody is served yet."""
        leaves = isinstance(step, Edge) and step.target.name == "__exit__"
        return _START if not leaves and self._project.web.start_up.runs(step.expr, function) else otherwise

    def way_off(self, function: Function) -> str | None:
        """How FastAPI would run a function elsewhere; None for one that it does not run, or that awaits something."""
        if self._project.web_side(function) not in ("dependency", "handler") or self._awaits(function):
            return None
        return f"declare `{function.name}` with `def`: it awaits nothing, and FastAPI runs it in its thread pool"

    def _awaits(self, function: Function) -> bool:
        return any(
            isinstance(event, AwaitEvent) or (isinstance(event, (EnterEvent, IterEvent)) and event.is_async)
            for event in self._project.flow(function).events
        )
