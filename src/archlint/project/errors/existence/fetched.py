"""Objects that were looked up by what a client gave, and who asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import awaited, last_word, walk
from archlint.project.code.modules import Class, Function
from archlint.project.errors.existence.ownership import path
from archlint.project.flow.bindings import Assigned, Binding, Parameter
from archlint.project.inference.origins import has_receiver
from archlint.project.inference.values import Awaitable, ClassRef, FunctionRef, Instance
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_DEPTH = 4
_WHO = re.compile(
    r"(?:acting|authed|authenticated|calling|current|logged_in|requesting)_\w+|"
    r"(?:auth_user|caller|identity|principal|requester|viewer)(?:_\w*id)?",
    re.IGNORECASE,
)
"""How those call who asks."""
_PROVIDES = re.compile(
    r"^_?(?:get_|require_|load_)?(?:current|auth|authenticated|logged_in)_\w+|principal", re.IGNORECASE
)
_OF_SELF = frozenset({"account", "current_user", "identity", "principal", "user"})
_OF_REQUEST = frozenset({"state", "user"})
_KEYS = re.compile(r"(?:^|_)(?:id|pk|slug|uuid)$", re.IGNORECASE)
_SECRETS = re.compile(r"(?:^|_)(?:code|hash|nonce|otp|secret|signature|state|token)$", re.IGNORECASE)
"""Keys that nobody can try out one by one."""
_LOOKUPS = frozenset({"find_one", "get_or_none"})
_DOCUMENTS = frozenset({"beanie.Document", "beanie.odm.documents.Document", "odmantic.Model"})


class LookedUp(Record, frozen=True, eq=False):
    """An object that a function looked up by what it was given."""

    value: facts.Expr
    """What looked it up."""
    function: Function
    entity: Class | None
    given: frozenset[str]
    """The parameters of the function that went into it."""


class Up(Record, frozen=True):
    """What a function is given by its callers: a parameter, or the object whose method it is."""

    parameter: facts.Parameter
    is_self: bool


class Fetches:
    """Tells them; whatever is in doubt is neither."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def thing(self, expr: facts.Expr, function: Function) -> LookedUp | Up | None:
        """How a function comes by an object."""
        if not isinstance(expr, facts.Name):
            return self._looked_up(expr, function)
        bindings = self._project.flow(function).reaching(expr)
        values = [value for each in bindings if (value := _assigned(each)) is not None]
        if values and len(values) == len(bindings):
            kept = [each for each in values if not isinstance(each, facts.Constant)]
            found = [self._looked_up(each, function) for each in kept]
            return found[0] if found and None not in found else None
        match bindings:
            case (Parameter(parameter=parameter),):
                return self._given(parameter, function)
            case _:
                return None

    def asker(self, expr: facts.Expr, function: Function) -> bool | Up:
        """Whether an expression is who asks, or something that tells them; `Up` where the callers know."""
        inner = awaited(expr)
        read = path(inner)
        if read is None:
            return isinstance(inner, facts.Call) and self._provides(inner, function)
        name, attributes = read
        if name.id == "self" and attributes and attributes[0] in _OF_SELF:
            return True
        if name.id == "request" and attributes and attributes[0] in _OF_REQUEST:
            return True
        bindings = self._project.flow(function).reaching(name)
        match bindings:
            case (Parameter(parameter=parameter),):
                return self._asking(parameter, function)
            case (Assigned(value=value),) if value is not None:
                return self.asker(value, function)
            case _:
                return False

    def _provides(self, call: facts.Call, function: Function) -> bool:
        match self._project.infer(call.func, function):
            case FunctionRef(function=called):
                return _PROVIDES.search(called.name) is not None or self._project.web.principals.provider_reaches(
                    called
                )
            case _:
                return False

    def _asking(self, parameter: facts.Parameter, function: Function) -> bool | Up:
        if has_receiver(function) and parameter is function.facts.parameters[0]:
            return Up(parameter, is_self=True)
        for each in self._project.injection.dependencies(function):
            if each.parameter == parameter.name:
                if each.providers:
                    return all(isinstance(found, Function) and self.is_asker(found) for found in each.providers)
                return self._project.web.principals.reaches_scheme(each) or _WHO.fullmatch(parameter.name) is not None
        if _WHO.fullmatch(parameter.name):
            return True
        if self._is_run_by_fastapi(function):
            return False
        return Up(parameter, is_self=False)

    def is_asker(self, provider: Function) -> bool:
        """Whether a dependency tells who asks, and looks nothing up by what a client gave."""
        if not self._project.web.principals.is_principal(provider):
            return False
        injection = self._project.injection
        below = (found for each in injection.tree(injection.dependencies(provider)) for found in each.providers)
        return not any(map(self._is_keyed, (provider, *(each for each in below if isinstance(each, Function)))))

    def _is_keyed(self, provider: Function) -> bool:
        """Whether a dependency takes the id of something from the path, the query or the body."""
        return any(
            _KEYS.search(each.name) is not None
            and not self._project.injection.is_injected(each, provider)
            and not any(_is_carried(said) for said in (each.annotation, each.default) if said is not None)
            for each in provider.facts.parameters
        )

    def _is_run_by_fastapi(self, function: Function) -> bool:
        return self._project.web_side(function) is not None or self._project.is_dependency(function)

    def _given(self, parameter: facts.Parameter, function: Function) -> LookedUp | Up | None:
        if has_receiver(function) and parameter is function.facts.parameters[0]:
            return Up(parameter, is_self=True)
        for each in self._project.injection.dependencies(function):
            if each.parameter == parameter.name:
                provider = each.provider
                return self._provided(provider) if isinstance(provider, Function) else None
        return None if self._is_run_by_fastapi(function) else Up(parameter, is_self=False)

    def _provided(self, provider: Function) -> LookedUp | None:
        """What a dependency looks up and hands on."""
        returned = [
            each for each in self._project.web.origins.returns(provider) if not isinstance(each, facts.Constant)
        ]
        found = [self.thing(each, provider) for each in returned]
        first = found[0] if found and not self._knows_asker(provider) else None
        return first if isinstance(first, LookedUp) and all(isinstance(each, LookedUp) for each in found) else None

    def _knows_asker(self, provider: Function) -> bool:
        """Whether a dependency is handed who asks, and may have kept objects from them already."""
        return any(self._asking(each, provider) is True for each in provider.facts.parameters)

    def _looked_up(self, value: facts.Expr, function: Function) -> LookedUp | None:
        """What a value is where it was asked of the storage by a parameter, whoever asks."""
        parts = list(self._parts(value, function, _DEPTH))
        if not any(isinstance(each, facts.Call) for each in walk(value)):
            return None
        given: dict[str, facts.Parameter] = {}
        for each in parts:
            if isinstance(each, (facts.Name, facts.Attribute)) and self.asker(each, function) is True:
                return None
            if isinstance(each, facts.Name):
                for binding in self._project.flow(function).reaching(each):
                    if isinstance(binding, Parameter):
                        given[each.id] = binding.parameter
        keys = [
            each
            for name, each in given.items()
            if name not in ("self", "cls")
            and not _SECRETS.search(name)
            and not self._project.injection.is_injected(each, function)
            and self._project.sessions.kind(self._project.inference.lookups.parameter(each, function)) is None
        ]
        if not keys or not self._asks(value, parts, function):
            return None
        return LookedUp(value, function, self._entity(value, parts, function), frozenset(given))

    def _parts(self, expr: facts.Expr, function: Function, depth: int) -> Iterator[facts.Expr]:
        """An expression with all that it is made of, through local names."""
        for each in walk(expr):
            yield each
            if isinstance(each, facts.Name) and depth:
                for binding in self._project.flow(function).reaching(each):
                    if (value := _assigned(binding)) is not None:
                        yield from self._parts(value, function, depth - 1)

    def _asks(self, value: facts.Expr, parts: list[facts.Expr], function: Function) -> bool:
        if self._project.schemas.rows.row(value, function) is not None:
            return True
        if self._project.errors.stored.is_in(value, function):
            return True
        for each in parts:
            if isinstance(each, facts.Call):
                if isinstance(each.func, facts.Attribute) and each.func.attr in _LOOKUPS:
                    return True
                if isinstance(each.func, facts.Attribute) and self._document(each.func.value, function) is not None:
                    return True
                match self._project.infer(each.func, function):
                    case FunctionRef(function=called) if self._project.persistence.asks(called):
                        return True
                    case _:
                        pass
        return False

    def _document(self, expr: facts.Expr, function: Function) -> Class | None:
        """The class of documents that an expression is."""
        match self._project.infer(expr, function):
            case ClassRef(cls=cls) if any(self._project.derives(cls, each) for each in _DOCUMENTS):
                return cls
            case _:
                return None

    def _entity(self, value: facts.Expr, parts: list[facts.Expr], function: Function) -> Class | None:
        """The class of what is looked up, as its type says or, failing that, the ORM class that the query names."""
        if (row := self._project.schemas.rows.row(value, function)) is not None:
            return row
        made = self._project.infer(value, function)
        if isinstance(made, Awaitable):
            made = made.value
        if isinstance(made, Instance) and isinstance(made.of, Class):
            return made.of
        for each in parts:
            if isinstance(each, (facts.Name, facts.Attribute)):
                match self._project.infer(each, function):
                    case ClassRef(cls=cls) if self._project.schemas.rows.is_table(cls):
                        return cls
                    case _ if (document := self._document(each, function)) is not None:
                        return document
                    case _:
                        pass
        return None


def _is_carried(said: facts.Expr) -> bool:
    """Whether what stands beside a parameter takes it from a header or a cookie."""
    return any(last_word(each) in ("Cookie", "Header") for each in walk(said))


def _assigned(binding: Binding) -> facts.Expr | None:
    return binding.value if isinstance(binding, Assigned) else None
