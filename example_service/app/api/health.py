"""Whether the process lives, and whether it can work."""

from __future__ import annotations

from fastapi import APIRouter

from app.deps import DatabaseDep
from app.schemas.health import HealthResponse

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live")
async def live() -> HealthResponse:
    """The process answers."""
    return HealthResponse(status="ok")


@router.get("/ready")
async def ready(database: DatabaseDep) -> HealthResponse:
    """The database answers too; 503 when it does not."""
    await database.ping()
    return HealthResponse(status="ok")
