"""Whether the process lives, and whether it can work."""

from __future__ import annotations

from fastapi import APIRouter, status

from app.deps import DatabaseDep
from app.schemas.errors import ErrorResponse
from app.schemas.health import HealthResponse

router = APIRouter(tags=["health"])


@router.get("/health/live")
@router.get("/healthz", include_in_schema=False)
async def live() -> HealthResponse:
    """The process answers, whatever else does not: a restart would mend nothing."""
    return HealthResponse(status="ok")


@router.get("/health/ready", responses={status.HTTP_503_SERVICE_UNAVAILABLE: {"model": ErrorResponse}})
async def ready(database: DatabaseDep) -> HealthResponse:
    """The database answers too; 503 when it does not, so that nobody is sent here."""
    await database.ping()
    return HealthResponse(status="ok")
