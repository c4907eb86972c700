"""Patients."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, status

from app.api.responses import OWNED, STAFF_ONLY
from app.deps import PatientServiceDep, PrincipalDep, require_staff
from app.schemas.patients import CoverageResponse, PatientPage, PatientResponse, PatientUpdate

router = APIRouter(prefix="/patients", tags=["patients"], responses=OWNED)


@router.get("", dependencies=[Depends(require_staff)], responses=STAFF_ONLY)
async def list_patients(
    service: PatientServiceDep,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> PatientPage:
    """A page of patients, by name."""
    patients = await service.list_patients(limit, offset)
    return PatientPage(items=[PatientResponse.model_validate(patient) for patient in patients])


@router.get("/me")
async def read_own(principal: PrincipalDep, service: PatientServiceDep) -> PatientResponse:
    """The patient who asks."""
    return PatientResponse.model_validate(await service.get_own(principal))


@router.get("/{patient_id}")
async def read_patient(patient_id: UUID, principal: PrincipalDep, service: PatientServiceDep) -> PatientResponse:
    """One patient."""
    return PatientResponse.model_validate(await service.get_patient(principal, patient_id))


@router.patch("/{patient_id}")
async def update_patient(
    patient_id: UUID, data: PatientUpdate, principal: PrincipalDep, service: PatientServiceDep
) -> PatientResponse:
    """Change what is given, leave the rest."""
    return PatientResponse.model_validate(await service.change(principal, patient_id, data))


@router.delete("/{patient_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_patient(patient_id: UUID, principal: PrincipalDep, service: PatientServiceDep) -> None:
    """Remove a patient, its login and all its appointments."""
    await service.remove(principal, patient_id)


@router.get("/{patient_id}/coverage", response_model=CoverageResponse)
async def read_coverage(patient_id: UUID, principal: PrincipalDep, service: PatientServiceDep) -> CoverageResponse:
    """Whether the patient's insurance pays."""
    return CoverageResponse(covered=await service.is_covered(principal, patient_id))
