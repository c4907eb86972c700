"""Events that wait in the database for their way out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import timedelta

from app.core.domain.retry import Setback
from app.core.events.message import ClaimedMessage, Message


class Outbox(ABC):
    """Messages kept in the transaction in which they happened."""

    @abstractmethod
    async def put(self, messages: list[Message]) -> None:
        """Keep messages in this order."""

    @abstractmethod
    async def claim(self, limit: int, lease: timedelta) -> list[ClaimedMessage]:
        """The oldest messages that nobody else holds, the caller's until the lease ends."""

    @abstractmethod
    async def settle(self, done: list[int], setbacks: list[Setback]) -> None:
        """These receipts are safe elsewhere; those did not work."""


class ProcessedMessages(ABC):
    """Which messages had their effect."""

    @abstractmethod
    async def is_new(self, consumer: str, message: Message) -> bool:
        """Remember the message for a consumer; False when it was remembered before."""
