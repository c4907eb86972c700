"""The application, made by `create_app` (`uvicorn --factory app.main:create_app`)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor

from app.api import errors, health, metrics
from app.api.middleware import BodyLimitMiddleware, RequestIdMiddleware, SecurityHeadersMiddleware, TimingMiddleware
from app.api.v1.router import router as v1_router
from app.background.heartbeat import beat
from app.config import Settings, get_settings
from app.container import open_container
from app.logging import REQUEST_ID_HEADER, configure_logging
from app.telemetry import open_telemetry


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open what the service needs before the first request, and close it after the last."""
    settings: Settings = app.state.settings
    async with open_telemetry(settings, "clinic"), open_container(settings) as container:
        app.state.container = container
        heartbeat = asyncio.create_task(beat(container.database, settings.heartbeat_interval))
        try:
            yield
        finally:
            heartbeat.cancel()
            with suppress(asyncio.CancelledError):
                await heartbeat


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service with the given settings, or those of the environment."""
    settings = settings or get_settings()
    configure_logging(settings.log_level)
    app = FastAPI(title="Clinic", version="1.0.0", lifespan=lifespan)
    app.state.settings = settings
    add_middleware(app, settings)
    errors.register(app)
    app.include_router(health.router)
    app.include_router(metrics.router)
    app.include_router(v1_router)
    if settings.otlp_endpoint is not None:
        FastAPIInstrumentor.instrument_app(app)
    return app


def add_middleware(app: FastAPI, settings: Settings) -> None:
    """What is added last runs first: every answer, refusals too, has an identity, a time and a log record."""
    app.add_middleware(BodyLimitMiddleware, max_bytes=settings.max_body_bytes)
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.allowed_origins,
        allow_methods=["GET", "POST", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Idempotency-Key", REQUEST_ID_HEADER],
        expose_headers=[REQUEST_ID_HEADER],
    )
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.allowed_hosts))
    app.add_middleware(SecurityHeadersMiddleware)
    app.add_middleware(TimingMiddleware)
    app.add_middleware(RequestIdMiddleware)
