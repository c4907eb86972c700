"""Notes in requests and responses."""

from __future__ import annotations

from uuid import UUID

from pydantic import MISSING, AwareDatetime

from app.schemas.base import Prose, RequestModel, ResponseModel


class NoteCreate(RequestModel):
    """A note to write down."""

    text: Prose


class NoteUpdate(RequestModel):
    """What changes about a note."""

    text: Prose | MISSING = MISSING


class NoteResponse(ResponseModel):
    """A note as callers see it."""

    id: UUID
    appointment_id: UUID
    author_id: UUID
    text: str
    created_at: AwareDatetime
    updated_at: AwareDatetime


class NotePage(ResponseModel):
    """Some of an appointment's notes."""

    items: list[NoteResponse]
