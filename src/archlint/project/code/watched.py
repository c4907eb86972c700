"""Modules whose files may be edited between two questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

from archlint import facts as said
from archlint.project.code.modules import Class, Function, Module
from archlint.project.memory import read_definitions, read_name, read_top, read_words

Definition = TypeVar("Definition", Function, Class)


class WatchedModule(Module):
    """A module that notes what it is asked.

    Of all that answers are told from, it alone comes to say another thing: functions, classes and facts stay as they
    are, or are replaced by others. So what is noted here and of bodies, words and offsets is all that has to be.
    """

    def relink(self) -> None:
        super().relink()
        self._words: frozenset[str] | None = None
        """All that its functions mention: asked for again after every edit, that saves a look at each."""

    @property
    def facts(self) -> said.Module:
        read_top(self)
        return super().facts

    @property
    def functions(self) -> Mapping[str, Function]:
        return _ByName(self, super().functions)

    @property
    def classes(self) -> Mapping[str, Class]:
        return _ByName(self, super().classes)

    @property
    def all_functions(self) -> list[Function]:
        read_definitions(self)
        return super().all_functions

    @property
    def all_classes(self) -> list[Class]:
        read_definitions(self)
        return super().all_classes

    def mentioning(self, words: AbstractSet[str]) -> list[Function]:
        read_definitions(self)
        if self._words is None:
            self._words = frozenset(word for each in super().all_functions for word in each.facts.mentions)
        if self._words.isdisjoint(words):
            read_words(words)
            return []
        return super().mentioning(words)

    def nested_in(self, function: Function) -> list[Function]:
        read_definitions(self)
        return super().nested_in(function)

    @property
    def exports(self) -> tuple[str, ...] | None:
        read_name(self, "__all__")
        return super().exports

    def import_at(self, index: int) -> said.Import:
        found = super().import_at(index)
        read_name(self, found.bound)
        return found

    def function_at(self, index: int) -> Function:
        found = super().function_at(index)
        read_name(self, found.qualname)
        return found

    def class_at(self, index: int) -> Class:
        found = super().class_at(index)
        read_name(self, found.qualname)
        return found

    def importing(self, name: str) -> Iterator[said.Import]:
        read_name(self, name)
        read_name(self, "*")
        return super().importing(name)

    def starred(self) -> Iterator[said.Import]:
        read_name(self, "*")
        return super().starred()


class _ByName(Mapping[str, Definition]):
    """Definitions of one kind by their qualnames."""

    def __init__(self, module: Module, known: Mapping[str, Definition]) -> None:
        self._module = module
        self._known: Mapping[str, Definition] = known

    def __getitem__(self, qualname: str) -> Definition:
        read_name(self._module, qualname)
        return self._known[qualname]

    def __iter__(self) -> Iterator[str]:
        read_definitions(self._module)
        return iter(self._known)

    def __len__(self) -> int:
        read_definitions(self._module)
        return len(self._known)
