"""What happens to patients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.core.events.base import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientRegistered(DomainEvent):
    """A patient is new."""

    name: ClassVar[str] = "patient.registered"
    version: ClassVar[int] = 1

    patient_id: UUID
