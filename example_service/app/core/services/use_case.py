"""What a use case is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, TypeVar

InputT = TypeVar("InputT", contravariant=True)
OutputT = TypeVar("OutputT", covariant=True)


class UseCase(ABC, Generic[InputT, OutputT]):
    """One thing that somebody wants done, across whatever parts of the clinic it takes."""

    @abstractmethod
    async def execute(self, data: InputT) -> OutputT:
        """Do it wholly or not at all; raises a DomainError when it cannot be done."""
