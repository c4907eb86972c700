"""Answers that tell of an error in their body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import dotted, walk
from archlint.project.code.modules import Function
from archlint.project.errors.situations import Situation
from archlint.project.flow.bindings import Assigned
from archlint.project.inference.values import ClassRef, External
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_ERRORS = frozenset({"err", "error", "error_message", "errors", "exception"})
_SUCCESS = frozenset({"is_success", "ok", "succeeded", "success"})
_STATES = frozenset({"result", "state", "status"})
_FAILED = frozenset({"error", "exception", "fail", "failed", "failure", "ko"})
_CODES = frozenset({"code", "status_code"})
_VERDICTS = frozenset(
    {"available", "connected", "exists", "healthy", "is_valid", "online", "reachable", "ready", "valid", "verified"}
)
"""Keys of an answer whose question was whether something works: a no is no error."""
_TRIES = re.compile(
    r"(?:^|_)(?:check|connectivity|debug|dry|health\w*|heartbeat|live|ping|preview|probe|ready|status|test|try|valid\w*|verify)(?:_|$)"
)
"""Names of functions whose question that is."""


class Failure(Record, frozen=True, eq=False):
    """A return statement that tells of an error with a status of success."""

    value: facts.Expr
    said: str
    """The part that tells it, e.g. "error"."""
    situation: Situation


class Failures:
    """Finds them in the except clauses of routes, and in exception handlers."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def of(self, function: Function) -> Iterator[Failure]:
        routes = [each for each in self._project.routes_of(function) if not each.is_websocket]
        is_handler = bool(self._project.errors.handlers.of(function))
        if not is_handler and (not routes or not self._project.errors.situations.handlers(function)):
            return
        said = [each.option("status_code") for each in routes]
        statuses = [each.status_code for each in routes]
        if any(each is not None and code is None for each, code in zip(said, statuses, strict=True)):
            return
        if any(code is not None and not 200 <= code < 300 for code in statuses) or _TRIES.search(function.name):
            return
        if self._sets_status(function):
            return
        for each in self._project.errors.situations.of(function):
            if (each.handlers or is_handler) and isinstance(each.stmt, facts.Return) and each.stmt.value is not None:
                told = self._told(each.stmt.value, function, 4)
                if told is not None:
                    yield Failure(each.stmt.value, told, each)

    def _sets_status(self, function: Function) -> bool:
        """Whether it assigns a status to a response that FastAPI handed in."""
        assigned = (each.stmt for each in self._project.errors.situations.of(function))
        return any(
            isinstance(target, facts.Attribute) and target.attr == "status_code"
            for stmt in assigned
            if isinstance(stmt, facts.Assign)
            for target in stmt.targets
        )

    def _told(self, value: facts.Expr, function: Function, depth: int) -> str | None:
        """The key under which a value tells of an error; None where it tells of none, or has a status that does."""
        if depth == 0:
            return None
        match value:
            case facts.Dict():
                return self._of_dict(value, function)
            case facts.Collection(kind="tuple", items=(facts.Dict() as first, *_)):  # as in Flask
                return self._of_dict(first, function)
            case facts.Name():
                bindings = self._project.flow(function).reaching(value)
                values = [each.value for each in bindings if isinstance(each, Assigned) and each.value is not None]
                if len(values) != 1 or len(bindings) != 1:
                    return None
                return self._told(values[0], function, depth - 1)
            case facts.Call():
                return self._of_call(value, function, depth)
            case _:
                return None

    def _of_call(self, call: facts.Call, function: Function, depth: int) -> str | None:
        answer = self._project.errors.answers.of(call, function)
        if answer is not None:
            is_success = answer.status is not None and 200 <= answer.status < 300
            return self._told(answer.content, function, depth - 1) if is_success and answer.content else None
        match self._project.infer(call.func, function):
            case External(name="builtins.dict"):
                return _in_pairs([(each.name or "", each.value) for each in call.keywords])
            case ClassRef(cls=cls) if self._project.schemas.is_schema(cls):
                is_declared = any(self._declares(each, cls.name) for each in self._models(function))
                pairs = [(each.name or "", each.value) for each in call.keywords]
                told = _in_pairs(pairs)
                return told if not is_declared or self._quotes(pairs, told, function) else None
            case _:
                return None

    def _quotes(self, pairs: list[tuple[str, facts.Expr]], told: str | None, function: Function) -> bool:
        """Whether a model of the route's own has a field for errors, and that is given what was caught."""
        value = dict(pairs).get(told or "")
        return told in _ERRORS and value is not None and self._project.errors.texts.of(value, function) is not None

    def _models(self, function: Function) -> Iterator[facts.Expr]:
        """What the routes of a function declare that they answer."""
        if function.facts.returns is not None:
            yield function.facts.returns
        for route in self._project.routes_of(function):
            if route.response_model is not None:
                yield route.response_model

    def _declares(self, model: facts.Expr, name: str) -> bool:
        words = ((dotted(each) or "").rpartition(".")[2] for each in walk(model))
        return name in words or any(isinstance(each, facts.String) and name in each.value for each in walk(model))

    def _of_dict(self, value: facts.Dict, function: Function) -> str | None:
        pairs = [
            (key.value if isinstance(key, facts.String) else "", item)
            for key, item in zip(value.keys, value.values, strict=True)
        ]
        if any(self._holds_results(item, function) for _, item in pairs):
            return None
        return _in_pairs(pairs)

    def _holds_results(self, value: facts.Expr, function: Function) -> bool:
        """Whether a value is a collection that was filled before the error: some of the work was done."""
        if not isinstance(value, facts.Name):
            return False
        bindings = self._project.flow(function).reaching(value)
        return any(
            isinstance(each, Assigned) and isinstance(each.value, (facts.Collection, facts.Dict, facts.Comprehension))
            for each in bindings
        )


def _in_pairs(pairs: list[tuple[str, facts.Expr]]) -> str | None:
    """The key that tells of an error, of keys or fields with their values."""
    if any(key.lower() in _VERDICTS for key, _ in pairs):
        return None
    return next((key for key, value in pairs if _tells(key.lower(), value)), None)


def _tells(key: str, value: facts.Expr) -> bool:
    match value:
        case facts.Constant(kind="False"):
            return key in _SUCCESS
        case facts.Constant(kind="int", text=text):
            return key in _CODES and text.isdigit() and 400 <= int(text) < 600
        case facts.Constant() | facts.String(value=""):
            return False
        case facts.Collection(items=()) | facts.Dict(keys=()):
            return False
        case facts.String(value=text) if key in _STATES:
            return text.lower() in _FAILED
        case _:
            return key in _ERRORS
