"""What happens to appointments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from app.core.events.base import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentEvent(DomainEvent):
    """Something happened to one appointment."""

    patient_id: UUID
    appointment_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentBooked(AppointmentEvent):
    """An appointment was made."""

    name: ClassVar[str] = "appointment.booked"
    version: ClassVar[int] = 1

    clinician: str
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentCancelled(AppointmentEvent):
    """An appointment was called off. Version 1 did not tell by whom."""

    name: ClassVar[str] = "appointment.cancelled"
    version: ClassVar[int] = 2

    cancelled_by: Literal["patient", "staff", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentMissed(AppointmentEvent):
    """Nobody came."""

    name: ClassVar[str] = "appointment.missed"
    version: ClassVar[int] = 1
