"""Where messages go, and where they come from."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from app.core.events.message import ClaimedMessage, Message


class Publisher(Protocol):
    """Takes messages, each once or more."""

    async def publish(self, message: Message) -> None:
        """Return when the message is safe; raises UnavailableError when it is not."""


class Subscription(Protocol):
    """Hands messages out, each once or more."""

    async def claim(self, limit: int, lease: timedelta) -> list[ClaimedMessage]:
        """Messages that are the caller's until the lease ends."""

    async def acknowledge(self, receipt: int) -> None:
        """The message is done with."""

    async def retry(self, receipt: int, pause: timedelta, reason: str) -> None:
        """Hand the message out again after a pause."""

    async def bury(self, receipt: int, reason: str) -> None:
        """Keep the message for people to look at, and hand it out no more."""
