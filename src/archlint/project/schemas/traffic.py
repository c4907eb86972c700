"""What clients send and what they are answered with: the models of request bodies and of responses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Note, Place
from archlint.project.code.expressions import uncalled
from archlint.project.code.modules import Class, Function
from archlint.project.inference.inference import Scope
from archlint.project.inference.values import Instance, Value
from archlint.project.memory import memory, remembered, remembered_between_runs
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project
    from archlint.project.web.routes import Route

_ELSEWHERE = frozenset({"Cookie", "Header", "Path", "Query"})
"""Where FastAPI reads a parameter from that is no body, by the name of the marker."""
_BODILESS = frozenset({"GET", "HEAD", "OPTIONS"})


class Body(Record, frozen=True, eq=False):
    """A parameter that FastAPI fills from the request's body with an object of a model."""

    route: Route
    function: Function
    """The handler, or a dependency of it."""
    parameter: facts.Parameter
    cls: Class

    @property
    def place(self) -> Place:
        return self.function.module.place(self.parameter)


class Answer(Record, frozen=True, eq=False):
    """A route that answers with objects of a model, alone or inside others."""

    route: Route
    cls: Class
    by: Place
    """The declaration of the model, or the handler that makes the object."""
    model: facts.Expr | None
    """The declared type; None where only what the handler returns tells."""
    scope: Scope


