"""Texts with holes."""

from __future__ import annotations

from string import Template
from typing import Protocol


class Templates(Protocol):
    """The clinic's texts."""

    async def load(self, name: str) -> Template:
        """The text of this name; raises NotFoundError when there is none."""
