"""Depends: what each function, route and class has handed to it, and by whom."""

from __future__ import annotations

from collections.abc import Iterator

from archlint import facts
from archlint.findings import Place
from archlint.project.code.expressions import argument, walk
from archlint.project.code.modules import Class, Function, Module
from archlint.project.inference.inference import Inference, Scope
from archlint.project.inference.origins import Frame, Origin, Origins
from archlint.project.inference.values import Instance, Value
from archlint.project.memory import memory
from archlint.records import Record

MARKERS = frozenset({"fastapi.Depends", "fastapi.Security"})
OTHER_MARKERS = frozenset(
    {
        "dependency_injector.wiring.Provide",
        "dependency_injector.wiring.Provider",
        "dishka.FromComponent",
        "dishka.FromDishka",
        "dishka.integrations.base.FromDishka",
        "dishka.integrations.fastapi.FromDishka",
        "fast_depends.Depends",
        "that_depends.Provide",
        "wireup.Inject",
        "wireup.Injected",
    }
)
"""What other injection frameworks write beside a parameter; whom they ask cannot be told."""


class Dependency(Record, frozen=True, eq=False):
    """One `Depends(provider)`, for the parameter or field of this name or, without one, for its effect only."""

    parameter: str | None
    providers: tuple[Function | Class, ...]
    """The function that is run, or the class that is made; several where it depends, none for a library's."""
    name: str
    """The dotted name of what `Depends` was given, e.g. of a library's function; "" when unknown."""
    expr: facts.Expr
    scope: Scope
    frame: Frame | None
    place: Place
    use_cache: bool = True
    is_security: bool = False
    lifetime: str | None = None
    """The `scope` it declares, "function" or "request"; None for none."""

    @property
    def provider(self) -> Function | Class | None:
        """The one provider; None where there are several or none of the project's."""
        return self.providers[0] if len(self.providers) == 1 else None


