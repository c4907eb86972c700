"""Appointments in requests and responses."""

from __future__ import annotations

from typing import Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, model_validator

from app.core.domain.appointment import Status
from app.schemas.base import Line, Moment, RequestModel, ResponseModel


class AppointmentCreate(RequestModel):
    """An appointment to book."""

    clinician: Line
    starts_at: Moment
    ends_at: Moment

    @model_validator(mode="after")
    def ends_after_start(self) -> Self:
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
