from __future__ import annotations

from archlint.checks import Findings, check
from archlint.debt import Entry, StaleEntry
from archlint.findings import Finding
from archlint.project import Project


@check("suppressions/stale-baseline", on=StaleEntry)
def stale_baseline(stale: StaleEntry, _project: Project) -> Findings:
    """An entry of the baseline that no finding answers to."""
    entry = stale.entry
    message = (
        f"`{entry.rule}` finds nothing more {_where(entry)}, so the entry would hide its next finding unseen; "
        "take it out with `archlint baseline --prune`"
    )
    target = "\0".join((entry.path, entry.rule, entry.symbol, entry.target, str(entry.occurrence)))
    yield Finding(stale.place, message, target=target)


def _where(entry: Entry) -> str:
    """The place that an entry speaks of."""
    inside = f" in `{entry.symbol}`" if entry.symbol else ""
    about = f" about `{entry.target}`" if entry.target else ""
    return f"in `{entry.path}`{inside}{about}"
