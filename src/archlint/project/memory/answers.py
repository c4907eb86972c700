"""Where answers are kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from collections.abc import Set as AbstractSet
from functools import cached_property, wraps
from re import Pattern
from typing import TYPE_CHECKING, TypeVar
from zlib import crc32

from archlint.project.memory.trace import Index, Part, Trace

if TYPE_CHECKING:
    from archlint.project.code.modules import Function, Module

Key = TypeVar("Key", bound=Hashable)
Room = TypeVar("Room", bound=object)
T = TypeVar("T")
_GROUPS = 4
"""Of the names in one module."""
_watched: Trace | None = None


def watch(trace: Trace | None) -> None:
    """Have a trace watch the projects that are made from now on, and their answers; None is for all others."""
    global _watched
    _watched = trace


def is_watched() -> bool:
    """Whether a trace is watching."""
    return _watched is not None


def memory(known: dict[Key, T] | None = None) -> dict[Key, T]:
    """A place for answers by what was asked; to be asked with `get` or `in`, and told by an assignment.

    What is known already is taken over, except while a trace is watching: nobody knows what it was told from.
    """
    if _watched is not None:
        return _Memory(_watched)
    return {} if known is None else known


def remembered_between_runs(tell: Callable[[Room, Key], Iterable[T]]) -> Callable[[Room, Key], Iterable[T]]:
    """All that a room tells of a file, or of something else, once a run; it is kept while a trace is watching."""
    slot = f"{tell.__name__} as watched"

    @wraps(tell)
    def all_told(room: Room, key: Key) -> Iterable[T]:
        if _watched is None:
            return tell(room, key)
        known: dict[Key, tuple[T, ...]] | None = room.__dict__.get(slot)
        if known is None:
            known = room.__dict__[slot] = _Memory(_watched)
        if key not in known:
            known[key] = tuple(tell(room, key))
        return known[key]

    return all_told


def aside(ask: Callable[[], T]) -> T:
    """What is asked without being noted: whoever asks notes what of the answer matters."""
    return ask() if _watched is None else _watched.told(ask)[0]


def atom_of_name(module: Module, name: str) -> Hashable:
    """What stands for the meaning of a name in a module; several names share one, for masks must not be too long."""
    return module, crc32(name.encode(errors="surrogatepass")) % _GROUPS


def read_name(module: Module, name: str) -> None:
    """Note that what is being told depends on what a name means at the top level of a file, or on whether it means
    anything; of a definition somewhere inside, the name is its qualname.
    """
    if _watched is not None:
        _watched.read(atom_of_name(module, name))


def read_top(module: Module) -> None:
    """Note that what is being told depends on what stands at the top level of a file."""
    if _watched is not None:
        _watched.read((module, Part.TOP))


def read_definitions(module: Module) -> None:
    """Note that what is being told depends on which functions and classes a file has."""
    if _watched is not None:
        _watched.read((module, Part.DEFINITIONS))


def read_bodies(module: Module) -> None:
    """Note that what is being told depends on what stands in a file's functions."""
    if _watched is not None:
        _watched.read((module, Part.BODIES))


def read_offsets(module: Module) -> None:
    """Note that what is being told holds where something stands in a file."""
    if _watched is not None:
        _watched.read((module, Part.OFFSETS))


def read_words(asked: str | AbstractSet[str] | Pattern[str]) -> None:
    """Note that what is being told depends on which functions mention a word, one of some, or one like that."""
    if _watched is not None:
        _watched.read_words(asked if isinstance(asked, (str, Pattern)) else frozenset(asked))


def read_comments() -> None:
    """Note that what is being told depends on which comments silence what."""
    if _watched is not None:
        _watched.read(Part.COMMENTS)


def remembered_by_file(tell: Callable[[Room, Function], T]) -> Callable[[Room, Function], T]:
    """What a room knows of each function.

    While a trace is watching, it is an index of all functions of a file: where the file is edited and they say the same
    as before, everything stands that was told from them.
    """
    slot = f"{tell.__name__} by file"

    @wraps(tell)
    def told(room: Room, function: Function) -> T:
        if _watched is None:
            known: dict[Function, T] = room.__dict__.setdefault(slot, {})
            if function not in known:
                known[function] = tell(room, function)
            return known[function]
        indexes: dict[Module, Index[dict[Function, T]]] = room.__dict__.setdefault(slot, {})
        module = function.module
        index = indexes.get(module)
        if index is None:
            index = indexes[module] = _watched.index_of_file(
                lambda: {each: tell(room, each) for each in module.all_functions}
            )
        return _watched.read_index(index)[function]

    return told


class remembered(cached_property[T]):  # noqa: N801  # like what it is derived from
    """What a room knows of the whole project, told when first asked."""

    def __set_name__(self, owner: type[object], name: str) -> None:
        super().__set_name__(owner, name)
        self._name = name
        self._slot = f"{name} as watched"

    if not TYPE_CHECKING:

        def __get__(self, instance: object, owner: type[object] | None = None) -> object:
            if _watched is None or instance is None:
                return super().__get__(instance, owner)
            return self._watched(instance, _watched)

    def _watched(self, instance: object, trace: Trace) -> T:
        index: Index[T] | None = instance.__dict__.get(self._slot)
        if index is None:
            index = instance.__dict__[self._slot] = trace.index(lambda: self.func(instance))
            if not index.bit:  # told from nothing, like a room: from now on a plain attribute
                instance.__dict__[self._name] = index.value
        return trace.read_index(index)


class remembered_of_each(remembered[T]):  # noqa: N801  # as above
    """What an object knows of itself that there are many of, told when first asked."""

    def _watched(self, instance: object, trace: Trace) -> T:
        known: dict[str, T] = instance.__dict__.setdefault("as watched", _Memory(trace))
        if self._slot not in known:
            known[self._slot] = self.func(instance)
        return known[self._slot]


class _Memory(dict[Key, T]):
    """Answers with their masks."""

    __slots__ = ("_begun", "_masks", "_trace")

    def __init__(self, trace: Trace) -> None:
        super().__init__()
        self._trace = trace
        self._masks: dict[Hashable, int] = {}
        self._begun: dict[Hashable, int] = {}

    def __contains__(self, key: Hashable) -> bool:
        trace, mask = self._trace, self._masks.get(key)
        if mask is not None and mask & trace.unsure:
            if not trace.settle(mask):
                self.forget(key, mask)
            mask = self._masks.get(key)
        if mask is None:
            if key not in self._begun:
                self._begun[key] = trace.begin(self, key)
            return False
        trace.mask |= mask
        return True

    if not TYPE_CHECKING:

        def get(self, key: Key, default: T | None = None) -> T | None:
            trace, mask = self._trace, self._masks.get(key)
            if mask is not None and not mask & trace.unsure:
                trace.mask |= mask
                return self[key]
            if key not in self:
                return default
            return self[key]

    def __setitem__(self, key: Key, answer: T) -> None:
        self._masks[key] = self._trace.end(self._begun.pop(key, None), self, key)
        super().__setitem__(key, answer)

    def abandon(self, key: Hashable) -> None:
        self._begun.pop(key, None)

    def forget(self, key: Hashable, mask: int) -> None:
        if self._masks.get(key) == mask:
            del self._masks[key]
            del self[key]  # type: ignore[arg-type]  # what has a mask is a key
