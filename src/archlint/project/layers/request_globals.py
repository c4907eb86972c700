"""What a request reaches without being handed it: the application object, and globals that stand for the request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

from archlint import facts
from archlint.project.code.expressions import walk
from archlint.project.code.modules import Class, Function, Module
from archlint.project.code.readings import expressions
from archlint.project.execution.http_calls import is_http_client
from archlint.project.flow.bindings import Assigned
from archlint.project.inference.inference import Scope
from archlint.project.inference.values import ClassRef, External, FunctionRef, Instance, ModuleRef, Value
from archlint.project.layers.imports import ImportEdge
from archlint.project.memory import memory
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

Kind: TypeAlias = Literal["application", "request-global"]
_LIBRARIES = frozenset(
    {
        *("fastapi_async_sqlalchemy.db", "fastapi_globals.g", "fastapi_sqlalchemy.db", "flask.current_app", "flask.g"),
        *("flask.request", "quart.current_app", "quart.g", "quart.request", "starlette_context.context"),
        *("starlette_context.ctx.context", "starlette_context.request_cycle_context"),
    }
)
"""Objects of libraries that stand for the request, or the application, that is served."""
_CONTEXT_CLASSES = frozenset({"starlette_context.ctx._Context"})
_OF_REQUESTS = frozenset(
    {"fastapi.FastAPI", "fastapi.Request", "fastapi.WebSocket", "starlette.requests.HTTPConnection"}
)
_NAMES = frozenset({"app", "current_request", "current_user", "principal", "request", "session", "db_session", "user"})
"""What a context variable without a type is called that holds a part of the request."""


class GlobalImport(Record, frozen=True, eq=False):
    """An import by which a module gets at the request that is served."""

    edge: ImportEdge
    kind: Kind
    name: str
    """What is imported, as the module knows it."""


class RequestGlobals:
    """Finds the imports of such objects."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._variables: dict[Module, frozenset[str]] = memory()

    def imported(self, module: Module) -> Iterator[GlobalImport]:
        """The imports of a module that it needs at run time, in source order."""
        for edge in self._project.imports.of(module):
            if edge.said.guard == "type_checking":
                continue
            kind = self._kind(edge)
            if kind is not None and self._project.imports.is_used_at_runtime(edge):
                yield GlobalImport(edge, kind, edge.bound)

    def _kind(self, edge: ImportEdge) -> Kind | None:
        if edge.target is None and edge.dotted not in _LIBRARIES:
            return None
        value = self._project.inference.lookups.imported(edge.said, edge.module)
        if isinstance(value, ModuleRef):
            return self._kind_of_module(value.module, edge)
        if self._project.web.routers.kind_of(value) == "app" and isinstance(value, Instance):
            return "application"
        if self._is_library_global(value) or (edge.target is not None and self._is_own_global(edge, value)):
            return "request-global"
        return None

    def _kind_of_module(self, imported: Module, edge: ImportEdge) -> Kind | None:
        """Whether a module is imported to get at the application in it: `main.app.state`."""
        applications = {
            name
            for name in self._project.flow(imported).bound
            if self._is_application(self._project.inference.lookups.global_of(imported, name))
        }
        if not applications:
            return None
        for function in edge.module.all_functions:
            if function.mentions(edge.bound) and function.mentions_any(applications):
                read = (each for expr in expressions(function, "body") for each in walk(expr))
                if any(self._is_read_of(each, imported, applications, function) for each in read):
                    return "application"
        return None

    def _is_read_of(self, expr: facts.Expr, imported: Module, names: set[str], function: Function) -> bool:
        if not isinstance(expr, facts.Attribute) or expr.attr not in names:
            return False
        return self._project.infer(expr.value, function) == ModuleRef(imported)

    def _is_application(self, value: Value | None) -> bool:
        return isinstance(value, Instance) and self._project.web.routers.kind_of(value) == "app"

    def _is_library_global(self, value: Value) -> bool:
        match value:
            case External(name=name) | Instance(of=str() as name):
                return name in _LIBRARIES
            case Instance(of=Class() as cls):
                return self._project.derives(cls, *_CONTEXT_CLASSES)
            case _:
                return False

    def _is_own_global(self, edge: ImportEdge, value: Value) -> bool:
        """Whether it is a context variable that holds a part of the request, or what gives it out."""
        if edge.target is None or edge.said.name is None:
            return False
        variables = self._context_variables(edge.target)
        if not variables:
            return False
        match value:
            case FunctionRef(function=function):
                return self._reads(function, variables)
            case ClassRef(cls=cls):
                return any(self._reads(each, variables) for each in cls.methods())
            case _:
                return edge.said.name in variables

    def _reads(self, function: Function, variables: frozenset[str]) -> bool:
        return function.mentions_any(variables) and any(
            isinstance(event.expr.func, facts.Attribute)
            and event.expr.func.attr == "get"
            and isinstance(event.expr.func.value, facts.Name)
            and event.expr.func.value.id in variables
            for event in self._project.flow(function).calls()
        )

    def _context_variables(self, module: Module) -> frozenset[str]:
        """The context variables at the top of a module that hold a part of the request."""
        known = self._variables.get(module)
        if known is None:
            found = {
                name
                for name, bindings in self._project.flow(module).bound.items()
                for each in bindings
                if isinstance(each, Assigned) and self._holds_request(name, each, module)
            }
            self._variables[module] = known = frozenset(found)
        return known

    def _holds_request(self, name: str, assigned: Assigned, module: Module) -> bool:
        if not isinstance(assigned.value, facts.Call):
            return False
        func = assigned.value.func
        made = func.value if isinstance(func, facts.Subscript) else func
        if self._project.name_of(made, module) != "contextvars.ContextVar":
            return False
        typed = next((each for each in (assigned.annotation, func) if isinstance(each, facts.Subscript)), None)
        if typed is None:
            return name.lower().removesuffix("_var").removesuffix("_context").removesuffix("_ctx") in _NAMES
        return any(self._is_of_request(each, module) for each in typed.items)

    def _is_of_request(self, annotation: facts.Expr, scope: Scope) -> bool:
        value = self._project.annotation(annotation, scope)
        if is_http_client(value) or self._project.sessions.kind(value) is not None:
            return True
        if not isinstance(value, Instance):
            return False
        if isinstance(value.of, str):
            return value.of in _OF_REQUESTS
        return self._project.layers.contents.role(value.of) in ("model", "schema")
