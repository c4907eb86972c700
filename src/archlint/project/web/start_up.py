"""What runs while an application starts: nobody is served until it is done."""

from __future__ import annotations

from archlint import facts
from archlint.project.code.modules import Function, Module
from archlint.project.flow.events import YieldEvent
from archlint.project.inference.inference import Inference
from archlint.project.memory import remembered
from archlint.project.web.life_events import LifeEvents

_CONTEXT = "contextlib.asynccontextmanager"
_APPLICATIONS = frozenset({"fastapi.FastAPI", "starlette.applications.Starlette"})


class StartUp:
    """The lifespans of a project up to their `yield`, and its handlers of the start-up event."""

    def __init__(self, inference: Inference, life_events: LifeEvents, modules: dict[str, Module]) -> None:
        self._inference = inference
        self._life_events = life_events
        self._modules = modules

    def runs(self, expr: facts.Expr, function: Function) -> bool:
        """Whether an expression of a function's body is evaluated before the application serves anybody."""
        if function in self._handlers:
            return True
        if not self._is_lifespan(function):
            return False
        yields = [each.expr.start for each in self._inference.flow(function).events if isinstance(each, YieldEvent)]
        return bool(yields) and expr.start < min(yields)

    def _is_lifespan(self, function: Function) -> bool:
        """Whether it is an asynchronous context manager that takes an application, or a function called a lifespan."""
        around = self._inference.around(function)
        if not function.is_async or _CONTEXT not in {
            self._inference.name_of(each, around) for each in function.facts.decorators
        }:
            return False
        annotations = (each.annotation for each in function.facts.parameters if each.annotation is not None)
        is_called_one = "lifespan" in function.name.lower() and function.owner is None  # methods are of other things
        return is_called_one or any(self._inference.name_of(each, around) in _APPLICATIONS for each in annotations)

    @remembered
    def _handlers(self) -> frozenset[Function]:
        events = (each for module in self._modules.values() for each in self._life_events.within(module))
        return frozenset(each.handler for each in events if each.event == "startup" and each.handler is not None)
