"""Start-up and shutdown handlers registered with FastAPI's old events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archlint import facts
from archlint.findings import Place
from archlint.project.code.expressions import argument
from archlint.project.code.modules import Function, Module
from archlint.project.inference.inference import Inference, Scope
from archlint.project.inference.texts import Texts
from archlint.project.inference.values import FunctionRef
from archlint.project.memory import remembered_between_runs
from archlint.project.web.routers import Kind, Routers
from archlint.records import Record

WORDS = frozenset({"add_event_handler", "on_event"})


class LifeEvent(Record, frozen=True, eq=False):
    """One `@app.on_event("startup")` or `app.add_event_handler("startup", connect)`."""

    word: str
    """The method: "on_event" or "add_event_handler"."""
    event: str | None
    """Which one, e.g. "startup"; None when unknown."""
    on: Kind
    within: Function | None
    """The function that handles it when decorated, else the one that it is registered in."""
    handler: Function | None
    call: facts.Call
    """The registration."""
    place: Place


class LifeEvents:
    """The event handlers of a project's files."""

    def __init__(self, inference: Inference, routers: Routers, texts: Texts) -> None:
        self._inference = inference
        self._routers = routers
        self._texts = texts

    @remembered_between_runs
    def within(self, module: Module) -> Iterable[LifeEvent]:
        """The handlers that a file registers."""
        for function in module.all_functions:
            around = self._inference.around(function)
            for decorator in function.facts.decorators:
                if isinstance(decorator, facts.Call):
                    yield from self._read(decorator, around, function, function, module)
        scopes: list[Function | Module] = [module, *module.mentioning(WORDS)]
        for scope in scopes:
            for event in self._inference.flow(scope).calls():
                within = scope if isinstance(scope, Function) else None
                yield from self._read(event.expr, scope, within, self._handed(event.expr, scope), module)

    def _handed(self, call: facts.Call, scope: Scope) -> Function | None:
        """The function that a registration names."""
        is_one = isinstance(call.func, facts.Attribute) and call.func.attr in WORDS
        given = argument(call, "func", 1) if is_one else None
        value = None if given is None else self._inference.infer(given, scope)
        return value.function if isinstance(value, FunctionRef) else None

    def _read(
        self, call: facts.Call, scope: Scope, within: Function | None, handler: Function | None, module: Module
    ) -> Iterator[LifeEvent]:
        match call.func:
            case facts.Attribute(value=router, attr=word) if word in WORDS:
                kind = self._routers.kind(router, scope)
                if kind is not None:
                    event = argument(call, "event_type", 0)
                    text = None if event is None else self._texts.of(event, scope)
                    yield LifeEvent(word, text, kind, within, handler, call, module.place(call))
            case _:
                return
