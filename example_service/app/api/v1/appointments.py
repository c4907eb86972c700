"""Appointments of one patient."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from app.api.responses import CONFLICTING, OWNED
from app.deps import AppointmentServiceDep, IdempotencyKeyDep, LetterServiceDep, PrincipalDep
from app.schemas.appointments import AppointmentCreate, AppointmentPage, AppointmentResponse, LetterResponse

router = APIRouter(prefix="/patients/{patient_id}/appointments", tags=["appointments"], responses=OWNED)


@router.get("")
async def list_appointments(
    patient_id: UUID,
    principal: PrincipalDep,
    service: AppointmentServiceDep,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> AppointmentPage:
    """The patient's appointments, the first to start first."""
    appointments = await service.list_of_patient(principal, patient_id, limit)
    return AppointmentPage(items=[AppointmentResponse.model_validate(each) for each in appointments])


@router.post("", status_code=status.HTTP_201_CREATED, responses=CONFLICTING)
async def book_appointment(
    patient_id: UUID,
    data: AppointmentCreate,
    principal: PrincipalDep,
    service: AppointmentServiceDep,
    key: IdempotencyKeyDep = None,
) -> AppointmentResponse:
    """Book an appointment; 409 when the clinician has another one then."""
    return AppointmentResponse.model_validate(await service.book(principal, patient_id, data, key))


@router.get("/{appointment_id}")
async def read_appointment(
    patient_id: UUID, appointment_id: UUID, principal: PrincipalDep, service: AppointmentServiceDep
) -> AppointmentResponse:
    """One appointment."""
    return AppointmentResponse.model_validate(await service.get_appointment(principal, patient_id, appointment_id))


@router.delete("/{appointment_id}", status_code=status.HTTP_204_NO_CONTENT)
async def cancel_appointment(
    patient_id: UUID, appointment_id: UUID, principal: PrincipalDep, service: AppointmentServiceDep
) -> None:
    """Cancel an appointment that is still to come."""
    await service.cancel(principal, patient_id, appointment_id)


@router.get("/{appointment_id}/letter")
async def read_letter(
    patient_id: UUID, appointment_id: UUID, principal: PrincipalDep, letters: LetterServiceDep
) -> LetterResponse:
    """The letter that confirms the appointment."""
    return LetterResponse(text=await letters.confirmation(principal, patient_id, appointment_id))