class Injection:
    """What is injected where."""

    def __init__(self, inference: Inference, origins: Origins) -> None:
        self._inference = inference
        self._origins = origins
        self._known: dict[Function | Class, tuple[Dependency, ...]] = memory()

    def dependencies(self, of: Function | Class) -> tuple[Dependency, ...]:
        """What a function's parameters, and the class whose method it is, ask for; of a class what making one needs."""
        known = self._known.get(of)
        if known is None:
            known = tuple(self._of_function(of) if isinstance(of, Function) else self._of_class(of))
            self._known[of] = known
        return known

    def tree(self, roots: tuple[Dependency, ...]) -> tuple[Dependency, ...]:
        """Dependencies with all that they ask for in turn, each before what it needs."""
        found: dict[Dependency, None] = {}
        pending = list(reversed(roots))
        while pending:
            current = pending.pop()
            if current in found:
                continue
            found[current] = None
            for provider in current.providers:
                pending.extend(reversed(self.dependencies(provider)))
        return tuple(found)

    def listed(self, value: facts.Expr, scope: Scope, frame: Frame | None = None) -> tuple[Dependency, ...]:
        """What stands in a `dependencies=[…]`."""
        return tuple(
            dependency
            for expr, where, at in self._origins.elements(value, scope, frame)
            for dependency in self._marked(expr, None, where, at)
        )

    def lists_all(self, value: facts.Expr, scope: Scope, frame: Frame | None = None) -> bool:
        """Whether all that stands in a `dependencies=[…]` can be told."""
        elements = self._origins.elements(value, scope, frame)
        empty = isinstance(value, (facts.Collection, facts.Constant))
        return all(any(True for _ in self._marked(expr, None, where, at)) for expr, where, at in elements) and (
            bool(elements) or empty
        )

    def is_injected(self, parameter: facts.Parameter, function: Function) -> bool:
        """Whether FastAPI or another framework hands a parameter in."""
        around = self._inference.around(function)
        if any(self._of_parameter(parameter, around)):
            return True
        said = [each for each in (parameter.annotation, parameter.default) if each is not None]
        return any(self._is_foreign(each, around) for expr in said for each in walk(expr))

    def _is_foreign(self, expr: facts.Expr, scope: Scope) -> bool:
        if not isinstance(expr, (facts.Name, facts.Attribute)):
            return False
        return self._inference.name_of(expr, scope) in OTHER_MARKERS

    def _of_function(self, function: Function) -> Iterator[Dependency]:
        around = self._inference.around(function)
        for parameter in function.facts.parameters:
            yield from self._of_parameter(parameter, around)
        owner = function.owner
        if owner is not None and function.name not in ("__init__", "__call__"):
            yield from self._of_fields(owner)

    def _of_class(self, cls: Class) -> Iterator[Dependency]:
        constructor = self._inference.members.method(cls, "__init__")
        if constructor is not None:
            around = self._inference.around(constructor)
            for parameter in constructor.facts.parameters[1:]:
                yield from self._of_parameter(parameter, around)
        yield from self._of_fields(cls)

    def _of_fields(self, cls: Class) -> Iterator[Dependency]:
        """What class attributes ask for: of controllers, of dataclasses that are dependencies."""
        seen: set[str] = set()
        for each in self._inference.members.mro(cls):
            if isinstance(each, str):
                continue
            for field in each.facts.fields:
                if field.name not in seen:
                    seen.add(field.name)
                    yield from self._of_variable(field.name, field.annotation, field.value, each)

    def _of_parameter(self, parameter: facts.Parameter, around: Scope) -> Iterator[Dependency]:
        yield from self._of_variable(parameter.name, parameter.annotation, parameter.default, around)

    def _of_variable(
        self, name: str, annotation: facts.Expr | None, default: facts.Expr | None, scope: Scope
    ) -> Iterator[Dependency]:
        if default is not None:
            found = list(self._marked(default, name, scope, None, annotation))
            if found:
                yield from found
                return
        if annotation is not None:
            yield from self._annotated(annotation, name, scope)

    def _annotated(self, annotation: facts.Expr, name: str, scope: Scope, depth: int = 8) -> Iterator[Dependency]:
        """What `Annotated[type, Depends(provider)]` asks for, aliases followed."""
        alias = self._inference.annotations.alias(annotation, scope)
        if alias is not None:
            if depth:
                yield from self._annotated(alias[0], name, alias[1], depth - 1)
            return
        match annotation:
            case facts.Operator(ops=ops, operands=operands) if set(ops) == {"|"}:
                for each in operands:
                    yield from self._annotated(each, name, scope, depth)
            case facts.Subscript(value=value, items=(first, *rest)):
                last = self._inference.name_of(value, scope).rpartition(".")[2]
                if last == "Annotated":
                    for extra in rest:
                        yield from self._marked(extra, name, scope, None, first)
                if last in ("Annotated", "Optional"):
                    yield from self._annotated(first, name, scope, depth)
            case _:
                return

    # one `Depends(…)`

    def _marked(
        self,
        expr: facts.Expr,
        parameter: str | None,
        scope: Scope,
        frame: Frame | None,
        annotation: facts.Expr | None = None,
    ) -> Iterator[Dependency]:
        """What an expression asks for, where it is a `Depends(…)`, names one, or is a call that returns one."""
        if not isinstance(expr, (facts.Call, facts.Name, facts.Attribute)):
            return
        place = (scope if isinstance(scope, Module) else scope.module).place(expr)
        for origin in self._origins.of(expr, scope, frame):
            if not isinstance(origin.what, facts.Call):
                continue
            marker = self._inference.name_of(origin.what.func, origin.scope)
            if marker in MARKERS:
                yield self._dependency(origin.what, origin, parameter, expr, (scope, place), marker, annotation)

    def _dependency(
        self,
        call: facts.Call,
        origin: Origin,
        parameter: str | None,
        expr: facts.Expr,
        at: tuple[Scope, Place],
        marker: str,
        annotation: facts.Expr | None,
    ) -> Dependency:
        given = argument(call, "dependency", 0)
        if given is not None:
            providers, name = self.providers(given, origin.scope, origin.frame)
        elif annotation is not None:  # `Depends()` makes the annotated class
            providers, name = self._annotated_class(annotation, at[0])
        else:
            providers, name = (), ""
        cached, lifetime = argument(call, "use_cache"), argument(call, "scope")
        return Dependency(
            parameter,
            providers,
            name,
            expr,
            at[0],
            origin.frame,
            at[1],
            use_cache=not (isinstance(cached, facts.Constant) and cached.kind == "False"),
            is_security=marker == "fastapi.Security",
            lifetime=lifetime.value if isinstance(lifetime, facts.String) else None,
        )

    def _annotated_class(self, annotation: facts.Expr, scope: Scope) -> tuple[tuple[Class, ...], str]:
        match self._inference.annotations.value(annotation, scope):
            case Instance(of=Class() as cls):
                return (cls,), cls.symbol
            case Instance(of=str() as name):
                return (), name
            case _:
                return (), ""

    def providers(
        self, given: facts.Expr, scope: Scope, frame: Frame | None = None
    ) -> tuple[tuple[Function | Class, ...], str]:
        """The definitions that `Depends(given)` may run, and the dotted name of what it was given."""
        found: dict[Function | Class, None] = {}
        for origin in self._origins.of(given, scope, frame):
            found.update(dict.fromkeys(self._callables(origin)))
        if len(found) == 1:
            (provider,) = found
            return (provider,), provider.symbol
        name = self._library_class(self._inference.infer(given, scope))
        return tuple(found), name or self._inference.name_of(given, scope)

    def _library_class(self, value: Value) -> str:
        """The class of a library's that a callable object is of, its own class built on that included."""
        match value:
            case Instance(of=str() as name):
                return name
            case Instance(of=Class() as cls):
                return next((each for each in self._inference.members.mro(cls) if isinstance(each, str)), "")
            case _:
                return ""

    def _callables(self, origin: Origin) -> tuple[Function | Class, ...]:
        match origin.what:
            case Function() | Class() as definition:
                return (definition,)
            case facts.Call() as call:
                value = self._inference.infer(call, origin.scope)
                if isinstance(value, Instance) and isinstance(value.of, Class):
                    method = self._inference.members.method(value.of, "__call__")
                    return () if method is None else (method,)
                if self._inference.name_of(call.func, origin.scope) == "functools.partial" and call.args:
                    return self.providers(call.args[0], origin.scope, origin.frame)[0]
            case facts.Subscript(value=value):  # `Depends(Paginator[User])`
                return self.providers(value, origin.scope, origin.frame)[0]
        return ()
