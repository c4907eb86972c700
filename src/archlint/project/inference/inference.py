"""What an expression is: names, attributes and calls followed to where they were made."""

from __future__ import annotations

from typing import TypeAlias

from archlint import facts
from archlint.project.code.modules import Class, Function, Module
from archlint.project.flow.bindings import Bindings
from archlint.project.flow.flow import Flow
from archlint.project.flow.walking import flow
from archlint.project.inference import library
from archlint.project.inference.annotations import Annotations
from archlint.project.inference.lookups import Lookups
from archlint.project.inference.members import Members
from archlint.project.inference.names import Names
from archlint.project.inference.results import Results
from archlint.project.inference.values import (
    UNKNOWN,
    Awaitable,
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
from archlint.project.memory import Recursion, aside, memory, read_name, remembered

Scope: TypeAlias = Function | Class | Module
_DEEPEST = 48
"""How many steps an answer may take; a longer way is unknown."""


class Inference:
    """Answers what expressions are; every answer is kept."""

    def __init__(self, names: Names, flows: dict[facts.Function | facts.Module, Flow]) -> None:
        self.names = names
        self._flows = memory(flows)
        self._values: Recursion[facts.Expr, Value] = Recursion(_DEEPEST)
        self._externals: dict[str, External] = {}
        self._instances: dict[Class | str, Instance] = {}

    @remembered
    def annotations(self) -> Annotations:
        return Annotations(self)

    @remembered
    def lookups(self) -> Lookups:
        return Lookups(self)

    @remembered
    def members(self) -> Members:
        return Members(self)

    @remembered
    def results(self) -> Results:
        return Results(self)

    def flow(self, scope: Function | Module) -> Flow:
        """The flow of a function's body or of a module's top level."""
        said = scope.facts if isinstance(scope, Function) else scope.itself
        known = self._flows.get(said)
        if known is None:
            known = self._flows[said] = self._flow(scope)
        return known

    def _flow(self, scope: Function | Module) -> Flow:
        if isinstance(scope, Module):
            return flow(scope.facts.top, scope.facts.imports)
        imports = scope.module.itself.imports  # noted with the body
        return flow(scope.body, imports, scope.facts.parameters)

    def bound(self, name: str, module: Module) -> Bindings:
        """What a module binds to a name at its top level."""
        read_name(module, name)
        return tuple(aside(lambda: self.flow(module)).bound.get(name, ()))

    def reaching(self, name: facts.Name, scope: Function | Module) -> Bindings:
        """The bindings that may hold where a name is read; empty for a name from outside the scope."""
        if isinstance(scope, Function):
            return self.flow(scope).reaching(name)
        read_name(scope, name.id)
        return aside(lambda: self.flow(scope)).reaching(name)

    def infer(self, expr: facts.Expr, scope: Scope) -> Value:
        """What an expression that stands in a scope is."""
        known = self._values.known.get(expr)
        if known is not None:
            return known
        if isinstance(expr, facts.String):
            return Literal(expr.value)
        if isinstance(expr, facts.Constant):
            return _constant(expr)
        return self._values.told(expr, lambda: self._one(self._infer(expr, scope)), UNKNOWN)

    def _one(self, value: Value) -> Value:
        """The one copy of a value that is kept: most expressions are one of a few hundred things."""
        if type(value) is External:
            return self._externals.setdefault(value.name, value)
        if type(value) is Instance and not value.args:
            return self._instances.setdefault(value.of, value)
        return value

    def _infer(self, expr: facts.Expr, scope: Scope) -> Value:
        match expr:
            case facts.Name():
                return self.lookups.of(expr, scope)
            case facts.Attribute(value=value, attr=attr):
                return self.members.of(self.infer(value, scope), attr)
            case facts.Call():
                return self.results.of(expr, scope)
            case facts.Await(value=value):
                awaited = self.infer(value, scope)
                return awaited.value if isinstance(awaited, Awaitable) else awaited
            case facts.FString():
                return Instance("builtins.str")
            case facts.Walrus(value=value):
                return self.infer(value, scope)
            case facts.Conditional(body=body, orelse=orelse):
                return join([self.infer(body, scope), self.infer(orelse, scope)])
            case facts.Operator():
                return self._operator(expr, scope)
            case facts.Collection(kind=kind, items=items):
                return Instance(f"builtins.{kind}", self._items(kind, items, scope))
            case facts.Dict(keys=keys, values=values):
                inner = [self.infer(key, scope) for key in keys if key is not None]
                return Instance("builtins.dict", (_shared(inner), _shared([self.infer(v, scope) for v in values])))
            case facts.Comprehension(kind=kind, element=element, value=paired):
                args = (self.infer(element, scope),) if paired is None else (UNKNOWN, self.infer(paired, scope))
                return Instance("typing.Iterator" if kind == "generator" else f"builtins.{kind}", args)
            case facts.Subscript():
                return self._subscript(expr, scope)
            case _:
                return UNKNOWN

    def _items(self, kind: str, items: tuple[facts.Expr, ...], scope: Scope) -> tuple[Value, ...]:
        inner = [self.infer(item, scope) for item in items if not isinstance(item, facts.Star)]
        return tuple(inner) if kind == "tuple" and len(inner) == len(items) else (_shared(inner),)

    def _operator(self, expr: facts.Operator, scope: Scope) -> Value:
        operands = [self.infer(each, scope) for each in expr.operands]
        if set(expr.ops) <= {"or"} or set(expr.ops) <= {"and"}:
            return join(operands)
        if set(expr.ops) == {"/"} and isinstance(operands[0], Instance):
            return operands[0]  # pathlib's way of joining
        return UNKNOWN

    def _subscript(self, expr: facts.Subscript, scope: Scope) -> Value:
        match self.infer(expr.value, scope):
            case (ClassRef() | External()) as generic:
                return generic
            case Instance(of="builtins.dict" | "typing.Mapping" | "collections.abc.Mapping", args=(_, value)):
                return value
            case Instance(of="builtins.list" | "typing.Sequence" | "collections.abc.Sequence", args=(item,)) as whole:
                return whole if isinstance(expr.items[0], facts.Slice) else item
            case Instance(of="builtins.tuple", args=args):
                index = self.infer(expr.items[0], scope)
                if isinstance(index, Literal) and isinstance(index.value, int) and index.value < len(args):
                    return args[index.value]
                return UNKNOWN
            case Instance(of=str() as name) if name.endswith("()") or library.is_class(name):
                return Instance(library.result_of(f"{name}.__getitem__"))
            case _:
                return UNKNOWN

    def around(self, definition: Function | Class) -> Scope:
        """The scope in which a definition's decorators, defaults, annotations and bases are read."""
        module, name = definition.module, definition.facts.scope
        return module.functions.get(name) or module.classes.get(name) or module

    def name_of(self, expr: facts.Expr, scope: Scope) -> str:
        """The dotted name of what an expression refers to; "" when that is unknown or has none."""
        return name_of_value(self.infer(expr, scope))


def name_of_value(value: Value) -> str:
    """The dotted name of a library's or the project's function, class or module; "" for anything else."""
    if isinstance(value, (External, PackageRef)):  # most are
        return value.name
    match value:
        case FunctionRef(function=function):
            return function.symbol
        case ClassRef(cls=cls):
            return cls.symbol
        case ModuleRef(module=module):
            return module.name
        case _:
            return ""


def _shared(values: list[Value]) -> Value:
    return values[0] if len(set(values)) == 1 else UNKNOWN


def _constant(expr: facts.Constant) -> Value:
    match expr.kind:
        case "int":
            try:
                return Literal(int(expr.text.replace("_", ""), 0))
            except ValueError:
                return Instance("builtins.int")
        case "True" | "False":
            return Literal(expr.kind == "True")
        case "None":
            return Literal(None)
        case "float" | "complex" | "bytes":
            return Instance(f"builtins.{expr.kind}")
        case _:
            return UNKNOWN
