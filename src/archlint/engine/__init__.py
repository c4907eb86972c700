"""A run: files to facts, facts to findings."""

from archlint.engine.request import Progress, Request, Unsaved
from archlint.engine.running import run
from archlint.engine.selection import Selection, select
from archlint.engine.study import Study, Verdict, studies

__all__ = ["Progress", "Request", "Selection", "Study", "Unsaved", "Verdict", "run", "select", "studies"]
