"""Checks of roles and permissions: which dependencies are one, and which handlers make one by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from archlint import facts
from archlint.project.code.expressions import awaited, uncalled, walk
from archlint.project.code.modules import Function
from archlint.project.code.spelling import spelled
from archlint.project.code.statements import statements
from archlint.project.flow.events import StmtEvent
from archlint.project.inference.inference import Inference
from archlint.project.memory import remembered, remembered_between_runs
from archlint.project.web.demands import Demands
from archlint.project.web.injection import Dependency, Injection
from archlint.project.web.principals import Principals, known_as
from archlint.project.web.routes import Route, Routes
from archlint.records import Record

_WHAT = r"(admin\w*|permissions?|privileges?|roles?|scopes?|staff|super_?users?|super_?admins?)"
_CHECKS = re.compile(
    rf"^_?(allow|assert|authorize|check|ensure|has|is|must_(be|have)|need|only|requires?|validate|verify)\w*_{_WHAT}(_|$)"
    rf"|^_?{_WHAT}_(only|required|checker|check|guard)$|^(require|requires|allow|check|has|need)s?_?{_WHAT}$"
    rf"|^can_(access|administer|create|delete|edit|manage|modify|read|view|write)(_|$)",
    re.IGNORECASE,
)
"""How those call a function who let it refuse everybody without a role."""
_CLASSES = re.compile(
    r"(Role|Permission|Scope|Admin)s?\w*(Check(er)?|Dependency|Guard|Required|Verifier)$|^(Require|Check)\w*(Role|Permission|Scope)s?$"
)
_ATTRIBUTES = re.compile(
    r"^(is_|has_|can_)?(admin|moderator|permissions?|roles?|scopes?|staff|super_?user|super_?admin)$|^is_(admin|staff|super)\w*$|^role(_\w+)?$"
)
_USER = re.compile(
    r"(^|_)current_(user|account|member|principal|subject|active\w*)(_|$)|^(get_)?(principal|user|current)$"
)


_MISSES = frozenset({"not", "!=", "not in"})
Users: TypeAlias = Mapping[str, Dependency]
"""The parameters of a handler that tell who asks."""


class ByHand(Record, frozen=True, eq=False):
    """A place where a handler checks a role itself."""

    at: facts.Located
    what: str
    """What is checked, for a message: "`user.role`", "`require_admin(user)`"."""
    principal: Dependency


class Roles:
    """Finds what stands outside the chain from the user to the role."""

    def __init__(
        self,
        inference: Inference,
        injection: Injection,
        demands: Demands,
        principals: Principals,
        routes: Routes,
    ) -> None:
        self._inference = inference
        self._injection = injection
        self._demands = demands
        self._principals = principals
        self._routes = routes

    @remembered
    def user(self) -> Function | None:
        """The dependency that most routes know the user by; None where there is none."""
        counts: dict[Function, int] = {}
        for route in self._routes:
            for provider in self._users_of(route):
                counts[provider] = counts.get(provider, 0) + 1
        return max(counts, key=lambda each: (counts[each], each.symbol)) if counts else None

    @remembered_between_runs
    def _users_of(self, route: Route) -> Iterable[Function]:
        for each in self._demands.tree(route):
            provider = each.provider
            if isinstance(provider, Function) and _USER.search(provider.name):
                yield provider

    def is_outside(self, provider: Function) -> bool:
        """Whether a provider refuses those without a role, and asks nobody who they are.

        Told by its name and by raising; only where the project has a dependency for the user.
        """
        if self.user is None or provider is self.user or not _is_named_so(provider) or not self._raises(provider):
            return False
        if self._principals.provider_reaches(provider):
            return False
        tree = self._injection.tree(self._injection.dependencies(provider))
        return not any(not each.providers or self._tells_user(each) for each in tree)

    def _raises(self, provider: Function) -> bool:
        events = self._inference.flow(provider).events
        return any(isinstance(each, StmtEvent) and isinstance(each.stmt, facts.Raise) for each in events)

    def by_hand(self, handler: Function) -> Iterator[ByHand]:
        """The checks of the user's role that a handler makes itself, of nothing but the user, and before all else."""
        principals = {
            each.parameter: each
            for each in self._injection.dependencies(handler)
            if each.parameter is not None and self._tells_user(each)
        }
        for stmt in handler.body if principals else ():
            match stmt:
                case facts.If(branches=(facts.Branch(test=test, body=(*_, facts.Raise())),), orelse=()):
                    if (found := self._read(test, principals, handler)) is not None:
                        yield ByHand(test, *found)
                        continue
                case facts.Evaluate(value=value):
                    if (found := self._called(value, principals, handler)) is not None:
                        yield ByHand(value, *found)
                case _:
                    pass
            if any(isinstance(each, facts.Return) for each in statements((stmt,))):
                return

    def _tells_user(self, dependency: Dependency) -> bool:
        provider = dependency.provider
        if isinstance(provider, Function) and _USER.search(provider.name):
            return True
        return self._principals.reaches_scheme(dependency)

    def _read(self, test: facts.Expr, users: Users, handler: Function) -> tuple[str, Dependency] | None:
        """The role that a test misses, where it reads nothing else that the handler works out."""
        found: tuple[str, Dependency] | None = None
        misses = False
        for part in walk(test):
            match part:
                case facts.Attribute(value=facts.Name(id=name), attr=attr) if name in users:
                    if not _ATTRIBUTES.search(attr):
                        return None
                    found = f"{name}.{attr}", users[name]
                case facts.Name(id=name) if name not in users and self._is_own(name, handler):
                    return None
                case facts.Subscript(value=facts.Name(id=name), items=(facts.String(value=key),)) if name in users:
                    if not _ATTRIBUTES.search(key):
                        return None
                    found = f'{name}["{key}"]', users[name]
                case facts.Call() | facts.Await() | facts.Subscript():
                    return None
                case facts.Operator(ops=ops):
                    misses = misses or not _MISSES.isdisjoint(ops)
                case _:
                    pass
        return found if misses else None

    def _called(self, value: facts.Expr, users: Users, handler: Function) -> tuple[str, Dependency] | None:
        """The check that a statement calls on the user, with nothing else that the handler works out."""
        call = awaited(value)
        if not isinstance(call, facts.Call):
            return None
        checker = uncalled(call.func)  # `require_role("admin")(user)`
        if not isinstance(checker, (facts.Name, facts.Attribute)):
            return None
        if not _CHECKS.search(checker.id if isinstance(checker, facts.Name) else checker.attr):
            return None
        names = [each.id for each in walk(call) if isinstance(each, facts.Name)]
        asked = [each for each in names if each in users]
        if not asked or any(each not in users and self._is_own(each, handler) for each in names):
            return None
        return spelled(call), users[asked[0]]

    def _is_own(self, name: str, handler: Function) -> bool:
        """Whether a name is the handler's own: a parameter, or bound in its body."""
        return name in self._inference.flow(handler).bound


def _is_named_so(provider: Function) -> bool:
    name = known_as(provider)
    return any(each.search(name) for each in (_CHECKS, _CLASSES)) or _CHECKS.search(provider.name) is not None
