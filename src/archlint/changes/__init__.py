"""What a change does to a project: two states of it, and how they differ."""

from archlint.changes.matching import Difference, difference
from archlint.changes.moves import moves
from archlint.changes.state import State, state

__all__ = ["Difference", "State", "difference", "moves", "state"]
