"""Who pays."""

from __future__ import annotations

from typing import Protocol


class InsuranceRegistry(Protocol):
    """What the insurances know."""

    async def is_covered(self, insurance_number: str) -> bool:
        """Whether the insurance of this number pays; raises UnavailableError when nobody answers."""
