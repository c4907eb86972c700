"""A note about an appointment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from app.core.errors import RuleViolationError


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote down about an appointment; raises ValueError when it says nothing."""

    appointment_id: UUID
    author_id: UUID
    text: str
    created_at: datetime
    updated_at: datetime
    id: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError("a note says something")

    def check_author(self, account_id: UUID) -> None:
        """Raise RuleViolationError for everybody but the author."""
        if self.author_id != account_id:
            raise RuleViolationError("only who wrote a note may change it")
