"""The signatures through which the parts of a service talk to each other, and the models they answer with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Note, Place
from archlint.project.code.modules import Class, Function, Module
from archlint.project.flow.events import StmtEvent
from archlint.project.inference.inference import Scope
from archlint.project.inference.values import ClassRef, FunctionRef, Value
from archlint.project.memory import memory, remembered
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_LAYERS = frozenset({"service", "repository"})
_OUTSIDE = frozenset({"migration", "script", "test"})
"""Layers whose classes serve nobody but themselves, whatever they are called."""
_ENTRIES = frozenset({"__init__", "__call__"})
"""Special methods whose arguments other parts of a service choose."""
_OVERRIDES = frozenset({"typing.override", "typing_extensions.override"})
_OWN_BASES = ("builtins.object", "abc.ABC", "typing.", "typing_extensions.")
"""Bases that promise no methods of their own."""
_RESULT = "return"


class Slot(Record, frozen=True, eq=False):
    """A place of a boundary that carries a type."""

    owner: Function | Class
    role: str
    """What the owner is: "route handler", "dependency", "service", "repository" or "response model"."""
    key: str
    """The name of the parameter or field; "return" for the result."""
    annotation: facts.Expr
    scope: Scope
    implementation: Function | None = None
    """The method of a service or repository that makes the owner, a base's method, a boundary."""

    @property
    def what(self) -> str:
        """What the type is of: "parameter `data`", "the result", "field `meta`"."""
        if isinstance(self.owner, Class):
            return f"field `{self.key}`"
        return "the result" if self.key == _RESULT else f"parameter `{self.key}`"

    @property
    def place(self) -> Place:
        return self.owner.module.place(self.annotation)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What makes the owner a boundary, where that is told by another place."""
        by = self.implementation
        return () if by is None else (Note(by.place, f"`{by.qualname}` implements it"),)


class Boundaries:
    """What crosses from one layer to another, as far as signatures tell."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._signatures: dict[Function, tuple[Slot, ...]] = memory()

    def slots(self, module: Module) -> Iterator[Slot]:
        """Every annotated place of a boundary in a file, in source order within its functions and classes."""
        for function in module.all_functions:
            yield from self._signature(function)
        for cls in module.all_classes:
            if cls in self._answered:
                yield from self._fields(cls)

    def may_be_vague(self, slot: Slot) -> bool:
        """Whether a type need not say more: a field may hold anything, or a method says what its base has chosen.

        The method of the base is a boundary too, and tells as little in the same place.
        """
        owner, shapes = slot.owner, self._project.type_shapes
        if isinstance(owner, Class):
            return self._project.schemas.may_say_nothing(owner, slot.key)
        if owner.name == "__init__":
            return False
        return any(
            each.key == slot.key and shapes.is_vague(each.annotation, each.scope)
            for method in self._project.inference.members.overridden(owner)
            for each in self._signature(method)
        )

    def role(self, function: Function) -> str | None:
        """Whose public signature a function is; None where it is no boundary."""
        if self._project.routes_of(function):
            return "route handler"
        if self._is_marked(function) or self._is_imposed(function):
            return None
        layer = self._layer(function)
        if layer in _LAYERS:
            return layer if self._is_served(function) and not self._is_decorator(function) else None
        if self._project.is_dependency(function) and not _is_private(function):
            return "dependency"
        implementation = self._implementation(function)
        return None if implementation is None else self._layer(implementation)

    def _is_served(self, function: Function) -> bool:
        """Whether it is a public function of a service or repository."""
        is_outside = self._project.layers.name_of(function.module) in _OUTSIDE
        return self._layer(function) in _LAYERS and _is_public(function) and not is_outside

    def _implementation(self, function: Function) -> Function | None:
        """The first method of a service or repository for which a base's method, of no such layer itself, speaks."""
        if function.owner is None or function.name == "__init__" or not _is_public(function):
            return None
        below = (cls.method(function.name) for cls in self._project.subclasses.of(function.owner))
        found = (each for each in below if each is not None and not each.module.is_test)
        return next((each for each in found if self._is_served(each) and not self._is_imposed(each)), None)

    def _layer(self, function: Function) -> str:
        """A constructor is of the layer of its class, whoever asks for objects of that."""
        if function.owner is not None and function.name in _ENTRIES:
            return self._project.layers.of_class(function.owner)
        return self._project.layers.of_function(function)

    def is_response_model(self, cls: Class) -> bool:
        """Whether some route answers with objects of a class, alone or inside others."""
        return cls in self._answered

    def _signature(self, function: Function) -> tuple[Slot, ...]:
        known = self._signatures.get(function)
        if known is None:
            self._signatures[function] = known = tuple(self._annotated(function))
        return known

    def _annotated(self, function: Function) -> Iterator[Slot]:
        role = self.role(function)
        if role is None:
            return
        around = self._project.inference.around(function)
        by = None if self._layer(function) == role else self._implementation(function)
        for each in function.facts.parameters:
            if each.annotation is not None and each.kind not in ("args", "kwargs"):
                yield Slot(function, role, each.name, each.annotation, around, by)
        if function.facts.returns is not None:
            yield Slot(function, role, _RESULT, function.facts.returns, around, by)

    def _fields(self, cls: Class) -> Iterator[Slot]:
        for each in self._project.schemas.fields(cls):
            if each.annotation is not None:
                yield Slot(cls, "response model", each.name, each.annotation, cls)

    def _is_marked(self, function: Function) -> bool:
        """Whether a method says that its signature is a base's choice."""
        around = self._project.inference.around(function)
        return any(self._project.name_of(each, around) in _OVERRIDES for each in function.facts.decorators)

    def _is_imposed(self, function: Function) -> bool:
        """Whether the signature may be a library's choice: a base of the class is one's."""
        if function.owner is None:
            return False
        bases = self._project.mro(function.owner)[1:]
        return any(isinstance(base, str) and not base.startswith(_OWN_BASES) for base in bases)

    def _is_decorator(self, function: Function) -> bool:
        """Whether a function gives back a callable: by its name, its annotation, or one of its own."""
        if function.name.endswith("decorator"):
            return True
        returns = function.facts.returns
        if returns is not None and self._project.type_shapes.is_callable(
            returns, self._project.inference.around(function)
        ):
            return True
        nested = function.module.nested_in(function)
        if not nested:
            return False
        for event in self._project.flow(function).events:
            if isinstance(event, StmtEvent) and isinstance(event.stmt, facts.Return) and event.stmt.value is not None:
                returned = self._project.infer(event.stmt.value, function)
                if isinstance(returned, FunctionRef) and returned.function in nested:
                    return True
        return False

    @remembered
    def _answered(self) -> set[Class]:
        """The schemas that routes answer with, their bases and those of their fields."""
        found: set[Class] = set()
        pending = list(self._answers())
        while pending:
            for part in self._project.type_shapes.parts(*pending.pop()):
                for cls in self._schemas(part.value):
                    if cls not in found:
                        found.add(cls)
                        pending += [(slot.annotation, cls) for slot in self._fields(cls)]
        return found

    def _answers(self) -> Iterator[tuple[facts.Expr, Scope]]:
        """The types that routes declare for what they answer with."""
        for route in self._project.routes:
            model = route.option("response_model")
            if model is not None:
                yield model.value, model.scope
            elif route.handler is not None and route.handler.facts.returns is not None:
                yield route.handler.facts.returns, self._project.inference.around(route.handler)

    def _schemas(self, value: Value) -> list[Class]:
        """A class and its bases, those that are schemas."""
        bases = self._project.mro(value.cls) if isinstance(value, ClassRef) else ()
        return [each for each in bases if isinstance(each, Class) and self._project.schemas.is_schema(each)]


def _is_private(function: Function) -> bool:
    """Whether a part of a function's name says that others must leave it alone."""
    *around, name = function.qualname.split(".")
    return any(part.startswith("_") for part in around) or (name.startswith("_") and name not in _ENTRIES)


def _is_public(function: Function) -> bool:
    """Whether others may call a function: its name is not private, and no function hides it."""
    *around, _ = function.qualname.split(".")
    hidden = any(".".join(around[:depth]) in function.module.functions for depth in range(1, len(around) + 1))
    return not hidden and not _is_private(function)
