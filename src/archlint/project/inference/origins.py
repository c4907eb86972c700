"""Which expressions made a value: names, attributes and calls traced back to literals, constructions and definitions.

Where `Inference` answers what something is, a trace answers which one it is, with the arguments that came in by calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from archlint import facts
from archlint.project.code.expressions import argument
from archlint.project.code.modules import Class, Function, Module
from archlint.project.flow.bindings import Assigned, Binding, Defined, Imported, Item, Parameter, Unpacked
from archlint.project.flow.events import StmtEvent
from archlint.project.inference.attributes import Attributes
from archlint.project.inference.inference import Inference, Scope
from archlint.project.inference.values import ClassRef, FunctionRef, Instance, ModuleRef
from archlint.project.memory import read_offsets
from archlint.records import Record

_DEPTH = 24
"""How many steps lead on from a trace's start; what is further away stays untold."""
_STEPS = 5_000
"""How many steps a trace may take in all, where each of them branches."""
_COPIES = frozenset({"list", "tuple", "sorted", "reversed", "set", "frozenset", "iter"})
_CASTS = frozenset({"typing.cast", "typing_extensions.cast"})


class Frame(Record, frozen=True, cache_hash=True):
    """A call that a trace went into: its arguments are what the parameters of `function` stand for."""

    function: Function
    call: facts.Call
    scope: Scope
    """Where the call stands."""
    outer: Frame | None
    """The call through which that place itself was reached."""


class Origin(Record, frozen=True, eq=False):
    """Where a trace ends: an expression that makes a value, a definition, or a parameter that nothing is known of."""

    what: facts.Expr | facts.Parameter | Function | Class
    scope: Scope
    frame: Frame | None


Step: TypeAlias = tuple[facts.Expr, Scope, Frame | None]


def has_receiver(function: Function) -> bool:
    """Whether a function is a method whose first parameter is its object or class."""
    is_static = any(isinstance(each, facts.Name) and each.id == "staticmethod" for each in function.facts.decorators)
    return function.owner is not None and not is_static


