"""What a name is: its bindings in the body, around it, in the module, and across imports."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.modules import Class, Function, Module
from archlint.project.flow.bindings import (
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
from archlint.project.inference import library
from archlint.project.inference.values import (
    UNKNOWN,
    ClassRef,
    External,
    FunctionRef,
    Instance,
    ModuleRef,
    Value,
    join,
)
from archlint.project.memory import Recursion

if TYPE_CHECKING:
    from archlint.project.inference.inference import Inference, Scope


class Lookups:
    """Names of a project followed to what binds them."""

    def __init__(self, inference: Inference) -> None:
        self._inference = inference
        self._globals: Recursion[tuple[str, str], Value | None] = Recursion()

    def of(self, expr: facts.Name, scope: Scope) -> Value:
        """What a name is where it is read."""
        if isinstance(scope, Class):
            if (field := scope.field(expr.id)) is not None and field.value is not None and field.value is not expr:
                return self._inference.infer(field.value, scope)
            return self._outside(expr.id, scope.module, scope.facts.scope)
        if isinstance(scope, Function):
            if expr.id in scope.facts.type_params:
                return UNKNOWN
            flow = self._inference.flow(scope)
            reaching = flow.reaching(expr)
            if reaching:
                return self.bound(reaching, scope)
            if expr.id in flow.bound and expr.id not in flow.outer:
                return self.bound(tuple(flow.bound[expr.id]), scope)
            return self._outside(expr.id, scope.module, scope.facts.scope)
        reaching = self._inference.reaching(expr, scope)
        return self.bound(reaching, scope) if reaching else self.namespace(scope, expr.id)

    def _outside(self, name: str, module: Module, around: str) -> Value:
        """A name as seen from inside the definition whose surroundings are `around`."""
        while around:
            outer = module.functions.get(around)
            if outer is not None:
                flow = self._inference.flow(outer)
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
        return self._globals.of((module.path, name), lambda: self._bound_in(module, name), None)

    def _bound_in(self, module: Module, name: str) -> Value | None:
        bindings = self._inference.bound(name, module)
        return self._alternatives(bindings, module) if bindings else self._starred(module, name)

    def _alternatives(self, bindings: Bindings, module: Module) -> Value:
        """Of several imports or definitions of a name (a try and its except) the first one known counts."""
        if all(isinstance(each, (Imported, Defined)) for each in bindings):
            values = [self.binding(each, module) for each in bindings]
            return next((value for value in values if value != UNKNOWN), UNKNOWN)
        return self.bound(tuple(bindings), module)

    def _starred(self, module: Module, name: str) -> Value | None:
        if name.startswith("_"):
            return None
        for said in module.starred():
            target = self._inference.names.imported_module(said, module)
            if isinstance(target, ModuleRef) and target.module is not module:
                exports = target.module.exports
                if exports is not None and name not in exports:
                    continue
                if (found := self.global_of(target.module, name)) is not None:
                    return found
        return None

    def bound(self, bindings: Bindings, scope: Function | Module) -> Value:
        """What holds whichever of the bindings was taken."""
        return join([self.binding(each, scope) for each in bindings])

    def binding(self, binding: Binding, scope: Function | Module) -> Value:
        """What one binding in a scope gives its name."""
        match binding:
            case Parameter(parameter=parameter):
                return self.parameter(parameter, scope) if isinstance(scope, Function) else UNKNOWN
            case Assigned(value=value, annotation=annotation):
                declared = UNKNOWN if annotation is None else self._inference.annotations.value(annotation, scope)
                if declared != UNKNOWN or value is None:
                    return declared
                return self._inference.infer(value, scope)
            case Item(iterable=iterable):
                return item_of(self._inference.infer(iterable, scope))
            case Entered(context=context, is_async=is_async):
                return self._inference.results.entered(self._inference.infer(context, scope), is_async=is_async)
            case Unpacked(of=of, index=index):
                return self._unpacked(of, index, scope)
            case Caught(type=caught) if caught is not None:
                return self._inference.annotations.value(caught, scope)
            case Imported(index=index):
                module = scope if isinstance(scope, Module) else scope.module
                return self.imported(module.import_at(index), module)
            case Defined(kind=kind, index=index):
                module = scope if isinstance(scope, Module) else scope.module
                if kind == "class":
                    return ClassRef(module.class_at(index))
                return FunctionRef(module.function_at(index))
            case _:
                return UNKNOWN

    def _unpacked(self, of: Binding, index: int, scope: Function | Module) -> Value:
        if isinstance(of, Assigned) and isinstance(of.value, facts.Collection) and index < len(of.value.items):
            return self._inference.infer(of.value.items[index], scope)
        match self.binding(of, scope):
            case Instance(of="builtins.tuple", args=args) if index < len(args):
                return args[index]
            case Instance(of="builtins.list", args=(item,)):
                return item
            case _:
                return UNKNOWN

    def imported(self, said: facts.Import, module: Module) -> Value:
        """What an import binds."""
        target = self._inference.names.imported_module(said, module)
        if said.name is None:
            if said.alias is not None:
                return target
            return self._inference.names.module(said.module.partition(".")[0], module)
        if said.name == "*":
            return UNKNOWN
        match target:
            case External(name=name):
                return External(library.canonical(f"{name}.{said.name}"))
            case ModuleRef(module=inner) if inner is module:
                return self._inference.names.submodule(target, said.name) or UNKNOWN
            case _:
                return self._inference.members.of(target, said.name)

    def parameter(self, parameter: facts.Parameter, function: Function) -> Value:
        """What a parameter receives, by its annotation or its dependency."""
        if parameter.kind in ("args", "kwargs"):
            return UNKNOWN
        if (owner := function.owner) is not None and parameter is next(iter(function.facts.parameters), None):
            decorators = {self._inference.name_of(each, function.module) for each in function.facts.decorators}
            if "builtins.classmethod" in decorators or function.name in ("__new__", "__init_subclass__"):
                return ClassRef(owner)
            if "builtins.staticmethod" not in decorators:
                return Instance(owner)
        around = self._inference.around(function)
        if parameter.annotation is not None:
            declared = self._inference.annotations.value(parameter.annotation, around)
            if declared != UNKNOWN:
                return declared
        if parameter.default is not None:
            return self._inference.annotations.injected(parameter.default, around)
        return UNKNOWN


def item_of(value: Value) -> Value:
    """What iterating gives."""
    match value:
        case Instance(of="builtins.tuple", args=args) if len(set(args)) == 1:
            return args[0]
        case Instance(of=str(), args=(item,)):
            return item
        case _:
            return UNKNOWN
