"""Errors: raised, caught, answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.project.errors.answers import Answers
from archlint.project.errors.authentication import Authentication
from archlint.project.errors.catchall import CatchAll
from archlint.project.errors.clauses import Clauses, Error
from archlint.project.errors.existence.existence import Existence
from archlint.project.errors.existence.fetched import Fetches
from archlint.project.errors.existence.readers import Readers
from archlint.project.errors.failures import Failures
from archlint.project.errors.handlers import Handlers
from archlint.project.errors.leaks import Leaks
from archlint.project.errors.mapped import Mapped
from archlint.project.errors.outages.unavailable import Unavailable
from archlint.project.errors.passing import Passing
from archlint.project.errors.raises import Raises
from archlint.project.errors.situations import Situations
from archlint.project.errors.statuses import Statuses
from archlint.project.errors.stored import Stored
from archlint.project.errors.swallowing import Swallowing
from archlint.project.errors.texts import Texts
from archlint.project.errors.unmapped import Unmapped
from archlint.project.errors.unprocessable import Unprocessable
from archlint.project.memory import remembered

if TYPE_CHECKING:
    from archlint.project.project import Project


class Errors:
    """The rooms that errors are understood in, each made when first asked."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.situations = Situations(project)
        self.clauses = Clauses(project)
        self.answers = Answers(project)

    @remembered
    def handlers(self) -> Handlers:
        return Handlers(self._project)

    @remembered
    def failures(self) -> Failures:
        return Failures(self._project)

    @remembered
    def authentication(self) -> Authentication:
        return Authentication(self._project)

    @remembered
    def catch_all(self) -> CatchAll:
        return CatchAll(self._project)

    @remembered
    def existence(self) -> Existence:
        return Existence(self._project)

    @remembered
    def fetches(self) -> Fetches:
        return Fetches(self._project)

    @remembered
    def readers(self) -> Readers:
        return Readers(self._project)

    @remembered
    def mapped(self) -> Mapped:
        return Mapped(self._project)

    @remembered
    def passing(self) -> Passing:
        return Passing(self._project)

    @remembered
    def raises(self) -> Raises:
        return Raises(self._project)

    @remembered
    def statuses(self) -> Statuses:
        return Statuses(self._project)

    @remembered
    def stored(self) -> Stored:
        return Stored(self._project)

    @remembered
    def unavailable(self) -> Unavailable:
        return Unavailable(self._project)

    @remembered
    def unmapped(self) -> Unmapped:
        return Unmapped(self._project)

    @remembered
    def unprocessable(self) -> Unprocessable:
        return Unprocessable(self._project)

    @remembered
    def swallowing(self) -> Swallowing:
        return Swallowing(self._project)

    @remembered
    def texts(self) -> Texts:
        return Texts(self._project)

    @remembered
    def leaks(self) -> Leaks:
        return Leaks(self._project)

    def answered_by(self, error: Error) -> str:
        """Who turns an error that leaves a route into an answer, in words; "" where that cannot be told."""
        if self.clauses.is_http(error):
            return "FastAPI"
        bases, is_whole = self.clauses.bases(error)
        for base in bases:
            for each in self.handlers.all:
                if each.error == base:
                    return each.handler.symbol if each.handler is not None else "a handler"
        if not is_whole or not self.handlers.are_known or not self._project.layers.applications():
            return ""
        if self.unmapped.may_be_caught(error):
            return ""
        broad = next((each for each in self.handlers.all if each.error == "builtins.Exception"), None)
        if broad is not None and broad.handler is not None:
            return broad.handler.symbol
        return "nobody: a 500"