class Origins:
    """Traces over a project's expressions."""

    def __init__(self, inference: Inference, attributes: Attributes) -> None:
        self._inference = inference
        self._attributes = attributes
        self._steps = 0

    def of(self, expr: facts.Expr, scope: Scope, frame: Frame | None = None) -> list[Origin]:
        """Where the value of an expression may come from; empty when nothing can be told."""
        self._steps = 0
        return list(self._trace(expr, scope, frame, _DEPTH))

    def elements(self, expr: facts.Expr, scope: Scope, frame: Frame | None = None) -> list[Step]:
        """The expressions that a collection holds, as far as its display tells."""
        self._steps = 0
        return list(self._elements(expr, scope, frame, _DEPTH))

    def _trace(self, expr: facts.Expr, scope: Scope, frame: Frame | None, depth: int) -> Iterator[Origin]:
        self._steps += 1
        if depth <= 0 or self._steps > _STEPS:
            return
        match expr:
            case facts.Name():
                found = list(self._name(expr, scope, frame, depth - 1))
                yield from found or [Origin(expr, scope, frame)]
            case facts.Attribute():
                found = list(self._attribute(expr, scope, frame, depth - 1))
                yield from found or [Origin(expr, scope, frame)]
            case facts.Call():
                yield from self._call(expr, scope, frame, depth - 1)
            case facts.Await(value=value) | facts.Walrus(value=value):
                yield from self._trace(value, scope, frame, depth - 1)
            case facts.Conditional(body=body, orelse=orelse):
                yield from self._trace(body, scope, frame, depth - 1)
                yield from self._trace(orelse, scope, frame, depth - 1)
            case facts.Operator(ops=ops, operands=operands) if set(ops) <= {"or", "and"}:
                for each in operands:
                    yield from self._trace(each, scope, frame, depth - 1)
            case _:
                yield Origin(expr, scope, frame)

    # names

    def _name(self, expr: facts.Name, scope: Scope, frame: Frame | None, depth: int) -> Iterator[Origin]:
        if isinstance(scope, Class):
            field = scope.field(expr.id)
            if field is not None and field.value is not None and field.value is not expr:
                yield from self._trace(field.value, scope, frame, depth)
                return
            around = scope.facts.scope
        else:
            bindings = self._inference.reaching(expr, scope)
            if not bindings and isinstance(scope, Module):
                bindings = self._inference.bound(expr.id, scope)
            elif not bindings and expr.id not in (flow := self._inference.flow(scope)).outer:
                bindings = tuple(flow.bound.get(expr.id, ()))
            if bindings:
                for each in bindings:
                    yield from self._binding(each, scope, frame, depth)
                return
            if isinstance(scope, Module):
                yield from self._global(scope, expr.id, depth)
                return
            around = scope.facts.scope
        yield from self._outside(expr.id, scope.module, around, frame, depth)

    def _outside(self, name: str, module: Module, around: str, frame: Frame | None, depth: int) -> Iterator[Origin]:
        """A name as seen from inside the definition whose surroundings are `around`."""
        while around:
            outer = module.functions.get(around)
            if outer is not None:
                flow = self._inference.flow(outer)
                if name in flow.bound and name not in flow.outer:
                    for each in flow.bound[name]:
                        yield from self._binding(each, outer, frame, depth)
                    return
                around = outer.facts.scope
            else:
                cls = module.classes.get(around)
                around = cls.facts.scope if cls is not None else ""
        yield from self._global(module, name, depth)

    def _global(self, module: Module, name: str, depth: int) -> Iterator[Origin]:
        """What a module binds to a name, its star imports included."""
        if depth <= 0:
            return
        bindings = self._inference.bound(name, module)
        if bindings:
            for each in bindings:
                yield from self._binding(each, module, None, depth - 1)
            return
        for said in module.starred():
            if not name.startswith("_"):
                target = self._inference.names.imported_module(said, module)
                if isinstance(target, ModuleRef) and target.module is not module:
                    yield from self._global(target.module, name, depth - 1)

    def _binding(self, binding: Binding, scope: Function | Module, frame: Frame | None, depth: int) -> Iterator[Origin]:
        module = scope if isinstance(scope, Module) else scope.module
        match binding:
            case Assigned(value=value) if value is not None:
                yield from self._trace(value, scope, frame, depth)
            case Parameter(parameter=parameter) if isinstance(scope, Function):
                yield from self._parameter(parameter, scope, frame, depth)
            case Imported(index=index):
                yield from self._imported(module.import_at(index), module, depth)
            case Defined(kind="function", index=index):
                yield Origin(module.function_at(index), module, frame)
            case Defined(index=index):
                yield Origin(module.class_at(index), module, frame)
            case Item(iterable=iterable):
                for step in self._elements(iterable, scope, frame, depth):
                    yield from self._trace(*step, depth - 1)
            case Unpacked(of=of, index=index):
                for step in self._unpacked(of, index, scope, frame, depth):
                    yield from self._trace(*step, depth - 1)
            case _:
                return

    def _imported(self, said: facts.Import, module: Module, depth: int) -> Iterator[Origin]:
        target = self._inference.names.imported_module(said, module)
        if said.name is not None and isinstance(target, ModuleRef) and target.module is not module:
            yield from self._global(target.module, said.name, depth)

    def _parameter(
        self, parameter: facts.Parameter, function: Function, frame: Frame | None, depth: int
    ) -> Iterator[Origin]:
        at = frame
        while at is not None and at.function is not function:
            at = at.outer
        if at is None:
            yield Origin(parameter, function, None)
            return
        given = self.given(at, parameter)
        if given is not None:
            yield from self._trace(given, at.scope, at.outer, depth)
        elif parameter.default is not None:
            yield from self._trace(parameter.default, self._inference.around(function), None, depth)

    def given(self, frame: Frame, parameter: facts.Parameter) -> facts.Expr | None:
        """What the call of a frame hands to a parameter of the function called."""
        positional = [each for each in frame.function.facts.parameters if each.kind in ("positional", "normal")]
        position = None
        if parameter in positional:
            position = positional.index(parameter)
            function = frame.function
            if has_receiver(function) and (function.name == "__init__" or isinstance(frame.call.func, facts.Attribute)):
                position -= 1
        return argument(frame.call, parameter.name, position if position is None or position >= 0 else None)

    # attributes

    def _attribute(self, expr: facts.Attribute, scope: Scope, frame: Frame | None, depth: int) -> Iterator[Origin]:
        match self._inference.infer(expr.value, scope):
            case ModuleRef(module=module):
                yield from self._global(module, expr.attr, depth)
            case ClassRef(cls=cls) | Instance(of=Class() as cls):
                found = False
                for value, where in self._attributes.given(cls, expr.attr, is_open=_is_own_object(expr.value, scope)):
                    found = True
                    yield from self._trace(value, where, frame, depth)
                if not found and expr.attr == "value":  # of an enum's member
                    yield from self._trace(expr.value, scope, frame, depth)
                elif not found:
                    yield from self._method(cls, expr, scope, frame)
            case _:
                return

    def _method(self, cls: Class, expr: facts.Attribute, scope: Scope, frame: Frame | None) -> Iterator[Origin]:
        method = self._inference.members.method(cls, expr.attr)
        if method is None:
            yield Origin(expr, scope, frame)
        elif self._inference.members.is_property(method):
            for value in self.returns(method):
                yield from self._trace(value, method, None, _DEPTH // 2)
        else:
            yield Origin(method, scope, frame)

    # calls

    def _call(self, expr: facts.Call, scope: Scope, frame: Frame | None, depth: int) -> Iterator[Origin]:
        function = self.function_called(expr, scope, frame)
        if function is None:
            if self._inference.name_of(expr.func, scope) in _CASTS and len(expr.args) > 1:
                yield from self._trace(expr.args[1], scope, frame, depth)
            else:
                yield Origin(expr, scope, frame)
            return
        if depth > 0:
            inner = Frame(function, expr, scope, frame)
            for value in self.returns(function):
                yield from self._trace(value, function, inner, depth)

    def function_called(self, expr: facts.Call, scope: Scope, frame: Frame | None = None) -> Function | None:
        """The function of the project that a call runs; one that came in as an argument included."""
        value = self._inference.infer(expr.func, scope)
        if isinstance(value, FunctionRef):
            return value.function
        if frame is None or not isinstance(expr.func, facts.Name):
            return None
        found = [origin.what for origin in self._trace(expr.func, scope, frame, 4)]
        return found[0] if len(found) == 1 and isinstance(found[0], Function) else None

    def returns(self, function: Function) -> list[facts.Expr]:
        """The values of a function's return statements."""
        return [
            event.stmt.value
            for event in self._inference.flow(function).events
            if isinstance(event, StmtEvent) and isinstance(event.stmt, facts.Return) and event.stmt.value is not None
        ]

    # collections

    def _elements(self, expr: facts.Expr, scope: Scope, frame: Frame | None, depth: int) -> Iterator[Step]:
        if depth <= 0:
            return
        for origin in self._trace(expr, scope, frame, depth - 1):
            match origin.what:
                case facts.Collection(items=items):
                    for item in items:
                        if isinstance(item, facts.Star):
                            yield from self._elements(item.value, origin.scope, origin.frame, depth - 1)
                        else:
                            yield item, origin.scope, origin.frame
                case facts.Operator(ops=ops, operands=operands) if set(ops) == {"+"}:
                    for each in operands:
                        yield from self._elements(each, origin.scope, origin.frame, depth - 1)
                case facts.Dict(keys=keys):
                    for key in keys:
                        if key is not None:
                            yield key, origin.scope, origin.frame
                case facts.Call(func=facts.Name(id=name), args=(first, *_)) if name in _COPIES:
                    yield from self._elements(first, origin.scope, origin.frame, depth - 1)
                case facts.Call(func=facts.Attribute(value=of, attr=("items" | "values") as view)):
                    yield from self._view(of, view, origin, depth - 1)
                case _:
                    pass

    def _view(self, of: facts.Expr, view: str, at: Origin, depth: int) -> Iterator[Step]:
        """What iterating `of.items()` or `of.values()` gives."""
        for origin in self._trace(of, at.scope, at.frame, depth):
            if not isinstance(origin.what, facts.Dict):
                continue
            for key, value in zip(origin.what.keys, origin.what.values, strict=True):
                if key is not None:
                    read_offsets(_module_of(origin.scope))
                    pair = facts.Collection(key.start, value.end - key.start, "tuple", (key, value))
                    yield (pair if view == "items" else value), origin.scope, origin.frame

    def _unpacked(
        self, of: Binding, index: int, scope: Function | Module, frame: Frame | None, depth: int
    ) -> Iterator[Step]:
        match of:
            case Assigned(value=value) if value is not None:
                whole: list[Step] = [(value, scope, frame)]
            case Item(iterable=iterable):
                whole = list(self._elements(iterable, scope, frame, depth))
            case Unpacked(of=outer, index=at):
                whole = list(self._unpacked(outer, at, scope, frame, depth))
            case _:
                return
        for step in whole:
            for origin in self._trace(*step, depth - 1):
                if isinstance(origin.what, facts.Collection) and index < len(origin.what.items):
                    yield origin.what.items[index], origin.scope, origin.frame


def _is_own_object(expr: facts.Expr, scope: Scope) -> bool:
    """Whether an expression is the first parameter of the method it stands in, whose class may have others below it."""
    if not isinstance(expr, facts.Name) or not isinstance(scope, Function) or scope.owner is None:
        return False
    return bool(scope.facts.parameters) and scope.facts.parameters[0].name == expr.id


def _module_of(scope: Scope) -> Module:
    return scope if isinstance(scope, Module) else scope.module
