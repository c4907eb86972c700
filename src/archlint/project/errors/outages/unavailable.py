"""Answers to what cannot be reached: an outage of the service's own database, cache, broker or upstream."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Place
from archlint.project.code.modules import Class, Function, Module
from archlint.project.code.statements import read_in, statements
from archlint.project.errors.clauses import HTTP, Error
from archlint.project.errors.outages.addresses import Addresses
from archlint.project.errors.outages.asking import Asking
from archlint.project.errors.outages.libraries import LIBRARIES, Outage, outage, takes
from archlint.project.errors.outages.sorting import Sorting
from archlint.project.errors.outages.ways import Ways
from archlint.project.errors.situations import Situation
from archlint.project.memory import memory, remembered
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_RIGHT = frozenset({502, 503, 504})
"""What tells clients to try again; the two others speak of whoever is behind a gateway."""
_OF_LOCKS = frozenset({408, 409, 423, 424, 425, 429})
"""What may be meant of a lock that somebody else holds, or of a limit: stores tell both by the same errors."""
_OUTSIDE = frozenset({"migration", "script", "task", "test"})
_ANSWERING = frozenset({"handler", "exception handler", "middleware"})
_TRIES = re.compile(r"(?:^|_)(?:connectivity|credentials|dry|probe|test|try|verify)(?:_|$)")
"""Names of functions whose question is whether what somebody gave them works."""


class Misjudged(Record, frozen=True, eq=False):
    """An answer that takes an outage for something else."""

    place: Place
    status: int
    outage: Outage
    because: Place
    """The clause, or where the handler is registered."""


class Unavailable:
    """Finds them, where nothing tells an outage apart from the other errors of a class before."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._addresses = Addresses(project)
        self._asking = Asking(project)
        self._sorting = Sorting(project)
        self._ways = Ways(project)
        self._speaking: dict[str, bool] = memory()

    def of(self, function: Function) -> Iterator[Misjudged]:
        """How a function answers outages that its clauses catch, or that it is registered for.

        A 422 that is told as one already (`errors/business-rule-as-422`) is not told twice.
        """
        found = [*self._registered(function), *self._in_clauses(function)]
        unprocessable = self._project.errors.unprocessable
        told: set[Place] = set()
        if any(each.status == 422 for each in found):
            refusals = (*unprocessable.in_function(function), *unprocessable.by_handlers(function.module))
            told = {each.place for each in refusals}
        yield from (each for each in found if each.place not in told)

    def _in_clauses(self, function: Function) -> Iterator[Misjudged]:
        if not self._speaks(function.module) or not self._project.errors.situations.handlers(function):
            return
        for each in self._project.errors.situations.of(function):
            if each.handlers and isinstance(each.stmt, (facts.Raise, facts.Return)):
                found = self._clause(each, function)
                status = None if found is None else self._status(each, function)
                if found is None or status is None or not _is_wrong(status, found):
                    continue
                if self._is_own(each, found, function):
                    because = function.module.place(each.handlers[-1])
                    yield Misjudged(function.module.place(each.stmt), status, found, because)

    def _speaks(self, module: Module) -> bool:
        """Whether a file imports a library whose errors tell of outages."""
        known = self._speaking.get(module.path)
        if known is None:
            said = module.facts.imports
            known = self._speaking[module.path] = any(each.module.partition(".")[0] in LIBRARIES for each in said)
        return known

    # registered handlers

    def _registered(self, function: Function) -> Iterator[Misjudged]:
        for each in self._project.errors.handlers.of(function):
            found = outage(each.error) if isinstance(each.error, str) else None
            if found is None or found.library.kind == "http" or self._is_replaced(each.error, function):
                continue
            last = self._last(found, function)
            status = None if last is None else self._project.errors.mapped.returned(last, function)
            if (
                last is None
                or status is None
                or not _is_wrong(status, found)
                or self._is_told_before(found, each.error)
            ):
                continue
            yield Misjudged(function.module.place(last), status, found, each.place)
            return

    def _last(self, found: Outage, function: Function) -> facts.Expr | None:
        """What a handler always answers an outage with."""
        given = [each.name for each in function.facts.parameters if each.name not in ("self", "cls")]
        answers = [each for each in function.body if isinstance(each, facts.Return)]
        if (
            len(given) < 2
            or not answers
            or self._sorting.is_sorted(function.body, answers[0], given[1], found, function)
        ):
            return None
        return answers[0].value

    def _is_replaced(self, error: Error | int | None, function: Function) -> bool:
        """Whether another handler is registered for the same class later."""
        last = [each for each in self._project.errors.handlers.all if each.error == error][-1]
        return last.handler is not function

    def _is_told_before(self, found: Outage, error: Error | int | None) -> bool:
        """Whether a handler of a nearer class, or whoever hands out sessions, takes outages before."""
        registered = self._project.errors.handlers.all
        others = (each.error for each in registered if isinstance(each.error, str) and each.error != error)
        if not self._project.errors.handlers.are_known or any(_is_nearer(each, found) for each in others):
            return True
        return found.library.what in self._answered

    @remembered
    def _answered(self) -> frozenset[str]:
        """What is answered with 503, when it cannot be reached, by dependencies or middleware already."""
        told = set()
        for function in self._project.functions():
            if self._project.web_side(function) not in ("dependency", "middleware"):
                continue
            for each in self._project.errors.situations.of(function):
                found = self._clause(each, function) if each.handlers else None
                if found is not None and self._status(each, function) == 503:
                    told.add(found.library.what)
        return frozenset(told)

    # clauses

    def _clause(self, at: Situation, function: Function) -> Outage | None:
        """The outage that a statement of a clause always answers; None where something may come before."""
        handler = at.handlers[-1]
        if at.stmt not in handler.body:
            return None
        caught = self._project.errors.clauses.caught(handler.type, function)
        found = next((known for each in caught.classes if (known := outage(each)) is not None), None)
        tried = _try_of(handler, function)
        if found is None or tried is None or caught.is_broad:
            return None
        if self._sorting.is_sorted(handler.body, at.stmt, handler.name, found, function):
            return None
        before = tried.handlers[: tried.handlers.index(handler)]
        inner = [each for each in statements(tried.body) if isinstance(each, facts.Try)]
        earlier = (*before, *(each for stmt in inner for each in stmt.handlers))
        return None if any(self._takes(each, found, function) for each in earlier) else found

    def _takes(self, handler: facts.Handler, found: Outage, function: Function) -> bool:
        caught = self._project.errors.clauses.caught(handler.type, function)
        return caught.is_open or caught.is_broad or any(takes(each, found) for each in caught.classes)

    def _status(self, at: Situation, function: Function) -> int | None:
        """What a clause answers with; None where that does not surely become the answer."""
        if self._project.layers.of_function(function) in _OUTSIDE or self._is_caught(at, function):
            return None
        match at.stmt:
            case facts.Raise(exc=exc) if exc is not None:
                error = self._project.errors.clauses.made(exc, function)
                if isinstance(error, Class) and not self._project.errors.clauses.is_http(error):
                    return self._mapped(error, function)
                return self._project.errors.mapped.raised(at.stmt, function)
            case facts.Return(value=value) if value is not None:
                is_answer = self._project.web_side(function) in _ANSWERING
                return self._project.errors.mapped.returned(value, function) if is_answer else None
            case _:
                return None

    def _mapped(self, error: Class, function: Function) -> int | None:
        """The status of an error of the project that gets out of a route and has a handler of its own."""
        handled = {each.error for each in self._project.errors.handlers.all if isinstance(each.error, Class)}
        if handled.isdisjoint(self._project.errors.clauses.bases(error)[0]):
            return None
        status = self._project.errors.mapped.status(error)
        if status is None or status < 400 or status in _RIGHT:
            return status
        return status if self._ways.lead_to_web(function, error) else None

    def _is_caught(self, at: Situation, function: Function) -> bool:
        """Whether a clause around takes what is raised and does anything but raise it again."""
        for each in at.tries:
            for handler in each.handlers:
                caught = self._project.errors.clauses.caught(handler.type, function)
                if caught.is_open or caught.is_broad or self._takes_raised(at, handler, function):
                    last = handler.body[-1]
                    if not isinstance(last, facts.Raise) or last.exc is not None:
                        return True
                    break
        return False

    def _takes_raised(self, at: Situation, handler: facts.Handler, function: Function) -> bool:
        if not isinstance(at.stmt, facts.Raise) or at.stmt.exc is None:
            return False
        clauses = self._project.errors.clauses
        error = clauses.made(at.stmt.exc, function)
        return clauses.catches(clauses.caught(handler.type, function), error or HTTP) != "no"

    # whose it is

    def _is_own(self, at: Situation, found: Outage, function: Function) -> bool:
        """Whether what is tried asks what the service itself has chosen."""
        tried = _try_of(at.handlers[-1], function)
        if tried is None or _TRIES.search(function.name):
            return False
        start, end = tried.body[0].start, tried.handlers[0].start
        if found.library.kind == "http":
            sent = self._project.http_calls.of(function)
            asked = [each for each in sent if start <= each.expr.start < end]
            return bool(asked) and all(self._addresses.is_own(each, function) for each in asked)
        calls = (each for each in self._project.calls_in(function) if start <= each.expr.start < end)
        if not any(self._asking.asks(each, found.package) for each in calls) and not _yields(tried):
            return False
        return not self._addresses.opens_foreign(function)


def _is_wrong(status: int, found: Outage) -> bool:
    if status < 400 or status in _RIGHT:
        return False
    is_broad = found.name == "SQLAlchemyError"
    return is_broad or status not in _OF_LOCKS


def _is_nearer(error: Error, found: Outage) -> bool:
    """Whether a handler of a class takes outages before one of another does."""
    name = error.rpartition(".")[2] if isinstance(error, str) else ""
    return takes(error, found) and any(
        name in chain and chain.index(name) < chain.index(found.name) for chain in found.chains
    )


def _try_of(handler: facts.Handler, function: Function) -> facts.Try | None:
    tries = (each for each in statements(function.body) if isinstance(each, facts.Try))
    return next((each for each in tries if any(one is handler for one in each.handlers)), None)


def _yields(stmt: facts.Try) -> bool:
    """Whether a body hands on to whoever uses it, as providers of sessions do."""
    return any(isinstance(each, facts.Yield) for each in read_in(stmt.body))
