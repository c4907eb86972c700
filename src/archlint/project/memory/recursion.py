"""Answers that are told from one another, at times in a circle."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from archlint.project.memory.answers import memory

Key = TypeVar("Key", bound=Hashable)
T = TypeVar("T")
_NOBODY = 1 << 30


class _Line:
    """The questions that are being answered, of whatever kind; each was asked for the answer to the one before."""

    __slots__ = ("closed_at", "length")

    def __init__(self) -> None:
        self.length = 0
        self.closed_at = _NOBODY
        """The place of the foremost that was asked for again meanwhile."""


_line = _Line()


class Recursion(Generic[Key, T]):
    """Keeps answers. Who asks for one that is just being told gets another in its place, and so the circle ends.

    What was told from that is not kept but for the question at which the circle closed: an answer must not depend on
    which of a circle was asked for first.
    """

    def __init__(self, deepest: int = _NOBODY) -> None:
        self._deepest = deepest
        """How many questions of this kind may be asked for one answer."""
        self.known: dict[Key, T] = memory()
        self._places: dict[Key, int] = {}
        """In the line, of those of this kind."""

    def of(self, key: Key, tell: Callable[[], T], otherwise: T) -> T:
        """The answer to a question; `otherwise` where it is being answered, or too many of its kind are."""
        return self.known[key] if key in self.known else self.told(key, tell, otherwise)

    def told(self, key: Key, tell: Callable[[], T], otherwise: T) -> T:
        """The same for a question whose answer is not `known`, as whoever asks has seen."""
        places, line = self._places, _line
        if key in places or len(places) >= self._deepest:
            line.closed_at = min(line.closed_at, places.get(key, 0))
            return otherwise
        before, line.closed_at = line.closed_at, _NOBODY
        place = places[key] = line.length
        line.length = place + 1
        try:
            answer = tell()
        finally:
            del places[key]
            line.length = place
            closed_at, line.closed_at = line.closed_at, before
        if closed_at >= place:
            self.known[key] = answer
        elif closed_at < before:
            line.closed_at = closed_at
        return answer
