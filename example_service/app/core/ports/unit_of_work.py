"""What happens wholly or not at all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeAlias

from app.core.events.base import DomainEvent
from app.core.ports.idempotency import IdempotencyKeys
from app.core.ports.outbox import Outbox, ProcessedMessages
from app.core.ports.repositories import (
    AccountRepository,
    AppointmentRepository,
    FeedRepository,
    NoteRepository,
    NoticeRepository,
    PatientRepository,
    RefreshTokenRepository,
)


class UnitOfWork(ABC):
    """A transaction: entered, it offers the repositories; left without `commit`, nothing happened."""

    patients: PatientRepository
    appointments: AppointmentRepository
    notes: NoteRepository
    accounts: AccountRepository
    refresh_tokens: RefreshTokenRepository
    feed: FeedRepository
    notices: NoticeRepository
    idempotency: IdempotencyKeys
    outbox: Outbox
    processed: ProcessedMessages

    def __init__(self) -> None:
        self.events: list[DomainEvent] = []
        """What was recorded and not yet committed."""

    @abstractmethod
    async def __aenter__(self) -> Self:
        """Begin."""

    @abstractmethod
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End, and undo what was not committed."""

    def record(self, event: DomainEvent) -> None:
        """Tell an event when, and only when, this is committed."""
        self.events.append(event)

    @abstractmethod
    async def commit(self) -> None:
        """Make it last, events and all; raises ConflictError when it contradicts what is there."""


UnitOfWorkFactory: TypeAlias = Callable[[], UnitOfWork]
