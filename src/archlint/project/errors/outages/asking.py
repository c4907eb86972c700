"""Which calls ask a store: a database, a cache, a broker."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import arguments_of, dotted
from archlint.project.code.modules import Function
from archlint.project.execution.calls import Call
from archlint.project.memory import memory

if TYPE_CHECKING:
    from archlint.project.project import Project
    from archlint.project.storage.sessions import Use

_LATER = frozenset({"add", "add_all", "close", "delete", "expire", "expire_all", "expunge", "expunge_all"})
"""Methods of sessions that ask nothing before somebody else flushes."""
_STEPS = 4
"""How far calls are followed."""
_HOLDERS = re.compile(
    r"(?:^|_)(?:broker|cache|client|conn|connection|crud|dao|database|db|gateway|manager|mongo|producer|publisher|redis|repo"
    r"|repository|repositories|service|session|storage|store|uow|unit_of_work|usecase|use_case)s?$"
)
"""How those are called who ask a store, where nothing else tells who they are."""


class Asking:
    """Tells them by sessions and connections, and by what functions of the project do; others by their names."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._working: dict[Function, bool] = memory()

    def asks(self, call: Call, package: str) -> bool:
        """Whether a call may raise an outage of a library's store."""
        if isinstance(call.target, Function):
            return package != "sqlalchemy" or self._works(call.target)
        if call.callee.startswith(f"{package}."):
            return package != "sqlalchemy" or self._is_of_session(call)
        return call.target is None and (self._is_of_session(call) or self._is_of_holder(call.expr.func))

    def _is_of_session(self, call: Call) -> bool:
        func = call.expr.func
        if isinstance(func, facts.Attribute) and func.attr in _LATER:
            return False
        receivers = (func.value,) if isinstance(func, facts.Attribute) else ()
        given = (*receivers, *arguments_of(call.expr))
        kinds = (self._project.sessions.kind_of(each, call.scope) for each in given)
        return any(each is not None and each.what != "pool" for each in kinds)  # pools are those of drivers

    def _is_of_holder(self, func: facts.Expr) -> bool:
        owner = dotted(func.value) if isinstance(func, facts.Attribute) else None
        return owner is not None and _HOLDERS.search(owner.rpartition(".")[2].lower()) is not None

    def _works(self, function: Function) -> bool:
        """Whether a function works with a session, itself or by what it calls; to build a statement is no work."""
        known = self._working.get(function)
        if known is None:
            near = self._project.calls.near(function, _STEPS)
            known = self._working[function] = any(map(self._works_itself, near))
        return known

    def _works_itself(self, function: Function) -> bool:
        return any(map(_is_work, self._project.sessions.uses(function))) or any(
            self._is_of_holder(call.expr.func) for call in self._project.calls_in(function)
        )


def _is_work(use: Use) -> bool:
    return use.doing != "statement" and use.text.rpartition(".")[2] not in _LATER
