"""Texts with holes, kept as files."""

from __future__ import annotations

import asyncio
from pathlib import Path
from string import Template

from app.core.errors import NotFoundError


class FileTemplates:
    """Each text is a file `name.txt` of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def load(self, name: str) -> Template:
        """The text of this name; raises NotFoundError when there is none."""
        return Template(await asyncio.to_thread(self._read, name))

    def _read(self, name: str) -> str:
        try:
            return (self._folder / f"{name}.txt").read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise NotFoundError(f"there is no text named {name}") from error
