"""Traces of requests and queries, for OpenTelemetry."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.asyncpg import AsyncPGInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from app.config import Settings


@asynccontextmanager
async def open_telemetry(settings: Settings, service: str) -> AsyncIterator[None]:
    """Send traces to the collector that the settings name, if any, and the last of them when it ends."""
    if settings.otlp_endpoint is None:
        yield
        return
    resource = Resource.create({"service.name": service, "deployment.environment.name": settings.environment})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=str(settings.otlp_endpoint))))
    trace.set_tracer_provider(provider)
    queries = AsyncPGInstrumentor()
    queries.instrument(tracer_provider=provider)
    try:
        yield
    finally:
        queries.uninstrument()
        await asyncio.to_thread(provider.shutdown)
