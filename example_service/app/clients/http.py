"""How other systems are asked over HTTP: with a time limit, again after a failure, and not at all when it is no use."""

from __future__ import annotations

from http import HTTPStatus

import httpx2
import stamina
from opentelemetry import propagate

from app.clients.breaker import CircuitBreaker
from app.core.errors import UnavailableError

_AGAIN = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE})


class HttpSystem:
    """Another system; every request it gets may come twice."""

    def __init__(self, name: str, http: httpx2.AsyncClient, breaker: CircuitBreaker, attempts: int = 3) -> None:
        self.name = name
        self._http = http
        self._breaker = breaker
        self._attempts = attempts

    async def request(
        self, method: str, path: str, *, content: str | None = None, headers: dict[str, str] | None = None
    ) -> httpx2.Response:
        """What the system answers, errors of its callers included; raises UnavailableError for its own."""
        carrier = {"Content-Type": "application/json", **(headers or {})}
        propagate.inject(carrier)
        with self._breaker.guard(self.name):
            try:
                return await self._persistently(method, path, content, carrier)
            except httpx2.HTTPError as error:
                raise UnavailableError(f"{self.name} does not answer") from error

    async def _persistently(
        self, method: str, path: str, content: str | None, headers: dict[str, str]
    ) -> httpx2.Response:
        async for attempt in stamina.retry_context(
            on=httpx2.HTTPError, attempts=self._attempts, wait_initial=0.1, wait_max=1.0
        ):
            with attempt:
                response = await self._http.request(method, path, content=content, headers=headers)
                if response.status_code in _AGAIN or response.is_server_error:
                    response.raise_for_status()
        return response
