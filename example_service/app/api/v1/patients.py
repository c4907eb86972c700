"""Patients."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from app.deps import PatientServiceDep
from app.schemas.patients import (
    CoverageResponse,
    PasscodeCheck,
    PasscodeCheckResponse,
    PatientCreate,
    PatientPage,
    PatientResponse,
    PatientUpdate,
)

router = APIRouter(prefix="/patients", tags=["patients"])


@router.get("")
async def list_patients(
    service: PatientServiceDep,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> PatientPage:
    """A page of patients, by name."""
    patients = await service.list_patients(limit, offset)
    return PatientPage(items=[PatientResponse.model_validate(patient) for patient in patients])


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_patient(data: PatientCreate, service: PatientServiceDep) -> PatientResponse:
    """Register a patient."""
    return PatientResponse.model_validate(await service.register(data))


@router.get("/{patient_id}")
async def read_patient(patient_id: UUID, service: PatientServiceDep) -> PatientResponse:
    """One patient."""
    return PatientResponse.model_validate(await service.get_patient(patient_id))


@router.patch("/{patient_id}")
async def update_patient(patient_id: UUID, data: PatientUpdate, service: PatientServiceDep) -> PatientResponse:
    """Change what is given, leave the rest."""
    return PatientResponse.model_validate(await service.change(patient_id, data))


@router.delete("/{patient_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_patient(patient_id: UUID, service: PatientServiceDep) -> None:
    """Remove a patient and all appointments."""
    await service.remove(patient_id)


@router.get("/{patient_id}/coverage", response_model=CoverageResponse)
async def read_coverage(patient_id: UUID, service: PatientServiceDep) -> CoverageResponse:
    """Whether the patient's insurance pays."""
    return CoverageResponse(covered=await service.is_covered(patient_id))


@router.post("/{patient_id}/passcode-check")
async def check_passcode(patient_id: UUID, data: PasscodeCheck, service: PatientServiceDep) -> PasscodeCheckResponse:
    """Whether somebody on the phone is the patient."""
    accepted = await service.accepts_passcode(patient_id, data.passcode.get_secret_value())
    return PasscodeCheckResponse(accepted=accepted)
