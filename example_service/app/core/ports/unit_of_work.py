"""What happens wholly or not at all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeAlias

from app.core.ports.repositories import AppointmentRepository, PatientRepository


class UnitOfWork(ABC):
    """A transaction: entered, it offers the repositories; left without `commit`, nothing happened."""

    patients: PatientRepository
    appointments: AppointmentRepository

    @abstractmethod
    async def __aenter__(self) -> Self:
        """Begin."""

    @abstractmethod
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End, and undo what was not committed."""

    @abstractmethod
    async def commit(self) -> None:
        """Make it last; raises ConflictError when it contradicts what is there."""


UnitOfWorkFactory: TypeAlias = Callable[[], UnitOfWork]
