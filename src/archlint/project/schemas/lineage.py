"""Which models are for creating, changing and answering, and which of them extend each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from archlint.findings import Note
from archlint.project.code.modules import Class
from archlint.project.schemas import traffic, words

if TYPE_CHECKING:
    from archlint.project.project import Project

_CHANGING = frozenset({"PATCH", "PUT"})


class Lineage:
    """The parts that models play, by the routes that use them and, where none does, by their names."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def is_create(self, cls: Class) -> bool:
        """Whether clients send it to have something made: as the body of a POST, or in a body and called so."""
        used = self._project.schemas.traffic
        if cls not in used.brought or used.answered(cls):
            return False
        return words.is_creating(cls.name) or any("POST" in each.route.methods for each in used.sent(cls))

    def is_update(self, cls: Class) -> bool:
        """Whether clients send it to have something changed, and for nothing else."""
        used = self._project.schemas.traffic
        if sent := used.sent(cls):
            return all(_CHANGING.issuperset(each.route.methods) for each in sent)
        return cls in used.brought and words.is_updating(cls.name)

    def is_answer(self, cls: Class) -> bool:
        """Whether clients are answered with it, alone or inside others."""
        used = self._project.schemas.traffic
        if cls in used.carried:
            return True
        return words.is_answering(cls.name) and not used.sent(cls)

    def extended(self, cls: Class, part: Callable[[Class], bool]) -> Class | None:
        """The model for creating that one extends; None where a base that plays the same part does already."""
        if not part(cls):
            return None
        bases = [each for each in self._project.mro(cls)[1:] if isinstance(each, Class)]
        made = next((each for each in bases if self.is_create(each)), None)
        if made is None or any(part(each) and made in self._project.mro(each)[1:] for each in bases):
            return None
        return made

    def notes(self, cls: Class) -> tuple[Note, ...]:
        """Where a model is sent and answered with, the first of each."""
        used = self._project.schemas.traffic
        sent = [traffic.sends(each) for each in used.brought.get(cls, ())[:1]]
        return (*sent, *(traffic.answers(each, cls) for each in used.carried.get(cls, ())[:1]))
