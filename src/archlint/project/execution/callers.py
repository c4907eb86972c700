"""Who calls a function of the project."""

from __future__ import annotations

from collections.abc import Iterator

from archlint import facts
from archlint.project.code.expressions import last_word
from archlint.project.code.modules import Function, Module
from archlint.project.inference.inference import Inference
from archlint.project.inference.origins import Frame
from archlint.project.inference.values import ClassRef, FunctionRef
from archlint.project.memory import memory


class Callers:
    """The calls of each function, tests left out, as frames that a trace may start from."""

    def __init__(self, inference: Inference, modules: dict[str, Module]) -> None:
        self._inference = inference
        self._modules = [each for each in modules.values() if not each.is_test]
        self._known: dict[Function, tuple[Frame, ...]] = memory()

    def of(self, function: Function) -> tuple[Frame, ...]:
        """Every call that may run a function, as far as can be told, in the order of paths and places."""
        known = self._known.get(function)
        if known is None:
            targets = {function, *self._inference.members.overridden(function)}
            known = tuple(frame for module in self._modules for frame in self._in(module, function, targets))
            self._known[function] = known
        return known

    def _in(self, module: Module, function: Function, targets: set[Function]) -> Iterator[Frame]:
        owner = function.owner
        name = owner.name if owner is not None and function.name == "__init__" else function.name
        words = {name} | {each.alias for each in module.facts.imports if each.name == name and each.alias}
        scopes: list[Function | Module] = [module, *module.mentioning(words)]
        for scope in scopes:
            for event in self._inference.flow(scope).calls():
                if last_word(event.expr.func) in words and self._run_by(event.expr.func, scope) in targets:
                    yield Frame(function, event.expr, scope, None)

    def _run_by(self, callee: facts.Expr, scope: Function | Module) -> Function | None:
        """The function or constructor that calling an expression runs."""
        match self._inference.infer(callee, scope):
            case FunctionRef(function=function):
                return function
            case ClassRef(cls=cls):
                return self._inference.members.method(cls, "__init__")
            case _:
                return None
