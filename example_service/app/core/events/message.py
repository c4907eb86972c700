"""An event on its way."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Message:
    """An event, written down; raises ValueError for a version below 1."""

    id: UUID
    name: str
    version: int
    payload: str
    """JSON."""
    request_id: str | None = None
    """The request in which it happened."""

    def __post_init__(self) -> None:
        if self.version < 1:
            raise ValueError("versions count up from 1")


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A message that is one worker's for a while."""

    message: Message
    attempt: int
    """The first is 1."""
    receipt: int
    """What tells this delivery from another one of the same message."""

    def __post_init__(self) -> None:
        if self.attempt < 1:
            raise ValueError("attempts count up from 1")
