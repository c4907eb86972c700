"""Exception handlers: which errors the applications of a project turn into answers, and by which functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Place
from archlint.project.code.expressions import argument
from archlint.project.code.modules import Function, Module
from archlint.project.errors.clauses import Error
from archlint.project.flow.bindings import Bindings, Item, Unpacked
from archlint.project.inference.inference import Scope
from archlint.project.inference.origins import Frame
from archlint.project.inference.values import Instance, Literal
from archlint.project.memory import remembered, remembered_between_runs
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_WORDS = frozenset({"add_exception_handler", "exception_handler", "exception_handlers"})


class Registered(Record, frozen=True, eq=False):
    """One error class, or status, that an application has a handler for."""

    error: Error | int | None
    """None where the source does not tell which."""
    handler: Function | None
    place: Place


class Handlers:
    """The handlers of a project's applications, tests left out."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @remembered
    def all(self) -> tuple[Registered, ...]:
        """Every registration, in the order of paths and places."""
        return tuple(self._project.file_by_file(self._within))

    @remembered_between_runs
    def _within(self, module: Module) -> Iterable[Registered]:
        for function in module.all_functions:
            yield from self._decorating(function)
        scopes: list[Function | Module] = [module, *module.mentioning(_WORDS | {"FastAPI"})]
        for scope in scopes:
            yield from self._called(scope, module)
            yield from self._put(scope, module)

    @remembered
    def _by_function(self) -> dict[Function, tuple[Registered, ...]]:
        found: dict[Function, tuple[Registered, ...]] = {}
        for each in self.all:
            if each.handler is not None:
                found[each.handler] = (*found.get(each.handler, ()), each)
        return found

    def of(self, function: Function) -> tuple[Registered, ...]:
        """What a function is registered for."""
        return self._by_function.get(function, ())

    @property
    def are_known(self) -> bool:
        """Whether it is told of every registration what it is for."""
        return all(each.error is not None for each in self.all)

    def _decorating(self, function: Function) -> Iterator[Registered]:
        for decorator in function.facts.decorators:
            match decorator:
                case facts.Call(func=facts.Attribute(attr="exception_handler"), args=args):
                    around = self._project.inference.around(function)
                    place = function.module.place(decorator)
                    given = args[0] if args else argument(decorator, "exc_class_or_status_code")
                    for error in self._errors(given, around, None):
                        yield Registered(error, function, place)

    def _called(self, scope: Function | Module, module: Module) -> Iterator[Registered]:
        for event in self._project.flow(scope).calls():
            call = event.expr
            match call.func:
                case facts.Attribute(value=app, attr="add_exception_handler"):
                    if isinstance(app, facts.Call):  # `super().add_exception_handler(…)`
                        continue
                    given, handler = argument(call, "exc_class_or_status_code", 0), argument(call, "handler", 1)
                    yield from self._added(given, handler, call, scope, module)
                case facts.Attribute(value=facts.Attribute(attr="exception_handlers"), attr="update"):
                    yield from self._table(call.args[0] if call.args else None, call, scope, module)
                case facts.Call(func=facts.Attribute(attr="exception_handler"), args=(given,)) if call.args:
                    yield from self._added(given, call.args[0], call, scope, module)
                case facts.Name() | facts.Attribute() if _may_say(call) and self._makes_app(call, scope):
                    said = self._project.web.options.of(call, scope).options.get("exception_handlers")
                    if said is None:
                        yield Registered(None, None, module.place(call))
                    else:
                        yield from self._table(said.value, call, said.scope, module)
                case _:
                    pass

    def _makes_app(self, call: facts.Call, scope: Scope) -> bool:
        return self._project.web.routers.kind_of(self._project.infer(call, scope)) == "app"

    def _put(self, scope: Function | Module, module: Module) -> Iterator[Registered]:
        """`app.exception_handlers[Error] = handler`."""
        if isinstance(scope, Function) and not scope.mentions_any(_WORDS):
            return
        for event in self._project.flow(scope).events:
            stmt = getattr(event, "stmt", None)
            for target in stmt.targets if isinstance(stmt, facts.Assign) else ():
                match target:
                    case facts.Subscript(value=facts.Attribute(attr="exception_handlers"), items=(given,)):
                        yield from self._added(given, stmt.value if stmt else None, target, scope, module)

    def _added(
        self,
        given: facts.Expr | None,
        handler: facts.Expr | None,
        at: facts.Located,
        scope: Function | Module,
        module: Module,
    ) -> Iterator[Registered]:
        if (pairs := self._pairs(given, handler, scope)) is not None:
            for key, value, where, at_frame in pairs:
                for function in self._functions(value, where, at_frame) or (None,):
                    for error in self._errors(key, where, at_frame):
                        yield Registered(error, function, module.place(at))
            return
        routers = self._project.web.routers
        exprs = tuple(each for each in (given, handler) if each is not None)
        for frame in routers.contexts(exprs, scope):
            functions = self._functions(handler, scope, frame)
            for error in self._errors(given, scope, frame):
                for function in functions or (None,):
                    yield Registered(error, function, module.place(at))

    def _pairs(
        self, given: facts.Expr | None, handler: facts.Expr | None, scope: Function | Module
    ) -> list[tuple[facts.Expr, facts.Expr, Scope, Frame | None]] | None:
        """What a loop over pairs hands on together; None where the two do not come from one loop."""
        if not isinstance(given, facts.Name) or not isinstance(handler, facts.Name):
            return None
        flow = self._project.flow(scope)
        of_key, of_value = _drawn_from(flow.reaching(given), 0), _drawn_from(flow.reaching(handler), 1)
        if of_key is None or of_key is not of_value:
            return None
        pairs = [
            (each.items[0], each.items[1], where, frame)
            for each, where, frame in self._project.web.origins.elements(of_key, scope)
            if isinstance(each, facts.Collection) and len(each.items) == 2
        ]
        return pairs or None

    def _table(self, table: facts.Expr | None, at: facts.Located, scope: Scope, module: Module) -> Iterator[Registered]:
        if isinstance(table, facts.Constant):
            return
        origins = [] if table is None else self._project.web.origins.of(table, scope)
        if not origins:
            yield Registered(None, None, module.place(at))
        for origin in origins:
            if not isinstance(origin.what, facts.Dict):
                yield Registered(None, None, module.place(at))
                continue
            for key, value in zip(origin.what.keys, origin.what.values, strict=True):
                where = origin.scope if isinstance(origin.scope, Module) else origin.scope.module
                if key is None:
                    yield Registered(None, None, where.place(value))
                    continue
                functions = self._functions(value, origin.scope, origin.frame)
                for error in self._errors(key, origin.scope, origin.frame):
                    for function in functions or (None,):
                        yield Registered(error, function, where.place(key))

    def _errors(self, given: facts.Expr | None, scope: Scope, frame: Frame | None) -> list[Error | int | None]:
        if given is None:
            return [None]
        if (error := self._project.errors.clauses.error(given, scope)) is not None:
            return [error]
        match self._project.infer(given, scope):
            case Literal(value=int() as code):
                return [code]
        if (status := self._project.web.texts.status(given, scope, frame)) is not None:
            return [status]
        found: list[Error | int | None] = []
        for origin in self._project.web.origins.of(given, scope, frame):
            if isinstance(origin.what, facts.Expr):
                found.append(self._project.errors.clauses.error(origin.what, origin.scope))
            elif isinstance(origin.what, facts.Parameter):
                found.append(None)
            else:
                found.append(origin.what if not isinstance(origin.what, Function) else None)
        return found or [None]

    def _functions(self, expr: facts.Expr | None, scope: Scope, frame: Frame | None) -> list[Function]:
        if expr is None:
            return []
        handlers = []
        for origin in self._project.web.origins.of(expr, scope, frame):
            if isinstance(origin.what, Function):
                handlers.append(origin.what)
            elif isinstance(origin.what, facts.Call):
                made = self._project.infer(origin.what, origin.scope)
                if isinstance(made, Instance) and not isinstance(made.of, str):
                    method = self._project.inference.members.method(made.of, "__call__")
                    handlers += [] if method is None else [method]
        return handlers


def _may_say(call: facts.Call) -> bool:
    """Whether a call says something of exception handlers, or hands on keywords that may."""
    return any(each.name in ("exception_handlers", None) for each in call.keywords)


def _drawn_from(bindings: Bindings, index: int) -> facts.Expr | None:
    """What a loop iterates whose target's part at `index` a name is."""
    drawn = {
        each.of.iterable
        for each in bindings
        if isinstance(each, Unpacked) and each.index == index and isinstance(each.of, Item)
    }
    return next(iter(drawn)) if len(drawn) == 1 else None
