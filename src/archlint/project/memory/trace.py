"""Which answer was told from what, and what becomes of it when that changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from collections.abc import Set as AbstractSet
from enum import Enum
from re import Pattern
from typing import Generic, Protocol, TypeAlias, TypeVar

from archlint.project.memory.sameness import same

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Key = TypeVar("Key", bound=Hashable)


class Part(Enum):
    """What of a file may change without the rest."""

    BODIES = "bodies"
    """What stands in its functions, their signatures excepted."""
    OFFSETS = "offsets"
    """Where everything stands."""
    TOP = "top"
    """What stands at its top level, comments to archlint included."""
    DEFINITIONS = "definitions"
    """Which functions and classes it has."""
    COMMENTS = "comments"
    """Which comments silence what, in all files."""


Asked: TypeAlias = str | frozenset[str] | Pattern[str]
"""A word, any of some, or any like that."""


class Keeper(Protocol):
    """Where answers are kept."""

    def abandon(self, key: Hashable) -> None:
        """Nobody will answer a question that was begun."""

    def forget(self, key: Hashable, mask: int) -> None:
        """Drop the answer to a question, if it is the one of this mask."""


class Index(Generic[T_co]):
    """What a room knows of the whole project at once, or of one file, with the bit that stands for it."""

    def __init__(self, ask: Callable[[], T_co], value: T_co, mask: int) -> None:
        self.ask = ask
        self.value = value
        self.mask = mask
        self.bit = 0
        """0 where it depends on nothing."""
        self.is_lost = False
        """Whether it is to be asked again whatever its mask says."""

    def take(self, value: object) -> bool:
        """Take over what it was asked again for; whether that is another thing."""
        if same(self.value, value):
            return False
        self.value = value  # type: ignore[assignment]  # it comes from the same question
        return True


class FileIndex(Index[dict[Key, T]]):
    """What a room knows of each function of a file: who was told from one of them is not told from those that came."""

    def take(self, value: object) -> bool:
        assert isinstance(value, dict)
        before = self.value
        self.value = {
            key: before[key] if key in before and same(before[key], each) else each for key, each in value.items()
        }
        return any(key not in self.value or self.value[key] is not each for key, each in before.items())


class Trace:
    """Watches answers being told.

    Where a question is asked again while it is being answered, what is kept of either may be said to depend on more
    than it does; never on less.

    What changes gets another bit. So whatever has the old one in its mask is known to be told from something else, for
    as long as it is there; `sweep` looks for all of it and forgets it.
    """

    def __init__(self) -> None:
        self.mask = 0
        """Of the answer that is being told."""
        self.unsure = 0
        """The bits of what has changed, of indexes that may have, and of those that are being asked again."""
        self.changed = 0
        """The bits that were those of something that has changed since the last `sweep`."""
        self._asking = 0
        """The bits of indexes that are being asked again."""
        self._made = 0
        """How many bits there are."""
        self._free: list[int] = []
        """Those that stand for nothing."""
        self._telling: list[tuple[Keeper, Hashable, int]] = []
        """The questions that are being answered, each with what had been read for the one around it."""
        self._floor = 0
        """How many of them belong to somebody else."""
        self._bits: dict[Hashable, int] = {}
        self._words: dict[Asked, int] = {}
        self._told: dict[int, tuple[int, list[tuple[Keeper, Hashable]]]] = {}
        """The questions whose answers have each mask, with the one copy of it that is kept."""
        self._indexes: dict[int, Index[object]] = {}

    def read(self, atom: Hashable) -> None:
        """Note that what is being told depends on an atom."""
        bit = self._bits.get(atom)
        if bit is None:
            bit = self._bits[atom] = self._new_bit()
        self.mask |= bit

    def read_words(self, asked: Asked) -> None:
        """Note that what is being told depends on which functions mention what is asked for."""
        bit = self._words.get(asked)
        if bit is None:
            bit = self._words[asked] = self._new_bit()
        self.mask |= bit

    def _new_bit(self) -> int:
        if self._free:
            return self._free.pop()
        self._made += 1
        return 1 << self._made

    def begin(self, keeper: Keeper, key: Hashable) -> int:
        """A question is being answered; the number that `end` wants."""
        self._telling.append((keeper, key, self.mask))
        self.mask = 0
        return len(self._telling) - 1

    def end(self, began: int | None, keeper: Keeper, key: Hashable) -> int:
        """A question was answered; the mask of the answer.

        What was begun since and has no answer is part of it. One without a beginning of its own depends on all that was
        read for the one around it.
        """
        if began is None or began < self._floor:
            mask = self.mask
            for _, _, around in self._telling[self._floor :]:
                mask |= around
        else:
            self._abandon(began + 1)
            mask = self.mask
            self.mask |= self._telling.pop()[2]
        kept, questions = self._told.setdefault(mask, (mask, []))
        questions.append((keeper, key))
        return kept

    def _abandon(self, depth: int) -> None:
        """Let the questions that were begun after so many be part of the one around them."""
        while len(self._telling) > depth:
            keeper, key, around = self._telling.pop()
            keeper.abandon(key)
            self.mask |= around

    def told(self, ask: Callable[[], T]) -> tuple[T, int]:
        """An answer that is nobody's else, and its mask."""
        around, floor = self.mask, self._floor
        self.mask, self._floor = 0, len(self._telling)
        try:
            answer = ask()
        finally:
            self._abandon(self._floor)
            mask = self.mask
            self.mask, self._floor = around, floor
        return answer, mask

    def index(self, ask: Callable[[], T]) -> Index[T]:
        """Something that is known of the whole project."""
        index = Index(ask, *self.told(ask))
        self._name(index)
        return index

    def index_of_file(self, ask: Callable[[], dict[Key, T]]) -> Index[dict[Key, T]]:
        """Something that is known of each function of a file."""
        index = FileIndex(ask, *self.told(ask))
        self._name(index)
        return index

    def read_index(self, index: Index[T]) -> T:
        """What an index says now."""
        if index.bit & self.unsure:
            self.settle(index.bit)
        self.mask |= index.bit
        return index.value

    def _name(self, index: Index[object]) -> None:
        """Give an index a bit of its own, if it depends on anything."""
        index.bit = self._new_bit() if index.mask else 0
        if index.bit:
            self._indexes[index.bit] = index

    def begin_change(self, atoms: Iterable[Hashable], words: AbstractSet[str] = frozenset()) -> None:
        """Let atoms have changed, and words that functions came to mention or no longer do."""
        self.sweep()
        bits = 0
        for atom in atoms:
            bits |= self._bits.pop(atom, 0)
        for asked in [each for each in self._words if _is_about(each, words)]:
            bits |= self._words.pop(asked)
        self._change(bits)

    def _change(self, bits: int) -> None:
        """Let some bits stand for nothing any more."""
        self.changed |= bits
        self.unsure |= bits
        self._doubt(bits)

    def _doubt(self, bits: int) -> None:
        """Be unsure of all indexes that were told from something, or from such an index."""
        sure = [each for each in self._indexes.values() if not each.bit & self.unsure]
        while bits:
            doubted, others = 0, []
            for each in sure:
                if each.mask & bits:
                    doubted |= each.bit
                else:
                    others.append(each)
            sure, bits = others, doubted
            self.unsure |= bits

    def sweep(self) -> None:
        """Forget what was told from anything that has changed, and have its bits stand for something else."""
        gone = self.changed
        if not gone:
            return
        for mask in [each for each in self._told if each & gone]:
            for keeper, key in self._told.pop(mask)[1]:
                keeper.forget(key, mask)
        for index in self._indexes.values():
            index.is_lost = index.is_lost or bool(index.mask & gone)
        self.unsure &= ~gone
        self.changed = 0
        while gone:
            self._free.append(gone & -gone)
            gone &= gone - 1

    def settle(self, mask: int) -> bool:
        """Make sure of what an answer was told from; whether it may be given while that is asked again.

        It may be forgotten by then.
        """
        while not mask & self.changed:
            bits = mask & self.unsure
            if not bits:
                return True
            if bits & self._asking:
                return False
            self._make_sure(self._indexes[bits & -bits])
        return False

    def settle_all(self) -> None:
        """Make sure of everything."""
        while bits := self.unsure & ~self.changed:
            self._make_sure(self._indexes[bits & -bits])

    def _make_sure(self, index: Index[object]) -> None:
        """Ask an index again, if something that it was told from has changed."""
        asked = index.bit
        self._asking |= asked
        try:
            if index.is_lost or not self.settle(index.mask):
                self._ask_again(index)  # where that fails, whoever asks next is to meet it again
            self.unsure &= ~index.bit
        finally:
            self._asking &= ~asked

    def _ask_again(self, index: Index[object]) -> None:
        value, index.mask = self.told(index.ask)
        index.is_lost = False
        if index.take(value):
            before = index.bit
            del self._indexes[before]
            self._name(index)
            self._change(before)


def _is_about(asked: Asked, words: AbstractSet[str]) -> bool:
    """Whether it matters to who asked that functions came to mention some words, or no longer do."""
    match asked:
        case str():
            return asked in words
        case frozenset():
            return not asked.isdisjoint(words)
        case _:
            return any(asked.search(each) for each in words)
