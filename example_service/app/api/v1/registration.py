"""How patients come to the clinic: the one thing about them that needs no login."""

from __future__ import annotations

from fastapi import APIRouter, status

from app.api.responses import CONFLICTING, EVERYWHERE
from app.core.services.registration import Registration
from app.deps import IdempotencyKeyDep, RegistrationDep
from app.schemas.patients import PatientCreate, PatientResponse

router = APIRouter(prefix="/patients", tags=["patients"])


@router.post("", status_code=status.HTTP_201_CREATED, responses=EVERYWHERE | CONFLICTING)
async def register_patient(
    data: PatientCreate, registration: RegistrationDep, key: IdempotencyKeyDep = None
) -> PatientResponse:
    """Register a patient, with what it logs in by."""
    return PatientResponse.model_validate(await registration.execute(Registration(data, key)))
