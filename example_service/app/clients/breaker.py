"""Not asking a system that does not answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from app.core.errors import UnavailableError


class CircuitBreaker:
    """Opens after some failures in a row, and lets one caller try again after a while."""

    def __init__(self, failures: int, cooldown: float) -> None:
        self._allowed = failures
        self._cooldown = cooldown
        self._failures = 0
        self._opened_at: float | None = None

    @contextmanager
    def guard(self, system: str) -> Iterator[None]:
        """Watch one call; raises UnavailableError at once while the circuit is open."""
        if self._is_open():
            raise UnavailableError(f"{system} does not answer")
        try:
            yield
        except UnavailableError:
            self._failed()
            raise
        self._failures, self._opened_at = 0, None

    def _is_open(self) -> bool:
        if self._opened_at is None:
            return False
        if monotonic() - self._opened_at < self._cooldown:
            return True
        self._opened_at = monotonic()
        return False

    def _failed(self) -> None:
        self._failures += 1
        if self._failures >= self._allowed:
            self._opened_at = monotonic()
