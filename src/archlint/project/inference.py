"""What an expression is: names, attributes and calls followed to where they were made."""

from __future__ import annotations

import builtins
from functools import cached_property
from typing import TypeAlias

from archlint import facts
from archlint.project import library
from archlint.project.annotations import Annotations
from archlint.project.bindings import (
    Assigned,
    Binding,
    Bindings,
    Caught,
    Defined,
    Entered,
    Imported,
    Item,
    Parameter,
    Unpacked,
)
from archlint.project.flow import Flow
from archlint.project.members import Members
from archlint.project.modules import Class, Function, Module
from archlint.project.names import Names
from archlint.project.results import Results
from archlint.project.values import (
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

Scope: TypeAlias = Function | Class | Module
_DEPTH = 48
"""How many steps an answer may take; a longer way is unknown."""


class Inference:
    """Answers what expressions are; every answer is kept."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._flows: dict[int, Flow] = {}
        self._known: dict[int, Value] = {}
        self._asked: set[int] = set()
        self._cut = 0

    @cached_property
    def annotations(self) -> Annotations:
        return Annotations(self)

    @cached_property
    def members(self) -> Members:
        return Members(self)

    @cached_property
    def results(self) -> Results:
        return Results(self)

    def flow(self, scope: Function | Module) -> Flow:
        """The flow of a function's body or of a module's top level."""
        known = self._flows.get(id(scope))
        if known is None:
            imports = scope.facts.imports if isinstance(scope, Module) else scope.module.facts.imports
            if isinstance(scope, Module):
                known = Flow(scope.facts.top, imports)
            else:
                known = Flow(scope.body, imports, scope.facts.parameters)
            self._flows[id(scope)] = known
        return known

    def infer(self, expr: facts.Expr, scope: Scope) -> Value:
        """What an expression that stands in a scope is."""
        key = id(expr)
        if key in self._known:
            return self._known[key]
        if key in self._asked or len(self._asked) >= _DEPTH:
            self._cut += 1
            return UNKNOWN
        self._asked.add(key)
        cut = self._cut
        try:
            value = self._infer(expr, scope)
        finally:
            self._asked.discard(key)
        if self._cut == cut or not self._asked:  # an answer that a cut made may be better when asked from elsewhere
            self._known[key] = value
        return value

    def _infer(self, expr: facts.Expr, scope: Scope) -> Value:
        match expr:
            case facts.Name():
                return self._name(expr, scope)
            case facts.Attribute(value=value, attr=attr):
                return self.members.of(self.infer(value, scope), attr)
            case facts.Call():
                return self.results.of(expr, scope)
            case facts.Await(value=value):
                awaited = self.infer(value, scope)
                return awaited.value if isinstance(awaited, Awaitable) else awaited
            case facts.String(value=text):
                return Literal(text)
            case facts.FString():
                return Instance("builtins.str")
            case facts.Constant():
                return _constant(expr)
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
                return Instance(f"{name}.__getitem__()")
            case _:
                return UNKNOWN

    # names

    def _name(self, expr: facts.Name, scope: Scope) -> Value:
        if isinstance(scope, Class):
            if (field := scope.field(expr.id)) is not None and field.value is not None and field.value is not expr:
                return self.infer(field.value, scope)
            return self._outside(expr.id, scope.module, scope.facts.scope)
        if isinstance(scope, Function):
            if expr.id in scope.facts.type_params:
                return UNKNOWN
            flow = self.flow(scope)
            reaching = flow.reaching(expr)
            if reaching:
                return self.bound(reaching, scope)
            if expr.id in flow.bound and expr.id not in flow.outer:
                return self.bound(tuple(flow.bound[expr.id]), scope)
            return self._outside(expr.id, scope.module, scope.facts.scope)
        reaching = self.flow(scope).reaching(expr)
        return self.bound(reaching, scope) if reaching else self.namespace(scope, expr.id)

    def _outside(self, name: str, module: Module, around: str) -> Value:
        """A name as seen from inside the definition whose surroundings are `around`."""
        while around:
            outer = module.functions.get(around)
            if outer is not None:
                flow = self.flow(outer)
                if name in flow.bound and name not in flow.outer:
                    return self.bound(tuple(flow.bound[name]), outer)
                around = outer.facts.scope
            else:
                cls = module.classes.get(around)
                around = cls.facts.scope if cls is not None else ""
        return self.namespace(module, name)

    def namespace(self, module: Module, name: str) -> Value:
        """What a module's global name is, builtins included."""
        own = self.global_of(module, name)
        if own is not None:
            return own
        return External(f"builtins.{name}") if hasattr(builtins, name) else UNKNOWN

    def global_of(self, module: Module, name: str) -> Value | None:
        """What a module binds to a name: by assignment, definition, import or star import; None for nothing."""
        bindings = self.flow(module).bound.get(name)
        if bindings:
            return self._alternatives(bindings, module)
        return self._starred(module, name)

    def _alternatives(self, bindings: list[Binding], module: Module) -> Value:
        """Of several imports or definitions of a name (a try and its except) the first one known counts."""
        if all(isinstance(each, Imported | Defined) for each in bindings):
            values = [self.binding(each, module) for each in bindings]
            return next((value for value in values if value != UNKNOWN), UNKNOWN)
        return self.bound(tuple(bindings), module)

    def _starred(self, module: Module, name: str) -> Value | None:
        if name.startswith("_"):
            return None
        for said in module.facts.imports:
            if said.name != "*" or said.scope:
                continue
            target = self.names.imported_module(said, module)
            if isinstance(target, ModuleRef) and target.module is not module:
                exports = target.module.facts.exports
                if exports is not None and name not in exports:
                    continue
                key = id(said) ^ hash(name)
                if key in self._asked:
                    continue
                self._asked.add(key)
                try:
                    found = self.global_of(target.module, name)
                finally:
                    self._asked.discard(key)
                if found is not None:
                    return found
        return None

    # bindings

    def bound(self, bindings: Bindings, scope: Function | Module) -> Value:
        """What holds whichever of the bindings was taken."""
        return join([self.binding(each, scope) for each in bindings])

    def binding(self, binding: Binding, scope: Function | Module) -> Value:
        """What one binding in a scope gives its name."""
        match binding:
            case Parameter(parameter=parameter):
                return self.parameter(parameter, scope) if isinstance(scope, Function) else UNKNOWN
            case Assigned(value=value, annotation=annotation):
                declared = UNKNOWN if annotation is None else self.annotations.value(annotation, scope)
                if declared != UNKNOWN or value is None:
                    return declared
                return self.infer(value, scope)
            case Item(iterable=iterable):
                return item_of(self.infer(iterable, scope))
            case Entered(context=context, is_async=is_async):
                return self.results.entered(self.infer(context, scope), is_async=is_async)
            case Unpacked(of=of, index=index):
                return self._unpacked(of, index, scope)
            case Caught(type=caught) if caught is not None:
                return self.annotations.value(caught, scope)
            case Imported(index=index):
                module = scope if isinstance(scope, Module) else scope.module
                return self.imported(module.facts.imports[index], module)
            case Defined(kind=kind, index=index):
                module = scope if isinstance(scope, Module) else scope.module
                if kind == "class":
                    return ClassRef(module.all_classes[index])
                return FunctionRef(module.all_functions[index])
            case _:
                return UNKNOWN

    def _unpacked(self, of: Binding, index: int, scope: Function | Module) -> Value:
        if isinstance(of, Assigned) and isinstance(of.value, facts.Collection) and index < len(of.value.items):
            return self.infer(of.value.items[index], scope)
        match self.binding(of, scope):
            case Instance(of="builtins.tuple", args=args) if index < len(args):
                return args[index]
            case Instance(of="builtins.list", args=(item,)):
                return item
            case _:
                return UNKNOWN

    def imported(self, said: facts.Import, module: Module) -> Value:
        """What an import binds."""
        target = self.names.imported_module(said, module)
        if said.name is None:
            if said.alias is not None:
                return target
            return self.names.module(said.module.partition(".")[0], module)
        if said.name == "*":
            return UNKNOWN
        match target:
            case External(name=name):
                return External(library.canonical(f"{name}.{said.name}"))
            case ModuleRef(module=inner) if inner is module:
                return self.names.submodule(target, said.name) or UNKNOWN
            case _:
                return self.members.of(target, said.name)

    def parameter(self, parameter: facts.Parameter, function: Function) -> Value:
        """What a parameter receives, by its annotation or its dependency."""
        if parameter.kind in ("args", "kwargs"):
            return UNKNOWN
        if (owner := function.owner) is not None and parameter is function.facts.parameters[0]:
            decorators = {self.name_of(each, function.module) for each in function.facts.decorators}
            if "builtins.classmethod" in decorators or function.name in ("__new__", "__init_subclass__"):
                return ClassRef(owner)
            if "builtins.staticmethod" not in decorators:
                return Instance(owner)
        around = self.around(function)
        if parameter.annotation is not None:
            declared = self.annotations.value(parameter.annotation, around)
            if declared != UNKNOWN:
                return declared
        if parameter.default is not None:
            return self.annotations.injected(parameter.default, around)
        return UNKNOWN

    def around(self, definition: Function | Class) -> Scope:
        """The scope in which a definition's decorators, defaults, annotations and bases are read."""
        module, name = definition.module, definition.facts.scope
        return module.functions.get(name) or module.classes.get(name) or module

    def name_of(self, expr: facts.Expr, scope: Scope) -> str:
        """The dotted name of what an expression refers to; "" when that is unknown or has none."""
        match self.infer(expr, scope):
            case External(name=name) | PackageRef(name=name):
                return name
            case FunctionRef(function=function):
                return function.symbol
            case ClassRef(cls=cls):
                return cls.symbol
            case ModuleRef(module=module):
                return module.name
            case _:
                return ""


def item_of(value: Value) -> Value:
    """What iterating gives."""
    match value:
        case Instance(of="builtins.tuple", args=args) if len(set(args)) == 1:
            return args[0]
        case Instance(of=str(), args=(item,)):
            return item
        case _:
            return UNKNOWN


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
