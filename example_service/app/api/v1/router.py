"""All routes of version 1."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from app.api.v1 import appointments, patients
from app.deps import require_api_key

router = APIRouter(dependencies=[Depends(require_api_key)])
router.include_router(patients.router)
router.include_router(appointments.router)
