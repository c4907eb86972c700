"""Findings that are known: which of them a baseline names, and which of its entries nothing answers to."""

from archlint.baseline.history import committed
from archlint.baseline.identity import Identified, identified
from archlint.baseline.matching import Match, match
from archlint.baseline.moves import Moves
from archlint.baseline.renames import Renames

__all__ = ["Identified", "Match", "Moves", "Renames", "committed", "identified", "match"]
