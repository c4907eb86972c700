"""Attributes: of modules, classes and objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.modules import Class, Function, Module
from archlint.project.flow.bindings import Assigned
from archlint.project.flow.events import StmtEvent
from archlint.project.inference import library
from archlint.project.inference.values import (
    UNKNOWN,
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Literal,
    ModuleRef,
    PackageRef,
    Value,
    join,
)
from archlint.project.memory import Recursion, memory

if TYPE_CHECKING:
    from archlint.project.inference.inference import Inference, Scope

PROPERTIES = frozenset(
    {
        "builtins.property",
        "functools.cached_property",
        "sqlalchemy.ext.hybrid.hybrid_property",
        "abc.abstractproperty",
    }
)
_SILENT_BASES = ("builtins.", "abc.", "typing.", "typing_extensions.", "enum.", "collections.abc.")


class Members:
    """Attribute lookup over a project's classes and modules."""

    def __init__(self, inference: Inference) -> None:
        self._inference = inference
        self._mros: Recursion[Class, tuple[Class | str, ...]] = Recursion()
        self._globals: Recursion[tuple[str, str], tuple[facts.Expr, Module] | None] = Recursion()
        self._assigned: dict[Class, dict[str, list[tuple[Function, facts.Assign]]]] = memory()

    def of(self, value: Value, attr: str) -> Value:
        """What `value.attr` is."""
        match value:
            case ModuleRef(module=module):
                found = self._inference.lookups.global_of(module, attr)
                if found is not None:
                    return found
                return self._inference.names.submodule(value, attr) or UNKNOWN
            case PackageRef(name=name):
                return self._inference.names.submodule(value, attr) or External(f"{name}.{attr}")
            case External(name=name):
                return library.attribute(name, attr)
            case ClassRef(cls=cls):
                return self._of_class(cls, attr, value)
            case Instance(of=Class() as cls):
                return self._of_class(cls, attr, value)
            case Instance(of=str() as name):
                return library.attribute(name, attr)
            case Literal(value=str()):
                return External(f"builtins.str.{attr}")
            case _:
                return UNKNOWN

    def mro(self, cls: Class) -> tuple[Class | str, ...]:
        """A class and its bases, nearest first; external ones by their dotted names."""
        return self._mros.of(cls, lambda: (cls, *self._above(cls)), (cls,))

    def _above(self, cls: Class) -> list[Class | str]:
        order: dict[Class | str, None] = {}
        for base in cls.facts.bases:
            for each in self._linear(base, cls):
                order.pop(each, None)
                order[each] = None
        order.pop(cls, None)
        return list(order)

    def _linear(self, base: facts.Expr, cls: Class) -> tuple[Class | str, ...]:
        while isinstance(base, facts.Subscript):
            base = base.value
        match self._inference.infer(base, self._inference.around(cls)):
            case ClassRef(cls=parent):
                return self.mro(parent)
            case External(name=name) | Instance(of=str() as name):
                return (name,)
            case _:
                return ()

    def derives(self, cls: Class, *names: str) -> bool:
        """Whether a class has one of the dotted names among its bases, or is it."""
        return any(each in names if isinstance(each, str) else each.symbol in names for each in self.mro(cls))

    def method(self, cls: Class, name: str) -> Function | None:
        """The method that an object of the class has under a name, inherited ones included."""
        for each in self.mro(cls):
            if isinstance(each, Class) and (found := each.method(name)) is not None:
                return found
        return None

    def overridden(self, method: Function) -> Iterator[Function]:
        """The methods of base classes that one takes the place of, nearest first; calls of those may run it."""
        for each in () if method.owner is None else self.mro(method.owner)[1:]:
            if isinstance(each, Class) and (found := each.method(method.name)) is not None:
                yield found

    def is_property(self, function: Function) -> bool:
        return any(self._inference.name_of(each, function.module) in PROPERTIES for each in function.facts.decorators)

    def _of_class(self, cls: Class, attr: str, value: ClassRef | Instance) -> Value:
        for each in self.mro(cls):
            if isinstance(each, str):
                if not each.startswith(_SILENT_BASES):
                    return External(f"{each}.{attr}")
                continue
            found = self._own(each, attr, value)
            if found is not None:
                return found
        return UNKNOWN

    def _own(self, cls: Class, attr: str, value: ClassRef | Instance) -> Value | None:
        if (method := cls.method(attr)) is not None:
            if isinstance(value, Instance) and self.is_property(method):
                return self._inference.results.returned(method, value)
            return FunctionRef(method, value)
        if (field := cls.field(attr)) is not None:
            known = self._field(field, cls, value)
            if known != UNKNOWN:
                return known
        if (inner := cls.module.classes.get(f"{cls.qualname}.{attr}")) is not None:
            return ClassRef(inner)
        assigned = self._assignments(cls).get(attr)
        if assigned:
            return join([self._assignment(each, function) for function, each in assigned])
        return UNKNOWN if field is not None else None

    def _field(self, field: facts.Field, cls: Class, value: ClassRef | Instance) -> Value:
        if isinstance(value, ClassRef) and any(
            isinstance(base, str) and base.startswith("enum.") for base in self.mro(cls)
        ):
            return Instance(cls)
        if field.annotation is not None:
            return self._inference.annotations.value(field.annotation, cls)
        return UNKNOWN if field.value is None else self._inference.infer(field.value, cls)

    def _assignment(self, assign: facts.Assign, function: Function) -> Value:
        return self._inference.lookups.binding(Assigned(assign.value, assign.annotation), function)

    def _assignments(self, cls: Class) -> dict[str, list[tuple[Function, facts.Assign]]]:
        """What the methods assign to attributes of `self`; where the constructor does, only that."""
        known = self._assigned.get(cls)
        if known is None:
            known = {}
            for method in sorted(cls.methods(), key=lambda each: each.name != "__init__"):
                for attr, assign in self._self_assigned(method):
                    entries = known.setdefault(attr, [])
                    if not entries or entries[0][0].name != "__init__" or method.name == "__init__":
                        entries.append((method, assign))
            self._assigned[cls] = known
        return known

    def _self_assigned(self, method: Function) -> list[tuple[str, facts.Assign]]:
        if not method.facts.parameters:
            return []
        this = method.facts.parameters[0].name
        return [
            (target.attr, event.stmt)
            for event in self._inference.flow(method).events
            if isinstance(event, StmtEvent) and isinstance(event.stmt, facts.Assign) and event.stmt.op in "=:"
            for target in event.stmt.targets
            if isinstance(target, facts.Attribute) and isinstance(target.value, facts.Name) and target.value.id == this
        ]

    def definition(self, expr: facts.Expr, scope: Scope) -> tuple[facts.Expr, Module] | None:
        """The one expression that a module assigns to what `expr` names, and that module; imports are followed."""
        if isinstance(expr, facts.Attribute):
            of = self._inference.infer(expr.value, scope)
            return self._global(of.module, expr.attr) if isinstance(of, ModuleRef) else None
        if not isinstance(expr, facts.Name):
            return None
        return self._global(scope if isinstance(scope, Module) else scope.module, expr.id)

    def _global(self, module: Module, name: str) -> tuple[facts.Expr, Module] | None:
        return self._globals.of(
            (module.path, name),
            lambda: self._assigned_global(module, name) or self._imported_global(module, name),
            otherwise=None,
        )

    def _assigned_global(self, module: Module, name: str) -> tuple[facts.Expr, Module] | None:
        bindings = self._inference.bound(name, module)
        if len(bindings) != 1 or not isinstance(bindings[0], Assigned) or bindings[0].value is None:
            return None
        value = bindings[0].value
        other = self._global(module, value.id) if isinstance(value, facts.Name) and value.id != name else None
        return other or (value, module)

    def _imported_global(self, module: Module, name: str) -> tuple[facts.Expr, Module] | None:
        for said in module.importing(name):
            target = self._inference.names.imported_module(said, module)
            if isinstance(target, ModuleRef) and target.module is not module:
                inner = name if said.name in ("*", None) else said.name
                if (found := self._global(target.module, inner)) is not None:
                    return found
        return None
