"""When to try again, and when to give up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How workers treat messages; raises ValueError for what could never work."""

    batch: int = 100
    lease: timedelta = timedelta(seconds=30)
    """How long a claimed message is nobody else's."""
    attempts: int = 5
    backoff: timedelta = timedelta(seconds=1)

    def __post_init__(self) -> None:
        if self.batch < 1 or self.attempts < 1:
            raise ValueError("a worker takes one message at least, and tries it once at least")

    def is_last(self, attempt: int) -> bool:
        """Whether no attempt follows this one; the first is 1."""
        return attempt >= self.attempts

    def is_spent(self, attempt: int) -> bool:
        """Whether this attempt is one too many: those before it did not even live to tell that they failed."""
        return attempt > self.attempts

    def pause_after(self, attempt: int) -> timedelta:
        """How long to wait after a failed attempt: twice as long each time."""
        doubled: int = 2 ** min(attempt - 1, 16)
        return self.backoff * doubled

    def setback(self, key: int | UUID, attempt: int, reason: str) -> Setback:
        """What follows a failed attempt."""
        pause = None if self.is_last(attempt) else self.pause_after(attempt)
        return Setback(key, pause, reason or "it does not say why")


@dataclass(frozen=True, slots=True)
class Setback:
    """Something that did not work; raises ValueError when it does not say why."""

    key: int | UUID
    pause: timedelta | None
    """How long to wait for the next attempt; None when there is none."""
    reason: str

    def __post_init__(self) -> None:
        if not self.reason:
            raise ValueError("a setback has a reason")
