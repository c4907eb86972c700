"""Modules that only put parts together for FastAPI, whatever their folders are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.project.code.modules import Class, Function, Module
from archlint.project.inference.values import Instance

if TYPE_CHECKING:
    from archlint.project.project import Project

_INJECTION = frozenset({"Depends", "Security"})
_SPEAKING = ("BackgroundTasks", "HTTPException", "Request", "Response", "UploadFile", "WebSocket", "status")
"""Names by which code takes part in answering a request."""


class Wiring:
    """Tells providers and start-up functions from services and repositories."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def is_all(self, module: Module) -> bool:
        """Whether a module holds functions only, and these make what FastAPI injects, or are given the application."""
        functions = [each for each in module.all_functions if each.enclosing is None]
        if not functions or module.all_classes or not self._project.imports.http(module):
            return False
        return self._only_provides(module, functions) or self._starts(module, functions)

    def _only_provides(self, module: Module, functions: list[Function]) -> bool:
        """Whether every function is a dependency that makes an object and does nothing else."""
        if any(each.said.name not in _INJECTION for each in self._project.imports.http(module)):
            return False
        return all(self._project.is_dependency(each) and self._only_makes(each) for each in functions)

    def _only_makes(self, function: Function) -> bool:
        calls = self._project.calls_in(function)
        return bool(calls) and all(isinstance(each.target, Class) for each in calls)

    def _starts(self, module: Module, functions: list[Function]) -> bool:
        """Whether a function is given the application, and none queries or takes part in answering a request."""
        if any(each.said.name in _SPEAKING for each in self._project.imports.http(module)):
            return False
        contents = self._project.layers.contents
        if any(contents.executes(each) or any(each.mentions(word) for word in _SPEAKING) for each in functions):
            return False
        return any(self._takes_application(each) for each in functions)

    def _takes_application(self, function: Function) -> bool:
        given = (self._project.inference.lookups.parameter(each, function) for each in function.facts.parameters)
        return any(isinstance(each, Instance) and self._project.web.routers.kind_of(each) == "app" for each in given)
