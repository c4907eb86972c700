"""What services are given when nobody sends it over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.core.domain.account import Account
from app.schemas.appointments import AppointmentCreate


def wanted(start: float = 24, hours: float = 1, clinician: str = "Dr Snow") -> AppointmentCreate:
    """A booking of a clinician's time from so many hours on."""
    starts = datetime.now(UTC) + timedelta(hours=start)
    return AppointmentCreate(clinician=clinician, starts_at=starts, ends_at=starts + timedelta(hours=hours))


def own(account: Account) -> UUID:
    """The patient of an account."""
    assert account.patient_id is not None
    return account.patient_id
