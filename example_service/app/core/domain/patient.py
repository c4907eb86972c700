"""A patient."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from app.core.domain.notice import Channel


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody the clinic treats; raises ValueError for a patient without a name."""

    full_name: str
    born: date
    phone: str
    insurance_number: str
    channel: Channel = Channel.EMAIL
    id: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        if not self.full_name:
            raise ValueError("a patient has a name")
