"""Where entities are kept."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from app.core.domain.account import Account, RefreshToken
from app.core.domain.appointment import Appointment
from app.core.domain.feed import FeedEntry
from app.core.domain.note import Note
from app.core.domain.notice import AddressedNotice, Notice
from app.core.domain.patient import Patient
from app.core.domain.retry import Setback

EntityT = TypeVar("EntityT")


class Repository(ABC, Generic[EntityT]):
    """What every kind of entity can be asked for."""

    @abstractmethod
    async def create(self, entity: EntityT) -> EntityT:
        """Keep a new entity; raises ConflictError when it contradicts what is there."""

    @abstractmethod
    async def get(self, entity_id: UUID, *, lock: bool = False) -> EntityT | None:
        """The entity of this identity; locked, nobody else changes it until the transaction ends."""

    @abstractmethod
    async def get_multi(self, limit: int, offset: int = 0) -> list[EntityT]:
        """A page of entities, in the order of their identities."""

    @abstractmethod
    async def update(self, entity: EntityT) -> EntityT:
        """Keep what changed about an entity that is there; raises NotFoundError when it is not."""

    @abstractmethod
    async def update_multi(self, entities: list[EntityT]) -> None:
        """Keep what changed about several entities at once; what is not there any more is left out."""

    @abstractmethod
    async def delete(self, entity_id: UUID) -> None:
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
    async def next_of_patient(self, patient_id: UUID, moment: datetime) -> Appointment | None:
        """The patient's first booked appointment after a moment."""

    @abstractmethod
    async def booked_before(self, moment: datetime, limit: int) -> list[Appointment]:
        """Appointments still booked that ended before a moment; locked, and without those that others have locked."""


class NoteRepository(Repository[Note]):
    """The notes."""

    @abstractmethod
    async def of_appointment(self, appointment_id: UUID, limit: int) -> list[Note]:
        """The appointment's notes, the oldest first."""


class AccountRepository(Repository[Account]):
    """The accounts."""

    @abstractmethod
    async def by_email(self, email: str) -> Account | None:
        """The account of this address, in whatever case it is written."""


class RefreshTokenRepository(Repository[RefreshToken]):
    """The tokens that renew logins."""

    @abstractmethod
    async def by_hash(self, token_hash: str) -> RefreshToken | None:
        """The token with this hash; its family is the caller's until the transaction ends."""

    @abstractmethod
    async def revoke_family(self, family_id: UUID, moment: datetime) -> None:
        """Make every token of a login worthless."""


class FeedRepository(ABC):
    """What changed about patients' appointments."""

    @abstractmethod
    async def create(self, entry: FeedEntry) -> None:
        """Keep a change; the patient must be locked, so that positions grow in the order of commits."""

    @abstractmethod
    async def after(self, patient_id: UUID, position: int, limit: int) -> list[FeedEntry]:
        """The patient's changes after a position, the oldest first."""


class NoticeRepository(ABC):
    """What patients are still to be told."""

    @abstractmethod
    async def create(self, notice: Notice) -> None:
        """Keep a notice to send."""

    @abstractmethod
    async def claim(self, limit: int, lease: timedelta) -> list[AddressedNotice]:
        """Notices to send, the caller's until the lease ends, each with this attempt counted."""

    @abstractmethod
    async def settle(self, done: list[UUID], setbacks: list[Setback]) -> None:
        """These reached their gateway; those did not."""
