"""Which classes of a project build on which."""

from __future__ import annotations

from collections.abc import Iterable

from archlint import facts
from archlint.project.code.modules import Class, Function, Module
from archlint.project.inference.inference import Inference
from archlint.project.inference.values import Instance, Value
from archlint.project.memory import memory, remembered, remembered_between_runs


class Subclasses:
    """The classes below each class, so that an abstract method leads to the one that runs."""

    def __init__(self, inference: Inference, modules: dict[str, Module]) -> None:
        self._inference = inference
        self._modules = modules
        self._abstract: dict[Function, bool] = memory()

    @remembered
    def _below(self) -> dict[Class, list[Class]]:
        found: dict[Class, list[Class]] = {}
        for module in self._modules.values():
            for base, cls in self._built_in(module):
                found.setdefault(base, []).append(cls)
        return found

    @remembered_between_runs
    def _built_in(self, module: Module) -> Iterable[tuple[Class, Class]]:
        """The classes of a file, each after everyone that it builds on."""
        for cls in module.all_classes:
            bases = self._inference.members.mro(cls)[1:]
            yield from ((each, cls) for each in bases if isinstance(each, Class))

    def of(self, cls: Class) -> list[Class]:
        """Every class below one, in the order of their files."""
        return self._below.get(cls, [])

    def concrete(self, method: Function, receiver: Value | None) -> Function | None:
        """The method that runs; None for an abstract one with no, or more than one, implementation."""
        if not self.is_abstract(method):
            return method
        owner = receiver.of if isinstance(receiver, Instance) and isinstance(receiver.of, Class) else method.owner
        if owner is None:
            return None
        found = dict.fromkeys(each for cls in self.of(owner) if (each := cls.method(method.name)) is not None)
        real = [each for each in found if not each.module.is_test and not self.is_abstract(each)]
        return real[0] if len(real) == 1 else None

    def is_abstract(self, method: Function) -> bool:
        """Whether a method only promises: an abstractmethod, or a Protocol's."""
        known = self._abstract.get(method)
        if known is None:
            known = self._abstract[method] = self._is_abstract(method)
        return known

    def _is_abstract(self, method: Function) -> bool:
        if method.owner is None:
            return False
        around = self._inference.around(method)
        if any("abstract" in self._inference.name_of(each, around) for each in method.facts.decorators):
            return True
        return any(base in ("typing.Protocol", "typing_extensions.Protocol") for base in self._bases(method.owner))

    def _bases(self, cls: Class) -> list[str]:
        """The external bases that a class names itself."""
        around = self._inference.around(cls)
        bases = (base.value if isinstance(base, facts.Subscript) else base for base in cls.facts.bases)
        return [self._inference.name_of(base, around) for base in bases]
