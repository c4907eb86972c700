"""How routers are put together: include_router and mount, and the prefixes that this composes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from archlint import facts
from archlint.project.code.expressions import argument
from archlint.project.code.modules import Function, Module
from archlint.project.flow.events import CallEvent
from archlint.project.inference.inference import Inference
from archlint.project.inference.origins import Frame, Step
from archlint.project.inference.texts import Texts
from archlint.project.memory import Recursion, remembered, remembered_between_runs
from archlint.project.web.routers import Reached, Router, Routers, calls_of, may_be_one
from archlint.records import Record

Key: TypeAlias = tuple[Router | facts.Call, ...]
"""A router, and the calls that made it."""
_WORDS = frozenset({"include_router", "mount"})
_DEPTH = 16
"""How many routers may stand inside each other."""


class Include(Record, frozen=True, cache_hash=True):
    """One router put into another, or an application mounted in another, at a prefix."""

    parent: Router
    child: Router
    prefix: str | None
    """The child's own prefix included; None when unknown."""
    call: facts.Call
    scope: Function | Module
    frame: Frame | None
    parent_frame: Frame | None
    child_frame: Frame | None
    turn: int
    """Which of the children that the same call puts somewhere."""

    @property
    def module(self) -> Module:
        return self.scope if isinstance(self.scope, Module) else self.scope.module


class Mount(Record, frozen=True):
    """An application of any kind that answers everything below a path of another."""

    parent: Router
    path: str
    """Without a slash at its end."""
    call: facts.Call
    scope: Function | Module
    frame: Frame | None
    parent_frame: Frame | None

    @property
    def module(self) -> Module:
        return self.scope if isinstance(self.scope, Module) else self.scope.module


class Way(Record, frozen=True, eq=False):
    """How a router is put into another, over any number of others between them."""

    root: Router
    """The application that is served or, where that is as far as can be told, the outermost router known."""
    key: Key
    """Tells the root from others of the same source."""
    includes: tuple[Include, ...]
    """Outermost first."""
    is_served: bool
    """Whether the root is an application that is served as it is, so that paths are whole."""

    base: str
    """What stands before the paths of the router's own routes, from the root on."""


