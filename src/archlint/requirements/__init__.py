"""Which versions of which libraries a project is locked to, or declares."""

from archlint.requirements.requirements import Requirements
from archlint.requirements.versions import Versions

__all__ = ["Requirements", "Versions"]
