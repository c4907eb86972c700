"""The validators of models: methods by their decorators, and functions that annotations name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

from archlint import facts
from archlint.project.code.endings import falls_through
from archlint.project.code.expressions import argument, is_none, uncalled, walk
from archlint.project.code.modules import Class, Function, Module
from archlint.project.code.statements import statements
from archlint.project.inference.inference import Scope
from archlint.project.inference.values import FunctionRef
from archlint.project.memory import memory
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

Kind: TypeAlias = Literal["field", "model", "v1 field", "v1 root", "annotated"]
_MODULES = (
    "pydantic",
    "pydantic.functional_validators",
    "pydantic.class_validators",
    "pydantic.deprecated.class_validators",
)
_DECORATORS: dict[str, Kind] = {
    "field_validator": "field",
    "model_validator": "model",
    "validator": "v1 field",
    "root_validator": "v1 root",
}
_MARKERS = frozenset({"AfterValidator", "BeforeValidator", "PlainValidator", "WrapValidator"})
_CLASSMETHODS = frozenset({"builtins.classmethod", "builtins.staticmethod"})


class Validator(Record, frozen=True, eq=False):
    """A function that Pydantic runs while it makes an object of a model."""

    function: Function
    kind: Kind
    said: facts.Expr
    """The decorator, or the `AfterValidator(…)` of an annotation."""
    mode: str
    """ "after", "before", "wrap" or "plain"; "" where the source does not tell."""

    @property
    def is_method(self) -> bool:
        return self.kind != "annotated"


class Validators:
    """Finds the validators of Pydantic's own decorators; those of `pydantic.v1` are none."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[Module, tuple[Validator, ...]] = memory()

    def of(self, module: Module) -> tuple[Validator, ...]:
        """The validators that a file declares or names, in the order of their kinds."""
        known = self._known.get(module)
        if known is None:
            found = [*self._methods(module), *self._annotated(module)]
            self._known[module] = known = tuple(found)
        return known

    def _methods(self, module: Module) -> Iterator[Validator]:
        words = set(_DECORATORS) | {each.bound for each in module.facts.imports if each.name in _DECORATORS}
        for method in module.mentioning(words):
            if not method.facts.owner or not method.facts.decorators:
                continue
            around = self._project.inference.around(method)
            for decorator in method.facts.decorators:
                func = uncalled(decorator)
                owner, _, last = self._project.name_of(func, around).rpartition(".")
                if owner in _MODULES and last in _DECORATORS:
                    yield Validator(method, _DECORATORS[last], decorator, _mode(decorator, last))

    def _annotated(self, module: Module) -> Iterator[Validator]:
        if not any(each.name in _MARKERS or each.module.startswith("pydantic") for each in module.facts.imports):
            return
        for expr, scope in self._types(module):
            for each in walk(expr):
                if not isinstance(each, facts.Call) or len(each.args) != 1:
                    continue
                owner, _, last = self._project.name_of(each.func, scope).rpartition(".")
                if owner in _MODULES and last in _MARKERS:
                    value = self._project.infer(each.args[0], scope)
                    if isinstance(value, FunctionRef) and not value.function.module.is_test:
                        yield Validator(value.function, "annotated", each, last.removesuffix("Validator").lower())

    def _types(self, module: Module) -> Iterator[tuple[facts.Expr, Scope]]:
        for stmt in module.facts.top:
            match stmt:
                case facts.Assign(value=value) if value is not None:
                    yield value, module
                case facts.Alias(value=value):
                    yield value, module
                case _:
                    pass
        for cls in module.all_classes:
            yield from ((each.annotation, cls) for each in cls.facts.fields if each.annotation is not None)

    def is_bound_to_class(self, method: Function) -> bool:
        """Whether a decorator makes a class or static method of it."""
        around = self._project.inference.around(method)
        return any(self._project.name_of(each, around) in _CLASSMETHODS for each in method.facts.decorators)

    def is_of_schema(self, validator: Validator) -> bool:
        """Whether it belongs to a model that is neither settings nor a library's; functions of annotations do."""
        owner = validator.function.owner
        return not validator.is_method or (isinstance(owner, Class) and self._project.schemas.is_model(owner))

    def gives_nothing(self, function: Function) -> list[facts.Return] | None:
        """The bare returns of a body, where it gives nothing on some way to its end; None where it always gives.

        A body that only raises, or that is a stub, gives nothing on no way.
        """
        if _is_stub(function.body):
            return None
        returns = [each for each in statements(function.body) if isinstance(each, facts.Return)]
        bare = [each for each in returns if each.value is None or is_none(each.value)]
        return bare if bare or falls_through(function.body, lambda _: False) else None


def _mode(decorator: facts.Expr, name: str) -> str:
    if not isinstance(decorator, facts.Call):
        return "after"
    mode = argument(decorator, "mode")
    if name in ("validator", "root_validator"):
        return "before" if argument(decorator, "pre") is not None else "after"
    if mode is None:
        open_ended = any(each.name is None for each in decorator.keywords)
        return "after" if name == "field_validator" and not open_ended else ""
    return mode.value if isinstance(mode, facts.String) else ""


def _is_stub(body: facts.Block) -> bool:
    return all(
        (isinstance(each, facts.Evaluate) and isinstance(each.value, (facts.String, facts.Constant)))
        or isinstance(each, facts.Jump)
        for each in body
    )
