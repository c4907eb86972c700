"""Which answer was told from what, and what becomes of it when that changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from collections.abc import Set as AbstractSet
from enum import Enum
from re import Pattern
from typing import Protocol, TypeAlias, TypeVar

from archlint.project.memory.sameness import same

T = TypeVar("T")


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


class Index:
    """What a room knows of the whole project at once, with the bit that stands for it."""

    def __init__(self, ask: Callable[[], object], bit: int) -> None:
        self.ask = ask
        self.bit = bit
        self.value: object = None
        self.mask = 0


class Trace:
    """Watches answers being told.

    Where a question is asked again while it is being answered, what is kept of either may be said to depend on more
    than it does; never on less.
    """

    def __init__(self) -> None:
        self.mask = 0
        """Of the answer that is being told."""
        self.unsure = 0
        """The bits of indexes that may have changed, and of those that are being asked again."""
        self.changed = 0
        """The bits of all that has changed since the last `begin_change`."""
        self._asking = 0
        """The bits of indexes that are being asked again."""
        self._telling: list[tuple[Keeper, Hashable, int]] = []
        """The questions that are being answered, each with what had been read for the one around it."""
        self._floor = 0
        """How many of them belong to somebody else."""
        self._bits: dict[Hashable, int] = {}
        self._words: dict[Asked, int] = {}
        """Of them, those of words."""
        self._told: dict[int, tuple[int, list[tuple[Keeper, Hashable]]]] = {}
        """The questions whose answers have each mask, with the one copy of it that is kept."""
        self._indexes: dict[int, Index] = {}

    def read(self, atom: Hashable) -> None:
        """Note that what is being told depends on an atom."""
        self.mask |= self._bit(atom)

    def read_words(self, asked: Asked) -> None:
        """Note that what is being told depends on which functions mention what is asked for."""
        bit = self._words.get(asked)
        if bit is None:
            bit = self._words[asked] = self._bit(asked)
        self.mask |= bit

    def _bit(self, atom: Hashable) -> int:
        bit = self._bits.get(atom)
        if bit is None:
            bit = self._bits[atom] = 1 << len(self._bits)
        return bit

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

    def index(self, ask: Callable[[], object]) -> Index:
        """Something that is known of the whole project; it has no bit where it depends on nothing."""
        bit = self._bit(ask)
        index = Index(ask, bit)
        index.value, index.mask = self.told(ask)
        if index.mask:
            self._indexes[bit] = index
        else:
            index.bit = 0
        return index

    def begin_change(self, atoms: Iterable[Hashable], words: AbstractSet[str] = frozenset()) -> None:
        """Forget what was told from atoms that have changed, and from words that functions came to mention or no longer
        do.
        """
        self.changed = bits = 0
        for atom in atoms:
            bits |= self._bits.get(atom, 0)
        for asked, bit in self._words.items():
            if _is_about(asked, words):
                bits |= bit
        self._change(bits)

    def _change(self, bits: int) -> None:
        self.changed |= bits
        for mask in [each for each in self._told if each & bits]:
            for keeper, key in self._told.pop(mask)[1]:
                keeper.forget(key, mask)
        self._doubt(bits)

    def _doubt(self, bits: int) -> None:
        """Be unsure of all indexes that were told from something, or from such an index."""
        while bits:
            told = (each for each in self._indexes.values() if each.mask & bits and not each.bit & self.unsure)
            bits = sum(each.bit for each in told)
            self.unsure |= bits

    def settle(self, mask: int) -> bool:
        """Make sure of what an answer was told from; whether it may be given while that is asked again.

        It may be forgotten by then.
        """
        while bits := mask & self.unsure:
            if bits & self._asking:
                return False
            self._make_sure(self._indexes[bits & -bits])
        return True

    def settle_all(self) -> None:
        """Make sure of everything."""
        self.settle(self.unsure)

    def _make_sure(self, index: Index) -> None:
        """Ask an index again, if something that it was told from has changed."""
        self._asking |= index.bit
        try:
            may_stand = self.settle(index.mask) and not index.mask & self.changed
            if not may_stand:
                self._ask_again(index)
        except BaseException:
            self._change(index.bit)  # whoever asks next is to meet it again
            raise
        finally:
            self._asking &= ~index.bit
        self.unsure &= ~index.bit

    def _ask_again(self, index: Index) -> None:
        value, index.mask = self.told(index.ask)
        if not same(index.value, value):
            index.value = value
            self._change(index.bit)


def _is_about(asked: Asked, words: AbstractSet[str]) -> bool:
    """Whether it matters to who asked that functions came to mention some words, or no longer do."""
    match asked:
        case str():
            return asked in words
        case frozenset():
            return not asked.isdisjoint(words)
        case _:
            return any(asked.search(each) for each in words)
