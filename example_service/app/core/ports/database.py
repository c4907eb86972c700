"""Whether the database answers."""

from __future__ import annotations

from typing import Protocol


class Database(Protocol):
    """The database as probes see it."""

    async def ping(self) -> None:
        """Return when it answers; raises UnavailableError when it does not."""
