"""What changed about a patient's appointments, in the order in which readers get it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One change; its identity is that of the message that told it."""

    message_id: UUID
    patient_id: UUID
    appointment_id: UUID
    kind: str
    occurred_at: datetime
    position: int = 0
    """Grows with every entry of a patient; 0 until it is kept."""

    def __post_init__(self) -> None:
        if self.position < 0:
            raise ValueError("positions count up from 1")
