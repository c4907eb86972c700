"""By which routes something can be read, and whether by everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import walk, words
from archlint.project.code.modules import Class, Function
from archlint.project.code.readings import expressions
from archlint.project.errors.existence.ownership import role_of
from archlint.project.inference.values import ClassRef, Instance
from archlint.project.memory import memory
from archlint.project.web.nouns import is_parameter, segments
from archlint.project.web.routes import Route

if TYPE_CHECKING:
    from archlint.project.project import Project

_STEPS = 5
_FUNCTIONS = 120
"""How many functions are looked into for one route."""
_RIGHTS = re.compile(
    r"(?:^|_)(?:admin|administrator|manager|moderator|permissions?|privileges?|roles?|scopes?|staff|superadmin|superuser)(?:_|$)",
    re.IGNORECASE,
)
_OWN = frozenset({"current", "me", "mine", "my", "self"})
_COMPARES = frozenset({"==", "!=", "is", "is not", "in", "not in"})


class Readers:
    """Tells them by what routes run."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._reached: dict[Route, frozenset[Function]] = memory()
        self._knowing: dict[Function, bool] = memory()

    def leading_to(self, function: Function) -> list[Route]:
        """The routes that run a function, as far as can be told."""
        return [each for each in self._project.routes if function in self._reach(each)]

    def is_secret(self, entity: Class | None, owner: str, checked: list[Route]) -> bool:
        """Whether others than its owner cannot read an object, where some routes refuse them.

        Routes that read it and do not refuse them have to ask for its owner, or be for the staff; and one must be
        there that keeps it from others, since what no route reads may be part of something else.
        """
        is_refused = False
        for route in self._project.routes:
            if "GET" not in route.methods:
                continue
            if route in checked:
                is_refused = True
            elif _is_own(route) or self._is_for_staff(route):
                continue
            elif self._reads(route, entity, checked):
                if not self._asks_for_owner(route, owner, entity):
                    return False
                is_refused = True
        return is_refused

    def _reads(self, route: Route, entity: Class | None, checked: list[Route]) -> bool:
        if entity is not None and self._speaks_of(route, entity):
            return True
        shape = _shape(route)
        return shape is not None and any(shape in _above(each) for each in checked)

    def _speaks_of(self, route: Route, entity: Class) -> bool:
        """Whether what a route runs names a class, or it answers with a schema of it, alone or inside others."""
        if any(each.mentions(entity.name) for each in self._reach(route)):
            return True
        schemas = self._project.schemas
        shown = (entity, *(each.schema for each in schemas.pairs.shown(entity)))
        return any(each.route is route for cls in shown for each in schemas.traffic.carried.get(cls, ()))

    def _is_for_staff(self, route: Route) -> bool:
        """Whether a dependency refuses those without a role: it is called so, or raises by a condition over one."""
        for each in self._project.web.demands.tree(route):
            for provider in each.providers:
                if _RIGHTS.search(provider.name) or _RIGHTS.search(provider.qualname.partition(".")[0]):
                    return True
                if isinstance(provider, Function) and self._refuses_by_role(provider):
                    return True
        return False

    def _refuses_by_role(self, provider: Function) -> bool:
        return any(
            isinstance(each.stmt, facts.Raise) and each.tests and any(map(_RIGHTS.search, words(each.tests[-1].expr)))
            for each in self._project.errors.situations.of(provider)
        )

    def _asks_for_owner(self, route: Route, owner: str, entity: Class | None) -> bool:
        """Whether what a route runs compares the owner, or looks up by it, and knows who asks."""
        reached = self._reach(route)
        return any(map(self._knows_who, reached)) and any(self._compares(each, owner, entity) for each in reached)

    def _knows_who(self, function: Function) -> bool:
        known = self._knowing.get(function)
        if known is None:
            known = self._knowing[function] = any(
                isinstance(each, (facts.Name, facts.Attribute))
                and self._project.errors.fetches.asker(each, function) is True
                for expr in expressions(function, "body")
                for each in walk(expr)
            )
        return known

    def _compares(self, function: Function, owner: str, entity: Class | None) -> bool:
        """Whether a function compares an attribute that tells the owner, or hands a value for it on."""
        if not any(role_of(each) == owner for each in function.words):
            return False
        for expr in expressions(function, "body"):
            for each in walk(expr):
                match each:
                    case facts.Operator(ops=ops, operands=operands) if not _COMPARES.isdisjoint(ops):
                        if any(
                            self._tells(inner, owner, entity, function) for part in operands for inner in walk(part)
                        ):
                            return True
                    case facts.Call(keywords=keywords):
                        if any(word.name is not None and role_of(word.name) == owner for word in keywords):
                            return True
                    case _:
                        pass
        return False

    def _tells(self, expr: facts.Expr, owner: str, entity: Class | None, function: Function) -> bool:
        """Whether an expression reads the owner of something that may be of the class."""
        match expr:
            case facts.Attribute(attr=word) | facts.Subscript(items=(facts.String(value=word),)):
                if role_of(word) != owner:
                    return False
                match self._project.infer(expr.value, function):
                    case ClassRef(cls=Class() as cls) | Instance(of=Class() as cls):
                        return entity is None or cls is entity
                    case _:
                        return True
            case _:
                return False

    def _reach(self, route: Route) -> frozenset[Function]:
        """The handler of a route and its dependencies, with what they call; those left out that tell who asks."""
        known = self._reached.get(route)
        if known is None:
            known = self._reached[route] = frozenset(self._run_by(route))
        return known

    def _run_by(self, route: Route) -> Iterator[Function]:
        providers = (each for found in self._project.web.demands.tree(route) for each in found.providers)
        level = [
            each for each in providers if isinstance(each, Function) and not self._project.errors.fetches.is_asker(each)
        ]
        level = list(dict.fromkeys(level if route.handler is None else (route.handler, *level)))
        seen = set(level)
        yield from level
        for _ in range(_STEPS):
            level = [
                edge.target
                for each in level
                for edge in self._project.edges(each)
                if edge.how in ("calls", "reads") and edge.target not in seen
            ]
            level = list(dict.fromkeys(level))[: max(0, _FUNCTIONS - len(seen))]
            seen.update(level)
            yield from level


def _is_own(route: Route) -> bool:
    """Whether a route, by its path, is about whoever asks."""
    return not _OWN.isdisjoint(segments(route.path or route.own_path or ""))


def _shape(route: Route) -> tuple[str, ...] | None:
    """The parts of a path, its parameters without their names."""
    if route.path is None:
        return None
    return tuple("{}" if is_parameter(each) else each for each in segments(route.path))


def _above(route: Route) -> set[tuple[str, ...]]:
    """The shapes of a route's own path, of what its last parameter names, and of the collection that holds it."""
    shape = _shape(route)
    if shape is None:
        return set()
    last = max((at for at, each in enumerate(shape) if each == "{}"), default=None)
    return {shape} if last is None else {shape, shape[: last + 1], shape[:last]}
