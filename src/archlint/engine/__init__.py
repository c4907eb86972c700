"""A run: files to facts, facts to findings."""

from archlint.engine.request import Progress, Request, Unsaved
from archlint.engine.running import debts, run, studies
from archlint.engine.selection import Selection, select

__all__ = ["Progress", "Request", "Selection", "Unsaved", "debts", "run", "select", "studies"]
