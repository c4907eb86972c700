"""What checks build their repairs from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.project.code.modules import Module
from archlint.project.memory import memory, remembered
from archlint.project.repairs.annotated import AnnotatedParameters
from archlint.project.repairs.answer_types import AnswerTypes
from archlint.project.repairs.bounded import Bounded
from archlint.project.repairs.constants import Constants
from archlint.project.repairs.importing import Importing
from archlint.project.repairs.injected import Injected
from archlint.project.repairs.lines import Lines
from archlint.project.repairs.paths import Paths
from archlint.project.repairs.statuses import Statuses
from archlint.project.repairs.threads import Threads
from archlint.project.repairs.uploads import Uploads
from archlint.project.repairs.words import taken

if TYPE_CHECKING:
    from archlint.project.project import Project


class Repairs:
    """The rooms that repairs are made in, each made when first asked."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._taken: dict[Module, frozenset[str]] = memory()

    @remembered
    def importing(self) -> Importing:
        return Importing(self._project.inference)

    @remembered
    def constants(self) -> Constants:
        return Constants(self._project, self.importing)

    @remembered
    def threads(self) -> Threads:
        return Threads(self._project, self.importing)

    @remembered
    def answer_types(self) -> AnswerTypes:
        return AnswerTypes(self._project)

    @remembered
    def paths(self) -> Paths:
        return Paths(self._project)

    @remembered
    def annotated(self) -> AnnotatedParameters:
        return AnnotatedParameters(self.importing)

    @remembered
    def injected(self) -> Injected:
        return Injected(self._project, self.importing)

    @remembered
    def statuses(self) -> Statuses:
        return Statuses()

    @remembered
    def bounded(self) -> Bounded:
        return Bounded(self._project, self.importing)

    @remembered
    def uploads(self) -> Uploads:
        return Uploads(self._project, self.importing, self.constants)

    def lines(self, module: Module) -> Lines:
        return Lines(module)

    def taken(self, module: Module) -> frozenset[str]:
        """Every identifier that a file binds at its top or mentions anywhere."""
        known = self._taken.get(module)
        if known is None:
            known = self._taken[module] = taken(module, self._project.inference)
        return known
