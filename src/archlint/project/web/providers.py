"""Everything that stands in a `Depends(…)` anywhere in a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archlint import facts
from archlint.project.code.expressions import argument, walk
from archlint.project.code.modules import Class, Function, Module
from archlint.project.flow.events import CallEvent
from archlint.project.inference.inference import Inference, Scope
from archlint.project.memory import remembered, remembered_between_runs
from archlint.project.web.injection import MARKERS, Injection

_WORDS = frozenset({"Depends", "Security"})


class Providers:
    """The functions and classes that are injected."""

    def __init__(self, inference: Inference, modules: dict[str, Module], injection: Injection) -> None:
        self._inference = inference
        self._modules = [each for each in modules.values() if not each.is_test]
        self._injection = injection

    @remembered
    def all(self) -> frozenset[Function | Class]:
        """Every function or class of the project that is a dependency."""
        return frozenset(each for module in self._modules for each in self._within(module))

    @remembered
    def functions(self) -> frozenset[Function]:
        """Every function that FastAPI runs as a dependency: providers, and the constructors of classes that are."""
        functions = {each for each in self.all if isinstance(each, Function)}
        for each in self.all:
            if isinstance(each, Class):
                constructor = self._inference.members.method(each, "__init__")
                if constructor is not None:
                    functions.add(constructor)
        return frozenset(functions)

    @remembered_between_runs
    def _within(self, module: Module) -> Iterable[Function | Class]:
        """Those that a file asks for."""
        if words := _words(module):
            yield from dict.fromkeys(self._asked_for(module, words))

    def _asked_for(self, module: Module, words: set[str]) -> Iterator[Function | Class]:
        for expr, scope in self._expressions(module, words):
            for each in walk(expr):
                if isinstance(each, facts.Call) and self._inference.name_of(each.func, scope) in MARKERS:
                    given = argument(each, "dependency", 0)
                    if given is not None:
                        yield from self._injection.providers(given, scope)[0]
        for function in module.mentioning(words):
            yield from self._asked_by_annotation(function)

    def _asked_by_annotation(self, function: Function) -> Iterator[Function | Class]:
        """The classes that `user: User = Depends()` makes."""
        for dependency in self._injection.dependencies(function):
            yield from dependency.providers

    def _expressions(self, module: Module, words: set[str]) -> Iterator[tuple[facts.Expr, Scope]]:
        """Where a `Depends(…)` may stand: headers, fields, and the calls of bodies that have the word."""
        yield from ((expr, module) for expr in _top(module.facts.top))
        for cls in module.all_classes:
            for field in cls.facts.fields:
                yield from ((each, cls) for each in (field.annotation, field.value) if each is not None)
        for function in module.mentioning(words):
            around = self._inference.around(function)
            yield from ((each, around) for each in function.facts.decorators)
            for parameter in function.facts.parameters:
                yield from ((each, around) for each in (parameter.annotation, parameter.default) if each is not None)
            for event in self._inference.flow(function).events:
                if isinstance(event, CallEvent):
                    yield event.expr, function


def _words(module: Module) -> set[str]:
    """The names under which a file knows `Depends` and `Security`."""
    words = {each.alias or each.name for each in module.facts.imports if each.name in _WORDS and each.name is not None}
    if any(each.name is None and each.module.partition(".")[0] == "fastapi" for each in module.facts.imports):
        words |= _WORDS
    return words


def _top(block: facts.Block) -> Iterator[facts.Expr]:
    """The expressions of a module's own statements."""
    for stmt in block:
        match stmt:
            case facts.Assign(value=value, annotation=annotation):
                yield from (each for each in (value, annotation) if each is not None)
            case facts.Evaluate(value=value) | facts.Alias(value=value):
                yield value
            case facts.If(branches=branches, orelse=orelse):
                for branch in branches:
                    yield from _top(branch.body)
                yield from _top(orelse)
            case facts.Try(body=body, handlers=handlers, orelse=orelse):
                for part in (body, *(each.body for each in handlers), orelse):
                    yield from _top(part)
            case facts.Loop(body=body) | facts.With(body=body):
                yield from _top(body)
            case _:
                pass
