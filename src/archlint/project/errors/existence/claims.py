"""Comparisons of an object's owner with who asks, followed to where the object was looked up and who asks is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import arguments_of, walk
from archlint.project.code.modules import Function
from archlint.project.errors.existence.fetched import LookedUp, Up
from archlint.project.errors.existence.ownership import Compared, Refused, is_missing, narrows, refused
from archlint.project.errors.situations import Situation
from archlint.project.inference.origins import Frame
from archlint.project.inference.values import FunctionRef
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_DEPTH = 4
"""Through how many calls an object and who asks for it are followed."""
_WHO = re.compile(r"account|actor|customer|member|owner|tenant|user", re.IGNORECASE)


class Owned(Record, frozen=True, eq=False):
    """An object that a condition keeps from all but its owner."""

    name: str
    """What the function of the condition calls it."""
    compared: Compared
    looked_up: LookedUp


class _Claim(Record, frozen=True):
    """An object and who asks for it, in one function; None for who asks where that is settled."""

    thing: facts.Expr | LookedUp
    who: facts.Expr | None
    function: Function


class Claims:
    """Follows them by calls, up to the routes; what is in doubt on the way ends it."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def of(self, at: Situation, found: Refused, function: Function) -> Iterator[Owned]:
        """What the last condition of a statement, read as `found`, compares in all states of the object."""
        claims = [(each, _Claim(each.thing, each.other, function), each.thing.id) for each in found.compared]
        for call, outcome in found.calls:
            claims += self._by_helper(call, outcome, function)
        for compared, claim, name in claims:
            if self._decides(at, found, name, function):
                looked_up = self._settled(claim, _DEPTH)
                if looked_up is not None:
                    yield Owned(name, compared, looked_up)

    def _decides(self, at: Situation, found: Refused, name: str, function: Function) -> bool:
        """Whether an owner who differs is what refuses, in every state of the object, and a missing one is not."""
        if any(is_missing(each, name) for each in found.instead):
            return False
        if any(narrows(each, name) for each in found.beside):
            return False
        if any(each.outcome and narrows(each.expr, name) for each in at.tests[:-1]):
            return False
        return not self._is_admitted(at, name, function)

    def _is_admitted(self, at: Situation, name: str, function: Function) -> bool:
        """Whether something before has kept the object from strangers: another comparison, or a call for both."""
        before = (refused(each.expr, not each.outcome) for each in at.tests[:-1])
        if any(compared.thing.id == name for each in before for compared in each.compared):
            return True
        return self._is_shown(name, function, at.tests[-1].expr.start)

    def _is_shown(self, name: str, function: Function, start: int) -> bool:
        """Whether a statement above hands an object and who asks to something that may have refused strangers."""
        for each in self._project.errors.situations.of(function):
            if isinstance(each.stmt, facts.Evaluate) and each.stmt.start < start:
                calls = (call for call in walk(each.stmt.value) if isinstance(call, facts.Call))
                if any(self._is_given_both(call, name, function) for call in calls):
                    return True
        return False

    def _is_given_both(self, call: facts.Call, name: str, function: Function) -> bool:
        given = arguments_of(call)
        others = [each for each in given if not (isinstance(each, facts.Name) and each.id == name)]
        return len(others) < len(given) and any(self._may_ask(each, function) for each in others)

    def _may_ask(self, expr: facts.Expr, function: Function) -> bool:
        found = self._project.errors.fetches.asker(expr, function)
        return found is True or (isinstance(found, Up) and _WHO.search(found.parameter.name) is not None)

    def _by_helper(self, call: facts.Call, outcome: bool, function: Function) -> Iterator[tuple[Compared, _Claim, str]]:
        """What a function that answers yes or no compares, in terms of the one that asks it."""
        match self._project.infer(call.func, function):
            case FunctionRef(function=asked):
                pass
            case _:
                return
        frame = Frame(asked, call, function, None)
        for compared in self._answered(asked, outcome):
            found = self._project.errors.fetches.thing(compared.thing, asked)
            thing = self._at(found, frame) if isinstance(found, Up) else found
            other = self._project.errors.fetches.asker(compared.other, asked)
            who = self._at(other, frame) if isinstance(other, Up) else None
            if who is None and other is not True:
                continue
            if isinstance(thing, LookedUp):
                yield compared, _Claim(thing, who, function), compared.thing.id
            elif isinstance(thing, facts.Name):
                yield compared, _Claim(thing, who, function), thing.id

    def _answered(self, asked: Function, outcome: bool) -> Iterator[Compared]:
        """What the one answer of a function compares that says so."""
        returned = [
            each
            for each in self._project.errors.situations.of(asked)
            if isinstance(each.stmt, facts.Return) and each.stmt.value is not None
        ]
        deciding = [each for each in returned if not _is_constant(each, not outcome)]
        if len(deciding) != 1:
            return
        only = deciding[0]
        assert isinstance(only.stmt, facts.Return)
        assert only.stmt.value is not None
        if _is_constant(only, outcome) and only.tests:
            found = refused(only.tests[-1].expr, only.tests[-1].outcome)
        else:
            found = refused(only.stmt.value, outcome)
        for compared in found.compared:
            beside = (*found.beside, *(each.expr for other in returned for each in other.tests if other is not only))
            if not any(narrows(each, compared.thing.id) for each in beside) and not found.instead:
                yield compared

    def _at(self, up: Up, frame: Frame) -> facts.Expr | None:
        """What a call hands to a function."""
        if not up.is_self:
            return self._project.web.origins.given(frame, up.parameter)
        return frame.call.func.value if isinstance(frame.call.func, facts.Attribute) else None

    # where the object comes from, and who asks

    def _settled(self, claim: _Claim, depth: int) -> LookedUp | None:
        """Where the object of a claim was looked up, by a way on which who asks is known to."""
        fetches, function = self._project.errors.fetches, claim.function
        thing = claim.thing if isinstance(claim.thing, LookedUp) else fetches.thing(claim.thing, function)
        asker = True if claim.who is None else fetches.asker(claim.who, function)
        if thing is None or asker is False or depth == 0:
            return None
        if isinstance(thing, LookedUp) and asker is True:
            return thing
        known = thing.given if isinstance(thing, LookedUp) and thing.function is function else frozenset()
        if isinstance(asker, Up) and asker.parameter.name in known:  # it is looked up among those of who asks
            return None
        for frame in self._project.web.callers.of(function):
            if not isinstance(frame.scope, Function):
                continue
            inner = thing if isinstance(thing, LookedUp) else self._at(thing, frame)
            who = self._at(asker, frame) if isinstance(asker, Up) else None
            if inner is None or (who is None and asker is not True):
                continue
            if isinstance(inner, facts.Name) and self._is_shown(inner.id, frame.scope, frame.call.start):
                continue
            found = self._settled(_Claim(inner, who, frame.scope), depth - 1)
            if found is not None:
                return found
        return None


def _is_constant(at: Situation, value: bool) -> bool:
    stmt = at.stmt
    return isinstance(stmt, facts.Return) and isinstance(stmt.value, facts.Constant) and stmt.value.kind == str(value)