class Traffic:
    """The models that cross the wire."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._closures: dict[Class, tuple[Class, ...]] = memory()
        self._known: dict[Function, tuple[tuple[facts.Parameter, Class], ...]] = memory()

    @remembered
    def bodies(self) -> tuple[Body, ...]:
        """Every body of every route; a model inside a list or another generic type counts."""
        return tuple(body for route in self._project.routes for body in self._bodies(route))

    @remembered
    def answers(self) -> tuple[Answer, ...]:
        """Every model that a route names for its answer, or that its handler is seen to return."""
        return tuple(answer for route in self._project.routes for answer in self._answers(route))

    def sent(self, cls: Class) -> tuple[Body, ...]:
        """The bodies that are objects of a model itself."""
        return self._sent.get(cls, ())

    def answered(self, cls: Class) -> tuple[Answer, ...]:
        """The answers that name a model itself."""
        return self._answered.get(cls, ())

    def inside(self, cls: Class) -> tuple[Class, ...]:
        """A model and all those in its fields, in turn."""
        if (known := self._closures.get(cls)) is not None:
            return known
        found: dict[Class, None] = {cls: None}
        pending = [cls]
        while pending:
            current = pending.pop()
            for inner in self._held(current):
                if inner not in found:
                    found[inner] = None
                    pending.append(inner)
        known = self._closures[cls] = tuple(found)
        return known

    @remembered
    def carried(self) -> dict[Class, tuple[Answer, ...]]:
        """The answers that hold objects of each model, over all fields."""
        found: dict[Class, dict[Answer, None]] = {}
        for each in self.answers:
            for inner in self.inside(each.cls):
                found.setdefault(inner, {})[each] = None
        return {cls: tuple(those) for cls, those in found.items()}

    @remembered
    def brought(self) -> dict[Class, tuple[Body, ...]]:
        """The bodies that hold objects of each model, over all fields."""
        found: dict[Class, dict[Body, None]] = {}
        for each in self.bodies:
            for inner in self.inside(each.cls):
                found.setdefault(inner, {})[each] = None
        return {cls: tuple(those) for cls, those in found.items()}

    @remembered
    def _sent(self) -> dict[Class, tuple[Body, ...]]:
        found: dict[Class, list[Body]] = {}
        for each in self.bodies:
            found.setdefault(each.cls, []).append(each)
        return {cls: tuple(each) for cls, each in found.items()}

    @remembered
    def _answered(self) -> dict[Class, tuple[Answer, ...]]:
        found: dict[Class, list[Answer]] = {}
        for each in self.answers:
            found.setdefault(each.cls, []).append(each)
        return {cls: tuple(each) for cls, each in found.items()}

    def _held(self, cls: Class) -> Iterator[Class]:
        shapes = self._project.schemas.shapes
        for field in shapes.of(cls).values():
            yield from shapes.classes(field.annotation, field.cls)

    # requests

    @remembered_between_runs
    def _bodies(self, route: Route) -> Iterable[Body]:
        if route.handler is None or route.is_websocket or route.is_plain or _BODILESS.issuperset(route.methods):
            return
        providers = (each.provider for each in self._project.web.demands.tree(route))
        for function in (route.handler, *(each for each in providers if isinstance(each, Function))):
            for parameter, cls in self._sent_to(function):
                yield Body(route, function, parameter, cls)

    def _sent_to(self, function: Function) -> tuple[tuple[facts.Parameter, Class], ...]:
        known = self._known.get(function)
        if known is None:
            known = self._known[function] = tuple(self._parameters(function))
        return known

    def _parameters(self, function: Function) -> Iterator[tuple[facts.Parameter, Class]]:
        around = self._project.inference.around(function)
        for parameter in function.facts.parameters:
            if parameter.annotation is None or parameter.kind in ("args", "kwargs"):
                continue
            classes = list(self._project.schemas.shapes.classes(parameter.annotation, around))
            if not classes or self._project.injection.is_injected(parameter, function):
                continue
            if not self._is_read_elsewhere(parameter, around):
                yield from ((parameter, cls) for cls in classes)

    def _is_read_elsewhere(self, parameter: facts.Parameter, around: Scope) -> bool:
        """Whether a marker sends FastAPI to the query, the path, a header or a cookie."""
        assert parameter.annotation is not None
        said = [*self._project.schemas.shapes.shape(parameter.annotation, around).extras]
        said += [] if parameter.default is None else [(parameter.default, around)]
        for expr, scope in said:
            called = uncalled(expr)
            name = self._project.name_of(called, scope)
            if name.startswith("fastapi.") and name.rpartition(".")[2] in _ELSEWHERE:
                return True
        return False

    # responses

    @remembered_between_runs
    def _answers(self, route: Route) -> Iterable[Answer]:
        shapes = self._project.schemas.shapes
        said = route.option("response_model")
        if said is not None:
            for cls in shapes.classes(said.value, said.scope):
                yield Answer(route, cls, route.place, said.value, said.scope)
            return
        handler = route.handler
        if handler is None or route.is_websocket or route.is_plain or route.is_open:
            return
        around = self._project.inference.around(handler)
        if handler.facts.returns is not None:
            for cls in shapes.classes(handler.facts.returns, around):
                yield Answer(route, cls, handler.module.place(handler.facts.returns), handler.facts.returns, around)
            return
        for cls in self._made(self._project.inference.results.returned(handler)):
            yield Answer(route, cls, handler.place, None, around)

    def _made(self, value: Value) -> Iterator[Class]:
        """The model of an object that a handler without any declaration returns, or of the items of a list."""
        match value:
            case Instance(of=Class() as cls) if self._project.schemas.is_model(cls):
                yield cls
            case Instance(of="builtins.list", args=(Instance(of=Class() as cls),)) if self._project.schemas.is_model(
                cls
            ):
                yield cls
            case _:
                return


def shown(route: Route) -> str:
    """A route as people name it: `POST /patients`; its handler where the path cannot be told."""
    methods = "/".join(route.methods)
    path = route.path or route.own_path
    if path:
        return f"{methods} {path}".strip()
    return f"{methods} {'/' if route.handler is None else route.handler.name}".strip()


def sends(body: Body) -> Note:
    """Where a model is a request's body."""
    return Note(body.place, f"`{shown(body.route)}` takes it as its body")


def answers(answer: Answer, cls: Class | None = None) -> Note:
    """Where a model is answered with; `cls` is the model that is told of, where another one may hold it."""
    if cls is None or cls is answer.cls:
        return Note(answer.by, f"`{shown(answer.route)}` answers with it")
    return Note(answer.by, f"`{shown(answer.route)}` answers with `{answer.cls.name}`, which holds it")
