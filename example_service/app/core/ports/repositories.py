"""Where entities are kept."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from app.core.domain.appointment import Appointment
from app.core.domain.patient import Patient

EntityT = TypeVar("EntityT")


class Repository(ABC, Generic[EntityT]):
    """What every kind of entity can be asked for."""

    @abstractmethod
    async def get(self, entity_id: UUID) -> EntityT | None:
        """The entity of this identity."""

    @abstractmethod
    async def add(self, entity: EntityT) -> None:
        """Keep a new entity."""

    @abstractmethod
    async def save(self, entity: EntityT) -> None:
        """Keep what changed about an entity that is there; raises NotFoundError when it is not."""

    @abstractmethod
    async def remove(self, entity_id: UUID) -> None:
        """Forget an entity; raises NotFoundError when there is none."""


class PatientRepository(Repository[Patient]):
    """The patients."""

    @abstractmethod
    async def by_name(self, limit: int, offset: int) -> list[Patient]:
        """A page of patients in the order of their names."""


class AppointmentRepository(Repository[Appointment]):
    """The appointments."""

    @abstractmethod
    async def of_patient(self, patient_id: UUID, limit: int) -> list[Appointment]:
        """The patient's appointments, the first to start first."""

    @abstractmethod
    async def overlaps(self, clinician: str, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether the clinician has another appointment in that time."""

    @abstractmethod
    async def booked_before(self, moment: datetime, limit: int) -> list[Appointment]:
        """Appointments still booked that ended before a moment."""
