"""Names that a repair gives to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Edit
from archlint.project.code.modules import Module
from archlint.project.repairs.importing import Importing
from archlint.project.repairs.lines import Lines

if TYPE_CHECKING:
    from archlint.project.project import Project


class Constants:
    """Assignments at the top of a file: those that are there, and new ones below its imports."""

    def __init__(self, project: Project, importing: Importing) -> None:
        self._project = project
        self._importing = importing

    def values(self, name: str, module: Module) -> list[facts.Expr | None]:
        """What the statements at the top of a file assign to a name."""
        said = (each for each in module.facts.top if isinstance(each, facts.Assign))
        return [each.value for each in said if any(isinstance(to, facts.Name) and to.id == name for to in each.targets)]

    def added(self, name: str, line: str, module: Module) -> Edit | None:
        """The line that assigns to a name, below the imports; None where there are none, or the name is taken."""
        end = self._importing.end(module)
        if end is None or name in self._project.repairs.taken(module):
            return None
        return Lines(module).below(end, f"\n{line}\n")
