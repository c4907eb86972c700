"""Whether code that is given an error sorts outages out before it answers the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import walk
from archlint.project.code.modules import Function
from archlint.project.code.statements import evaluated, statements
from archlint.project.errors.outages.libraries import Outage, outage, takes
from archlint.project.errors.telling import is_handed_on

if TYPE_CHECKING:
    from archlint.project.project import Project


class Sorting:
    """Answers for the blocks of except clauses and of exception handlers; what cannot be told may sort them out."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def is_sorted(
        self, block: facts.Block, stmt: facts.Stmt, name: str | None, found: Outage, function: Function
    ) -> bool:
        """Whether a block may leave with an outage before one of its own statements, or hands it to what may.

        `name` is what the error is called there.
        """
        before = block[: next(index for index, each in enumerate(block) if each is stmt)]
        kept = tuple(each for each in before if not self._is_of_others(each, name, found, function))
        for each in statements(kept):
            if isinstance(each, (facts.Raise, facts.Return, facts.Assert)) or _jumps(each):
                return True
            calls = (call for expr in evaluated(each) for call in walk(expr) if isinstance(call, facts.Call))
            if any(self._may_raise(call, name, function) for call in calls):
                return True
        return False

    def _is_of_others(self, stmt: facts.Stmt, name: str | None, found: Outage, function: Function) -> bool:
        """Whether a statement only asks for errors that mean no outage: `if isinstance(error, IntegrityError)`."""
        if not isinstance(stmt, facts.If) or stmt.orelse:
            return False
        return all(self._asks_for_others(branch.test, name, found, function) for branch in stmt.branches)

    def _asks_for_others(self, test: facts.Expr, name: str | None, found: Outage, function: Function) -> bool:
        match test:
            case facts.Call(
                func=facts.Name(id="isinstance"),
                args=(facts.Name(id=asked) | facts.Attribute(value=facts.Name(id=asked), attr="orig"), kinds),
            ) if asked == name:
                caught = self._project.errors.clauses.caught(kinds, function)
                if caught.is_open or not caught.classes:
                    return False
                is_builtin = any(isinstance(each, str) and each.startswith("builtins.") for each in caught.classes)
                return not is_builtin and not any(outage(each) or takes(each, found) for each in caught.classes)
            case _:
                return False

    def _may_raise(self, call: facts.Call, name: str | None, function: Function) -> bool:
        """Whether a call of the project's own, or of something unknown, is given the error and may raise another."""
        if not is_handed_on(call, name, function, self._project):
            return False
        return not self._project.name_of(call.func, function).startswith("builtins.")


def _jumps(stmt: facts.Stmt) -> bool:
    return isinstance(stmt, facts.Jump) and stmt.kind != "pass"
