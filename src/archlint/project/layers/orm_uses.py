"""Where routes work with the ORM's classes themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Place
from archlint.project.code.expressions import children
from archlint.project.code.modules import Class, Module
from archlint.project.code.readings import expressions
from archlint.project.inference.inference import Scope
from archlint.project.inference.values import ClassRef, Instance, Literal, ModuleRef, PackageRef, Value
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project
    from archlint.project.web.routes import Route

_ABOUT_TYPES = frozenset(
    {
        *("builtins.isinstance", "builtins.issubclass", "typing.cast", "typing.get_type_hints", "typing.TypeVar"),
        *(
            "fastapi.Depends",
            "fastapi.Security",
            "typing_extensions.cast",
            "typing_extensions.TypeVar",
            "pydantic.TypeAdapter",
        ),
    }
)
"""Calls that a class is handed to as a type."""
_DECLARES = frozenset({"response_model", "responses"})
_MAPPINGS = ("builtins.dict", "typing.Mapping", "collections.abc.Mapping")


class OrmUse(Record, frozen=True, eq=False):
    """An ORM class that an expression of a module works with: it makes objects of it, queries by it or hands it on."""

    cls: Class
    place: Place
    how: str
    """What is done, e.g. "makes one"."""


class OrmUses:
    """The ORM's classes in the modules of routers."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def of(self, module: Module) -> list[OrmUse]:
        """What a router's module, or the handlers of another one, do at run time with imported ORM classes, in order.

        A class as a type is no use: in a signature, in the brackets of a generic type, in `isinstance`, as a response
        model, handed to a constructor. Neither is reading a constant or an enum that it holds.
        """
        names = self._names(module)
        if not names:
            return []
        found: list[OrmUse] = []
        for scope, expr in self._expressions(module, names):
            found += self._within(expr, scope, module, names)
        return sorted(found, key=lambda each: each.place)

    def _names(self, module: Module) -> frozenset[str]:
        """The imported names that are ORM classes, or modules that may hold some."""
        is_router = self._project.layers.name_of(module) == "router"
        if not is_router and not self._project.routes.declared_in(module):
            return frozenset()
        names = set()
        for said in module.facts.imports:
            if said.guard == "type_checking":
                continue
            match self._project.inference.lookups.imported(said, module):
                case ClassRef(cls=cls) if self._is_orm(cls):
                    names.add(said.bound)
                case ModuleRef() | PackageRef():
                    names.add(said.bound)
                case _:
                    pass
        return frozenset(names)

    def _expressions(self, module: Module, names: frozenset[str]) -> Iterator[tuple[Scope, facts.Expr]]:
        whole = self._project.layers.name_of(module) == "router"
        if whole:
            yield from ((module, each) for each in expressions(module, "body"))
            for cls in module.all_classes:
                yield from ((cls, each) for each in expressions(cls, "body"))
        for function in module.mentioning(names):
            if whole or self._project.routes_of(function):
                yield from ((function, each) for each in expressions(function, "body"))

    def _within(self, expr: facts.Expr, scope: Scope, module: Module, names: frozenset[str]) -> Iterator[OrmUse]:
        pending: list[tuple[facts.Expr, facts.Expr | None]] = [(expr, None)]
        while pending:
            current, outer = pending.pop()
            cls = self._orm_class(current, scope, names)
            if cls is None:
                pending += [(each, current) for each in self._inside(current, scope)]
            elif (how := self._how(current, outer, scope)) is not None:
                yield OrmUse(cls, module.place(current), how)

    def _orm_class(self, expr: facts.Expr, scope: Scope, names: frozenset[str]) -> Class | None:
        first = expr
        while isinstance(first, facts.Attribute):
            first = first.value
        if not isinstance(first, facts.Name) or first.id not in names:
            return None
        value = self._project.infer(expr, scope)
        return value.cls if isinstance(value, ClassRef) and self._is_orm(value.cls) else None

    def _inside(self, expr: facts.Expr, scope: Scope) -> tuple[facts.Expr, ...]:
        """What an expression evaluates to work with, types left out."""
        match expr:
            case facts.Subscript(value=value, items=items):
                return (value, *(each for each in items if not _is_type(each)))
            case facts.Call(func=func, args=args, keywords=keywords):
                if self._project.name_of(func, scope) in _ABOUT_TYPES:
                    return ()
                return (func, *args, *(each.value for each in keywords if each.name not in _DECLARES))
            case _:
                return children(expr)

    def _how(self, expr: facts.Expr, outer: facts.Expr | None, scope: Scope) -> str | None:
        match outer:
            case facts.Call(func=func) if func is expr:
                return "makes one"
            case facts.Attribute(attr=attr):
                held = self._project.infer(outer, scope)
                is_constant = isinstance(held, (ClassRef, Literal)) or (
                    isinstance(held, Instance) and isinstance(held.of, Class) and not self._is_orm(held.of)
                )
                is_about = attr.startswith("__") and attr != "__table__"
                return None if is_constant or is_about else f"reads `{attr}` of it"
            case facts.Call(func=facts.Name(id=name) | facts.Attribute(attr=name)):
                return None if name[:1].isupper() else f"hands it to `{name}`"
            case _:
                return None

    def answered(self, route: Route) -> tuple[Class, Place] | None:
        """The ORM class that a route answers with, and where that is said: as its model, or by what it returns."""
        handler = route.handler
        if handler is None or route.is_websocket or route.is_plain:
            return None
        if (said := route.option("response_model")) is not None:
            where = said.scope if isinstance(said.scope, Module) else said.scope.module
            return self._named(said.value, said.scope, where)
        if handler.facts.returns is not None:
            return self._named(handler.facts.returns, self._project.inference.around(handler), handler.module)
        if self._project.web.answer_models.needs_none(route):
            return None
        for returned in self._project.web.origins.returns(handler):
            if (cls := self._object(self._project.infer(returned, handler))) is not None:
                return cls, handler.module.place(returned)
        return None

    def _named(self, expr: facts.Expr, scope: Scope, module: Module) -> tuple[Class, Place] | None:
        for part in self._project.type_shapes.parts(expr, scope):
            if isinstance(part.value, ClassRef) and self._is_orm(part.value.cls):
                return part.value.cls, module.place(expr)
        return None

    def _object(self, value: Value) -> Class | None:
        match value:
            case Instance(of=Class() as cls) if self._is_orm(cls):
                return cls
            case Instance(of=str() as name, args=args) if args and name not in _MAPPINGS:
                return self._object(args[0])
            case _:
                return None

    def _is_orm(self, cls: Class) -> bool:
        return self._project.layers.contents.role(cls) == "model"


def _is_type(expr: facts.Expr) -> bool:
    match expr:
        case facts.Operator(ops=ops, operands=operands):
            return set(ops) == {"|"} and all(map(_is_type, operands))
        case facts.Subscript(value=value):
            return _is_type(value)
        case facts.Collection(kind="tuple" | "list", items=items):
            return all(map(_is_type, items))
        case _:
            return isinstance(expr, (facts.Name, facts.Attribute, facts.Constant))