class Includes:
    """The tree of routers."""

    def __init__(self, inference: Inference, modules: dict[str, Module], routers: Routers, texts: Texts) -> None:
        self._inference = inference
        self._routers = routers
        self._texts = texts
        self._bases: Recursion[Key, tuple[str | None, ...]] = Recursion()
        self._modules = [each for each in modules.values() if not each.is_test]

    @remembered
    def all(self) -> tuple[Include, ...]:
        """In the order of paths and places."""
        return tuple(each for module in self._modules for each in self._within(module))

    @remembered
    def _parents(self) -> dict[Router, list[Include]]:
        found: dict[Router, list[Include]] = {}
        for each in self.all:
            found.setdefault(each.child, []).append(each)
        return found

    def parents(self, router: Router, frame: Frame | None = None) -> tuple[Include, ...]:
        """Every place that puts a router into another."""
        found = self._parents.get(router, ())
        if frame is None or not found:
            return tuple(found)
        made = calls_of(router, frame)
        return tuple(each for each in found if may_be_one(made, calls_of(router, each.child_frame)))

    def applications(self, router: Router, frame: Frame | None = None) -> tuple[Router, ...]:
        """The applications that serve a router's routes: itself, or the outermost ones it is put into."""
        found: list[Router] = []
        pending: list[tuple[Router, Frame | None]] = [(router, frame)]
        seen = {key_of(router, frame)}
        while pending:
            current, at = pending.pop()
            parents = self.parents(current, at)
            for each in parents:
                if (key := key_of(each.parent, each.parent_frame)) not in seen:
                    seen.add(key)
                    pending.append((each.parent, each.parent_frame))
            if current.kind == "app" and not parents and current not in found:
                found.append(current)
        return tuple(found)

    def bases(self, router: Router, frame: Frame | None = None) -> tuple[str | None, ...]:
        """What stands before the paths of a router's own routes, once for each way to an application.

        None stands for a way that cannot be told; a router that nothing is known to include has only that.
        """
        return self._bases.of(key_of(router, frame), lambda: tuple(dict.fromkeys(self._composed(router, frame))), ())

    @remembered
    def mounts(self) -> tuple[Mount, ...]:
        """Everything that is mounted on an application at a path that can be told, in the order of places."""
        return tuple(
            Mount(reached.router, text.rstrip("/"), call, scope, frame, reached.frame)
            for call, parent, path, scope in self._mounting
            for frame in self._routers.contexts((parent, path), scope)
            if (text := self._texts.of(path, scope, frame)) is not None
            for reached in self._routers.at(parent, scope, frame)
            if reached.router.kind == "app"
        )

    def ways(self, router: Router, frame: Frame | None = None, below: tuple[Include, ...] = ()) -> Iterator[Way]:
        """Every way to a router from where its paths begin, as far as prefixes are known."""
        if len(below) > _DEPTH:
            return
        parents = self.parents(router, frame)
        if not parents or any(each.prefix is None for each in parents):
            added = "".join(each.prefix or "" for each in below)
            is_served = not parents and router.kind == "app" and self._is_outermost(router)
            base = (self.own_prefix(Reached(router, frame)) or "") + added
            yield Way(router, key_of(router, frame), below, is_served, base)
        for each in parents:
            if each.prefix is not None and each not in below:
                yield from self.ways(each.parent, each.parent_frame, (each, *below))

    def _composed(self, router: Router, frame: Frame | None) -> Iterator[str | None]:
        parents = self.parents(router, frame)
        for each in parents:
            for base in self.bases(each.parent, each.parent_frame):
                yield None if base is None or each.prefix is None else base + each.prefix
        if not parents:
            yield "" if router.kind == "app" and self._is_outermost(router) else None

    def _is_outermost(self, app: Router) -> bool:
        """Whether an application that nothing mounts is served as it is.

        One that comes in by a parameter may be any: it is, as long as the project mounts no application.
        """
        return isinstance(app.made, facts.Call) or not any(each.child.kind == "app" for each in self.all)

    @remembered
    def _mounting(self) -> tuple[tuple[facts.Call, facts.Expr, facts.Expr, Function | Module], ...]:
        """The calls that mount something, each with what it is mounted on, the path and the scope."""
        return tuple(
            (event.expr, parent, path, scope)
            for module in self._modules
            for event, parent, scope in self._placing(module)
            if _mounts(event) and (path := argument(event.expr, "path", 0)) is not None
        )

    @remembered_between_runs
    def _within(self, module: Module) -> Iterable[Include]:
        for event, parent, scope in self._placing(module):
            if _mounts(event):
                child, path = argument(event.expr, "app", 1), argument(event.expr, "path", 0)
            else:
                child, path = argument(event.expr, "router", 0), argument(event.expr, "prefix")
            if child is not None:
                yield from self._included(event, parent, child, path, scope)

    @remembered_between_runs
    def _placing(self, module: Module) -> Iterable[tuple[CallEvent, facts.Expr, Function | Module]]:
        """The calls that put something into a router or application, each with that and the scope."""
        scopes: list[Function | Module] = [module, *module.mentioning(_WORDS)]
        for scope in scopes:
            for event in self._inference.flow(scope).calls():
                match event.expr.func:
                    case facts.Attribute(value=parent, attr="include_router" | "mount"):
                        if self._routers.kind(parent, scope) is not None:
                            yield event, parent, scope
                    case _:
                        pass

    def _included(
        self,
        event: CallEvent,
        parent: facts.Expr,
        child: facts.Expr,
        path: facts.Expr | None,
        scope: Function | Module,
    ) -> Iterator[Include]:
        call = event.expr
        involved = (parent, child) if path is None else (parent, child, path)
        turn = 0
        for frame in self._routers.contexts(involved, scope):
            is_open = self._routers.options.of(call, scope, frame).is_open
            for upper_step, lower_step, *path_step in self._turns(involved, event.context.loops, scope, frame):
                unsaid = None if is_open else ""
                added = self._texts.of(*path_step[0]) if path_step else unsaid
                for upper in self._routers.at(*upper_step):
                    for lower in self._routers.at(*lower_step):
                        own = self.own_prefix(lower)
                        prefix = None if added is None or own is None else added.rstrip("/") + own
                        yield Include(
                            upper.router, lower.router, prefix, call, scope, frame, upper.frame, lower.frame, turn
                        )
                        turn += 1

    def _turns(
        self,
        exprs: tuple[facts.Expr, ...],
        loops: tuple[facts.Loop, ...],
        scope: Function | Module,
        frame: Frame | None,
    ) -> list[tuple[Step, ...]]:
        """The expressions once for each turn of the loop whose names they are: `for router, prefix in PAIRS`."""
        names = {each.id for each in exprs if isinstance(each, facts.Name)}
        for loop in reversed(loops):
            if loop.target is not None and any(_position(name, loop.target) is not None for name in names):
                elements = self._routers.origins.elements(loop.iter, scope, frame)
                turns = [tuple(self._in_turn(each, loop.target, at, scope, frame) for each in exprs) for at in elements]
                if turns:
                    return turns
        return [tuple((each, scope, frame) for each in exprs)]

    def _in_turn(
        self, expr: facts.Expr, target: facts.Expr, element: Step, scope: Function | Module, frame: Frame | None
    ) -> Step:
        position = _position(expr.id, target) if isinstance(expr, facts.Name) else None
        if position is None:
            return expr, scope, frame
        if isinstance(target, facts.Name):
            return element
        for origin in self._routers.origins.of(*element):
            if isinstance(origin.what, facts.Collection) and position < len(origin.what.items):
                return origin.what.items[position], origin.scope, origin.frame
        return expr, scope, frame

    def own_prefix(self, reached: Reached) -> str | None:
        """The prefix that a router is made with; None when unknown."""
        router = reached.router
        if isinstance(router.made, facts.Parameter):
            return None
        if router.kind == "app":
            return ""
        said = self._routers.setting(router, "prefix", reached.frame)
        if said is not None:
            return self._texts.of(said.value, said.scope, said.frame)
        return None if self._routers.options.of(router.made, router.scope, reached.frame).is_open else ""


def key_of(router: Router, frame: Frame | None) -> Key:
    """What tells a router from others of the same source."""
    return router, *calls_of(router, frame)


def _position(name: str, target: facts.Expr) -> int | None:
    """Where a loop's target binds a name: its place in the tuple, 0 for the target itself."""
    items = target.items if isinstance(target, facts.Collection) else (target,)
    return next((at for at, each in enumerate(items) if isinstance(each, facts.Name) and each.id == name), None)


def _mounts(event: CallEvent) -> bool:
    return isinstance(event.expr.func, facts.Attribute) and event.expr.func.attr == "mount"
