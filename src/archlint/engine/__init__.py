"""A run: files to facts, facts to findings."""

from archlint.engine.debts import Debt
from archlint.engine.request import Progress, Request, Unsaved
from archlint.engine.running import debts, run
from archlint.engine.selection import Selection, select
from archlint.engine.study import Study, Verdict, studies

__all__ = [
    "Debt",
    "Progress",
    "Request",
    "Selection",
    "Study",
    "Unsaved",
    "Verdict",
    "debts",
    "run",
    "select",
    "studies",
]
