"""What changed, as readers of the stream get it."""

from __future__ import annotations

from uuid import UUID

from pydantic import AwareDatetime

from app.schemas.base import ResponseModel


class ChangeResponse(ResponseModel):
    """A change of an appointment."""

    appointment_id: UUID
    occurred_at: AwareDatetime
