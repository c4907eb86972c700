"""What patients are told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Channel(StrEnum):
    """How a patient wants to be told."""

    EMAIL = "email"
    SMS = "sms"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell a patient; its identity is that of the message that caused it."""

    id: UUID
    patient_id: UUID
    channel: Channel
    subject: str
    text: str
    attempts: int = 0

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError("a notice says something")


@dataclass(frozen=True, slots=True)
class AddressedNotice:
    """A notice and where it goes: an e-mail address or a telephone number; raises ValueError without one."""

    notice: Notice
    recipient: str

    def __post_init__(self) -> None:
        if not self.recipient:
            raise ValueError("a notice goes to somebody")
