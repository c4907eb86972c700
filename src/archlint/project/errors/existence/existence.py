"""Answers that tell strangers of an object that it exists: 403 to all but its owner, where 404 would tell nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from archlint import facts
from archlint.findings import Place
from archlint.project.code.expressions import last_word, uncalled, walk
from archlint.project.code.modules import Class, Function
from archlint.project.errors.answers import Answer
from archlint.project.errors.existence.claims import Claims, Owned
from archlint.project.errors.existence.fetched import LookedUp
from archlint.project.errors.existence.ownership import is_missing, refused
from archlint.project.errors.situations import Situation, Test
from archlint.project.flow.bindings import Assigned
from archlint.project.inference.values import FunctionRef
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

Answering: TypeAlias = facts.Raise | facts.Return
"""What may answer a request."""

_FORBIDDEN = 403
_MISSING = re.compile(r"not_?found|missing|doesnotexist|nosuch|unknown", re.IGNORECASE)


class Leak(Record, frozen=True, eq=False):
    """A refusal that nobody but the owner gets, for something that is there."""

    stmt: Answering
    answer: Answer | None
    """What answers it, where that is made there."""
    what: str
    """What is compared, for a message: "item.owner_id"."""
    test: Place
    looked_up: Place
    missing: Answer | None
    """How the same function, or the one that looks it up, answers where there is no such object."""


class Existence:
    """Finds them; where it is not certain that existence is a secret, there are none."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._claims = Claims(project)

    def leaks(self, function: Function) -> Iterator[Leak]:
        """The places where a function answers 403 since something that was looked up is somebody else's."""
        flow = self._project.flow(function)
        if not flow.tests or not (flow.raised or self._project.routes_of(function)):
            return
        for stmt, at in self._refusing(function):
            test = at.tests[-1] if at.tests else None
            if test is None or (at.handlers and at.handlers[-1].start > test.expr.start):
                continue
            found = refused(test.expr, test.outcome)
            if not (found.compared or found.calls) or self._status(stmt, function) != _FORBIDDEN:
                continue
            claims = self._claims.of(at, found, function)
            owned = next((each for each in claims if self._is_secret(each, function)), None)
            if owned is not None:
                yield self._told(stmt, test, owned, function)

    def _refusing(self, function: Function) -> Iterator[tuple[Answering, Situation]]:
        """The statements that may answer with a refusal."""
        for each in self._project.errors.situations.of(function):
            match each.stmt:
                case facts.Raise(exc=exc) as stmt if exc is not None:
                    yield stmt, each
                case facts.Return(value=facts.Call()) as stmt:
                    yield stmt, each
                case _:
                    pass

    def _status(self, stmt: Answering, function: Function) -> int | None:
        if isinstance(stmt, facts.Raise):
            return self._project.errors.mapped.raised(stmt, function)
        answer = self._project.errors.answers.given(stmt, function)
        return None if answer is None else answer.status

    def _told(self, stmt: Answering, test: Test, owned: Owned, function: Function) -> Leak:
        looked_up = owned.looked_up
        missing = self._missing(function, {owned.name})
        if missing is None and function is not looked_up.function:
            missing = self._missing(looked_up.function, self._names(looked_up))
        place = looked_up.function.module.place(looked_up.value)
        what = f"{owned.name}.{owned.compared.attribute}"
        answer = self._project.errors.answers.given(stmt, function)
        return Leak(stmt, answer, what, function.module.place(test.expr), place, missing)

    def _missing(self, function: Function, names: set[str]) -> Answer | None:
        """The 404 by which a function answers where there is nothing under these names."""
        for stmt, at in self._refusing(function):
            if _is_told_missing(at, names):
                answer = self._project.errors.answers.given(stmt, function)
                if answer is not None and answer.status == 404:
                    return answer
        return None

    # whether that tells anything

    def _is_secret(self, owned: Owned, function: Function) -> bool:
        looked_up = owned.looked_up
        names = self._names(looked_up)
        if self._is_answered_alike(function, names if function is looked_up.function else {owned.name}):
            return False
        if function is not looked_up.function and self._is_answered_alike(looked_up.function, names):
            return False
        if self._looking_up_refuses(looked_up):
            return False
        readers = self._project.errors.readers
        checked = readers.leading_to(function)
        return bool(checked) and readers.is_secret(looked_up.entity, owned.compared.role, checked)

    def _names(self, looked_up: LookedUp) -> set[str]:
        """What a function calls what it looked up."""
        bound = self._project.flow(looked_up.function).bound.items()
        return {
            name
            for name, bindings in bound
            if any(isinstance(each, Assigned) and each.value is looked_up.value for each in bindings)
        }

    def _is_answered_alike(self, function: Function, names: set[str]) -> bool:
        """Whether a function answers 403 where there is no such object, or nobody knows what."""
        for stmt, at in self._refusing(function):
            is_told = _is_told_missing(at, names)
            if not is_told and not at.handlers:
                continue
            status = self._status(stmt, function)
            if status == _FORBIDDEN:
                return True
            if is_told and status is None and isinstance(stmt, facts.Raise) and not _says_missing(stmt):
                return True
        return False

    def _looking_up_refuses(self, looked_up: LookedUp) -> bool:
        """Whether what is called to look the object up answers 403 itself."""
        raises, mapped = self._project.errors.raises, self._project.errors.mapped
        for each in walk(looked_up.value):
            if not isinstance(each, facts.Call):
                continue
            match self._project.infer(each.func, looked_up.function):
                case FunctionRef(function=called):
                    for error in raises.of(called):
                        status = mapped.status(error) if isinstance(error, Class) else None
                        end = raises.end(called, error)
                        if (status or mapped.raised(end.stmt, end.function)) == _FORBIDDEN:
                            return True
                case _:
                    pass
        return False


def _is_told_missing(at: Situation, names: set[str]) -> bool:
    """Whether a statement runs since there is nothing under one of some names."""
    return bool(at.tests) and any(is_missing(at.tests[-1].expr, name) for name in names)


def _says_missing(stmt: facts.Raise) -> bool:
    """Whether what is raised is called so by those who do not find something."""
    return stmt.exc is not None and _MISSING.search(last_word(uncalled(stmt.exc))) is not None
