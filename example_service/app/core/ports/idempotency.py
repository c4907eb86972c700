"""Answers kept for requests that come twice."""

from __future__ import annotations

from abc import ABC, abstractmethod

from app.core.domain.idempotency import IdempotencyKey, KeptAnswer


class IdempotencyKeys(ABC):
    """The keys that were used, each with its answer."""

    @abstractmethod
    async def claim(self, key: IdempotencyKey) -> KeptAnswer | None:
        """Take a key for this transaction; waits for another that has it, and gives the answer that one kept."""

    @abstractmethod
    async def keep(self, key: IdempotencyKey, answer: str) -> None:
        """Keep the answer (JSON) to a request whose key was claimed."""
