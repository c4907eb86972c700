"""What happens around every request; who asks is no matter of middleware."""

from __future__ import annotations

import re
from time import perf_counter
from uuid import uuid4

import structlog
from fastapi import HTTPException, status
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.logging import REQUEST_ID_HEADER, request_id
from app.metrics import IN_FLIGHT, LATENCY, REQUESTS

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_IDENTITY = re.compile(r"[A-Za-z0-9-]{8,64}")

logger = structlog.stdlib.get_logger(__name__)


class RequestIdMiddleware:
    """Gives each request an identity, for the log and for the caller; one that came along is kept."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID_HEADER, "")
        identity = given if _IDENTITY.fullmatch(given) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = identity
        token = request_id.set(identity)

        async def send_with_identity(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[REQUEST_ID_HEADER] = identity
            await send(message)

        try:
            await self.app(scope, receive, send_with_identity)
        finally:
            request_id.reset(token)


class TimingMiddleware:
    """Measures how long answers take to begin, counts them, and logs each."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, code = perf_counter(), status.HTTP_500_INTERNAL_SERVER_ERROR
        method = scope["method"] if scope["method"] in _METHODS else "other"

        async def send_with_time(message: Message) -> None:
            nonlocal code
            if message["type"] == "http.response.start":
                code = message["status"]
                seconds = perf_counter() - started
                LATENCY.labels(method, route_of(scope)).observe(seconds)
                MutableHeaders(scope=message)["Server-Timing"] = f"app;dur={seconds * 1000:.1f}"
            await send(message)

        with IN_FLIGHT.track_inprogress():
            try:
                await self.app(scope, receive, send_with_time)
            finally:
                route = route_of(scope)
                REQUESTS.labels(method, route, code).inc()
                logger.info(
                    "request",
                    method=method,
                    route=route,
                    status=code,
                    seconds=round(perf_counter() - started, 4),
                )


class SecurityHeadersMiddleware:
    """Tells browsers to come by TLS only, and to take answers for what they say they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
                headers["X-Content-Type-Options"] = "nosniff"
            await send(message)

        await self.app(scope, receive, send_with_headers)


class BodyLimitMiddleware:
    """Refuses bodies that are too large, told or counted."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = Headers(scope=scope).get("Content-Length", "")
        received = int(told) if told.isdecimal() and len(told) < 20 else 0

        async def receive_counting() -> Message:
            nonlocal received
            if received > self.max_bytes:
                raise HTTPException(status.HTTP_413_CONTENT_TOO_LARGE, "the body is too large")
            message = await receive()
            if not told:
                received += len(message.get("body", b""))
            return message

        await self.app(scope, receive_counting, send)


def route_of(scope: Scope) -> str:
    """The path with the names of its parameters in place of their values, so that metrics stay few."""
    if "endpoint" not in scope:
        return "unmatched"
    names = {str(value): f"{{{name}}}" for name, value in scope.get("path_params", {}).items()}
    return "/".join(names.get(part, part) for part in str(scope["path"]).split("/"))
