"""Appointments in requests and responses."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, StringConstraints, model_validator

from app.core.domain.appointment import Status
from app.schemas.base import RequestModel, ResponseModel

Clinician = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class AppointmentCreate(RequestModel):
    """An appointment to book."""

    clinician: Clinician
    starts_at: AwareDatetime
    ends_at: AwareDatetime

    @model_validator(mode="after")
    def ends_after_start(self) -> AppointmentCreate:
        """An appointment lasts."""
        if self.ends_at <= self.starts_at:
            raise ValueError("ends_at must be after starts_at")
        return self


class AppointmentResponse(ResponseModel):
    """An appointment as callers see it."""

    id: UUID
    patient_id: UUID
    clinician: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    status: Status


class AppointmentPage(ResponseModel):
    """Some of a patient's appointments."""

    items: list[AppointmentResponse]


class LetterResponse(ResponseModel):
    """A letter, ready to print."""

    format: Literal["text"] = "text"
    text: str
