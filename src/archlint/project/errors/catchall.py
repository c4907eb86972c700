"""What becomes of errors that nobody foresaw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

from archlint import facts
from archlint.findings import Place
from archlint.project.code.modules import Class, Function, Module
from archlint.project.errors.clauses import BROAD, Caught
from archlint.project.errors.telling import has_trace, is_log
from archlint.project.execution.calls import Call
from archlint.project.memory import remembered_between_runs
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

Fault: TypeAlias = Literal["absent", "mute", "other status"]

_WATCHERS = frozenset(
    {"airbrake", "bugsnag", "datadog", "ddtrace", "elasticapm", "honeybadger", "logfire", "newrelic", "raven"}
    | {"rollbar", "scout_apm", "sentry_sdk"}
)
"""Packages that collect the errors of an application by themselves."""
_DEPTH = 3


class Unwatched(Record, frozen=True, eq=False):
    """A catch-all handler that keeps an error to itself, or the application that has none."""

    fault: Fault
    place: Place
    handler: Function | None = None
    status: int | None = None


class CatchAll:
    """Finds them; what cannot be told of an application is taken for good."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def faults(self) -> Iterator[Unwatched]:
        """One for each catch-all handler that is wrong, or one for the application where there is none."""
        handlers = {
            each.handler: None
            for each in self._project.errors.handlers.all
            if (each.error in BROAD or each.error == 500) and each.handler is not None
        }
        for handler in handlers:
            yield from self._of_handler(handler)
        if not any(each.error in BROAD or each.error in (500, None) for each in self._project.errors.handlers.all):
            places = self._project.layers.applications()
            if places and not self._is_tiny() and not self._is_watched() and not self._is_caught_by_middleware():
                yield Unwatched("absent", places[0])

    def _is_tiny(self) -> bool:
        """Whether an application has few routes, or no layer below them."""
        layers = self._project.layers
        is_small = len(self._project.routes) < self._project.config.options.tiny_app_routes
        return is_small or not any(layers.in_layer(each) for each in ("service", "repository"))

    def _of_handler(self, handler: Function) -> Iterator[Unwatched]:
        statuses = [self._status(each.stmt, handler) for each in self._project.errors.situations.of(handler)]
        told = [each for each in statuses if each is not None]
        wrong = next((each for each in told if each < 500), None)
        if wrong is not None and len(told) == 1:
            yield Unwatched("other status", handler.place, handler, wrong)
        elif not self._tells(handler, _DEPTH) and not self._is_watched():
            yield Unwatched("mute", handler.place, handler)

    def _status(self, stmt: facts.Stmt, handler: Function) -> int | None:
        """The status of an answer that a handler returns itself."""
        if not isinstance(stmt, facts.Return) or stmt.value is None:
            return None
        answer = self._project.errors.answers.of(stmt.value, handler)
        return None if answer is None else answer.status

    def _tells(self, function: Function, depth: int) -> bool:
        """Whether a function logs a traceback, raises, or calls what may do so."""
        if any(isinstance(each.stmt, facts.Raise) for each in self._project.errors.situations.of(function)):
            return True
        return any(self._call_tells(call, function, depth) for call in self._project.calls_in(function))

    def _call_tells(self, call: Call, function: Function, depth: int) -> bool:
        if is_log(call.expr, function, self._project):
            return has_trace(call.expr, function, self._project)
        if call.callee.startswith("traceback."):
            return True
        if isinstance(call.target, Function):
            return depth == 0 or self._tells(call.target, depth - 1)
        is_known = isinstance(call.target, Class) or bool(call.callee)
        return not is_known and not _is_plain(call.expr)

    def _is_watched(self) -> bool:
        return not _WATCHERS.isdisjoint(self._project.names.packages)

    def _is_caught_by_middleware(self) -> bool:
        """Whether middleware, or what may be some, has a broad clause."""
        return any(each.is_broad for each in self._project.file_by_file(self._caught_by_middleware))

    @remembered_between_runs
    def _caught_by_middleware(self, module: Module) -> Iterable[Caught]:
        for function in module.all_functions:
            is_middleware = self._project.web_side(function) == "middleware"
            if is_middleware or self._project.layers.of_function(function) == "middleware":
                for handler in self._project.errors.situations.handlers(function):
                    yield self._project.errors.clauses.caught(handler.type, function)


def _is_plain(call: facts.Call) -> bool:
    """Whether a call of something unknown is one that reads, by its name."""
    return isinstance(call.func, facts.Attribute) and call.func.attr in {"get", "items", "keys", "values", "format"}
