"""An appointment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from app.core.errors import RuleViolationError

LONGEST = timedelta(hours=8)
FARTHEST = timedelta(days=2 * 365)


class Status(StrEnum):
    """What became of an appointment."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Appointment:
    """A clinician's time for one patient; raises ValueError when it ends before it starts."""

    patient_id: UUID
    clinician: str
    starts_at: datetime
    ends_at: datetime
    status: Status = Status.BOOKED
    id: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        if self.ends_at <= self.starts_at:
            raise ValueError("an appointment ends after it starts")

    def check_bookable(self, now: datetime) -> None:
        """Raise RuleViolationError for a time at which the clinic takes no bookings."""
        if self.starts_at <= now:
            raise RuleViolationError("an appointment starts in the future")
        if self.starts_at > now + FARTHEST:
            raise RuleViolationError("an appointment starts within two years")
        if self.ends_at - self.starts_at > LONGEST:
            raise RuleViolationError("an appointment lasts eight hours at most")

    def cancelled(self, now: datetime) -> Appointment:
        """The appointment called off; raises RuleViolationError once it is over or no longer booked."""
        if self.status is not Status.BOOKED or self.starts_at <= now:
            raise RuleViolationError("only an appointment still to come can be cancelled")
        return replace(self, status=Status.CANCELLED)

    def missed(self) -> Appointment:
        """The appointment as one to which nobody came."""
        return replace(self, status=Status.MISSED)
