"""Functions by which work enters a service without a request: tasks, event handlers, commands and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, TypeAlias

from archlint import facts
from archlint.project.code.modules import Function, Module
from archlint.project.inference.values import FunctionRef
from archlint.project.memory import remembered, remembered_between_runs

if TYPE_CHECKING:
    from archlint.project.project import Project

EntryPoint: TypeAlias = Literal["task", "event handler", "command", "script"]
_HANDLERS = frozenset({"consumer", "event_handler", "handles", "listener", "local_handler", "on_event", "subscriber"})
_NO_HANDLERS = ("fastapi.", "sqlalchemy.", "starlette.")
_SCHEDULERS = frozenset({"add_job", "add_schedule", "scheduled_job"})
_SEEDING = re.compile(
    r"(^|_)(backfill\w*|fixtures?|init_data|init_db|initial_data|migrat\w*|populate|pre_start|seed\w*|superuser)(_|$)"
)


class EntryPoints:
    """What each function is an entry point for."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def kind(self, function: Function) -> EntryPoint | None:
        """What calls a function from outside; None where nothing but the project's own code does."""
        contents = self._project.layers.contents
        if self._project.web_side(function) is not None:
            return None
        if contents.is_task(function) or function in self._scheduled:
            return "task"
        if self._handles_events(function):
            return "event handler"
        if contents.is_command(function):
            return "command"
        outer = function.enclosing
        if outer is not None:
            return self.kind(outer)
        layer = self._project.layers.name_of(function.module)
        if layer == "task":
            return "task"
        return "script" if layer == "script" else None

    def prepares(self, function: Function) -> bool:
        """Whether it fills or migrates a database, by its name, its file's or its folders'."""
        words = [function.name, *function.module.path.removesuffix(".py").split("/")]
        return any(_SEEDING.search(word.lower()) for word in words)

    def _handles_events(self, function: Function) -> bool:
        for name in self._project.layers.contents.decorators(function):
            if name.rpartition(".")[2] in _HANDLERS and not name.startswith(_NO_HANDLERS):
                return True
        return False

    @remembered
    def _scheduled(self) -> frozenset[Function]:
        """The functions handed to a scheduler, and those that an arq worker lists."""
        return frozenset(self._project.file_by_file(self._scheduled_by))

    @remembered_between_runs
    def _scheduled_by(self, module: Module) -> Iterable[Function]:
        scopes: list[Function | Module] = [module, *module.mentioning(_SCHEDULERS)]
        for scope in scopes:
            for event in self._project.flow(scope).calls():
                if isinstance(event.expr.func, facts.Attribute) and event.expr.func.attr in _SCHEDULERS:
                    yield from self._functions(event.expr.args[:1], scope)
        for cls in module.all_classes:
            field = cls.field("functions") if cls.name.endswith("WorkerSettings") else None
            if field is not None and isinstance(field.value, facts.Collection):
                yield from self._functions(field.value.items, module)

    def _functions(self, exprs: tuple[facts.Expr, ...], scope: Function | Module) -> list[Function]:
        values = [self._project.infer(each, scope) for each in exprs]
        return [each.function for each in values if isinstance(each, FunctionRef)]
