"""Ways to tell somebody something."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TypeAlias

from app.core.domain.notice import AddressedNotice, Channel


class NoticeSender(ABC):
    """One way to reach people."""

    @abstractmethod
    async def send(self, addressed: AddressedNotice) -> None:
        """Send a notice, the same one twice without harm; raises UnavailableError."""


SenderFactory: TypeAlias = Callable[[Channel], NoticeSender]
"""The sender of a channel; raises ValueError for one that nobody serves."""
