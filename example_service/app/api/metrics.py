"""What Prometheus reads."""

from __future__ import annotations

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

router = APIRouter(include_in_schema=False)


@router.get("/metrics")
async def read_metrics() -> Response:
    """All that was counted in this process."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
