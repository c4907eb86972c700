"""How the dependencies that tell who asks refuse: a bad token, and a user who is not found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

from archlint import facts
from archlint.findings import Place
from archlint.project.code.modules import Class, Function
from archlint.project.errors.clauses import Error
from archlint.project.errors.situations import Situation
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

Why: TypeAlias = Literal["a bad token", "a user who is not found"]

_OF_TOKENS = re.compile(r"jwt|jws|jose|signature|token|expired|badsignature", re.IGNORECASE)
_TOKEN_PACKAGES = ("authlib.", "itsdangerous.", "jose.", "jwt.")
_TOKENS = re.compile(r"bearer|claims|credential|header|jwt|payload|scheme|token", re.IGNORECASE)
_USERS = re.compile(r"(?:^|_)(?:account|member|owner|principal|subject|user)(?:$|_(?:db|in_db|obj|object|record|row)$)")


class Refusal(Record, frozen=True, eq=False):
    """One way in which a dependency refuses."""

    why: Why
    place: Place
    status: int
    detail: str | None
    """Its words, where they are a constant."""


class Authentication:
    """Reads the dependencies that reach a security scheme or take a token from a header."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def refusals(self, function: Function) -> list[Refusal]:
        """How a dependency, with the functions of the project that it calls itself, refuses; empty for others."""
        if not self._project.is_dependency(function) or not self._project.web.principals.provider_reaches(function):
            return []
        if self._asks_another(function):  # who asks is known: what it misses is something else
            return []
        found = list(self._of(function))
        for edge in self._project.edges(function):
            inner = edge.target
            lets_out = self._project.errors.raises.of(function)
            if edge.how == "calls" and lets_out and not self._project.is_dependency(inner):
                found += [each for each in self._of(inner) if not edge.context.tries]
        return found

    def _asks_another(self, function: Function) -> bool:
        """Whether a dependency is handed somebody whom another one has found already."""
        return any(
            isinstance(provider, Function)
            and self._project.web.principals.provider_reaches(provider)
            and not _TOKENS.search(provider.name)
            for dependency in self._project.injection.dependencies(function)
            for provider in dependency.providers
        )

    def _of(self, function: Function) -> Iterator[Refusal]:
        for each in self._project.errors.situations.of(function):
            if not isinstance(each.stmt, facts.Raise):
                continue
            why = self._why(each, function)
            status = None if why is None else self._project.errors.mapped.raised(each.stmt, function)
            if why is not None and status is not None and 400 <= status < 500:
                yield Refusal(why, function.module.place(each.stmt), status, self._detail(each.stmt, function))

    def _why(self, at: Situation, function: Function) -> Why | None:
        handler = at.handlers[-1] if at.handlers else None
        test = at.tests[-1] if at.tests else None
        if handler is not None and (test is None or test.expr.start < handler.start):
            caught = self._project.errors.clauses.caught(handler.type, function)
            is_token = bool(caught.classes) and any(_speaks_of_tokens(each) for each in caught.classes)
            return "a bad token" if is_token and not caught.is_broad else None
        if test is None or handler is not None:
            return None
        name = _missing(test.expr, test.outcome)
        if name is None or not _USERS.search(name.id):
            return None
        return "a user who is not found" if self._project.errors.stored.is_in(name, function) else None

    def _detail(self, stmt: facts.Raise, function: Function) -> str | None:
        answer = self._project.errors.answers.raised(stmt, function)
        content = None if answer is None else answer.content
        return content.value if isinstance(content, facts.String) else None


def _speaks_of_tokens(error: Error) -> bool:
    if isinstance(error, Class):
        return _OF_TOKENS.search(error.name) is not None
    return error.startswith(_TOKEN_PACKAGES) or _OF_TOKENS.search(error.rpartition(".")[2]) is not None


def _missing(test: facts.Expr, outcome: bool) -> facts.Name | None:
    """The name that a condition finds to be nothing: `not user`, `user is None`."""
    match test:
        case facts.Operator(ops=("not",), operands=(inner,)):
            return inner if outcome and isinstance(inner, facts.Name) else None
        case facts.Operator(ops=("is",), operands=(facts.Name() as name, facts.Constant(kind="None"))) if outcome:
            return name
        case facts.Operator(ops=("is not",), operands=(facts.Name() as name, facts.Constant(kind="None"))):
            return None if outcome else name
        case facts.Name() if not outcome:
            return test
        case _:
            return None
