"""Notes about one appointment of one patient."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from app.api.responses import CONFLICTING, OWNED
from app.deps import IdempotencyKeyDep, NoteServiceDep, PrincipalDep
from app.schemas.notes import NoteCreate, NotePage, NoteResponse, NoteUpdate

router = APIRouter(prefix="/patients/{patient_id}/appointments/{appointment_id}/notes", tags=["notes"], responses=OWNED)


@router.get("")
async def list_notes(
    patient_id: UUID,
    appointment_id: UUID,
    principal: PrincipalDep,
    service: NoteServiceDep,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> NotePage:
    """The appointment's notes, the oldest first."""
    notes = await service.list_of_appointment(principal, patient_id, appointment_id, limit)
    return NotePage(items=[NoteResponse.model_validate(note) for note in notes])


@router.post("", status_code=status.HTTP_201_CREATED, responses=CONFLICTING)
async def write_note(
    patient_id: UUID,
    appointment_id: UUID,
    data: NoteCreate,
    principal: PrincipalDep,
    service: NoteServiceDep,
    key: IdempotencyKeyDep = None,
) -> NoteResponse:
    """Write a note."""
    return NoteResponse.model_validate(await service.write(principal, patient_id, appointment_id, data, key))


@router.get("/{note_id}")
async def read_note(
    patient_id: UUID, appointment_id: UUID, note_id: UUID, principal: PrincipalDep, service: NoteServiceDep
) -> NoteResponse:
    """One note."""
    return NoteResponse.model_validate(await service.get_note(principal, patient_id, appointment_id, note_id))


@router.patch("/{note_id}")
async def update_note(
    patient_id: UUID,
    appointment_id: UUID,
    note_id: UUID,
    data: NoteUpdate,
    principal: PrincipalDep,
    service: NoteServiceDep,
) -> NoteResponse:
    """Change what is given; only its author may."""
    return NoteResponse.model_validate(await service.change(principal, patient_id, appointment_id, note_id, data))


@router.delete("/{note_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_note(
    patient_id: UUID, appointment_id: UUID, note_id: UUID, principal: PrincipalDep, service: NoteServiceDep
) -> None:
    """Remove a note; only its author may."""
    await service.remove(principal, patient_id, appointment_id, note_id)
