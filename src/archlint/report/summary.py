"""What a run found, in a sentence or a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from archlint.catalogue import Rule
from archlint.findings import Outcome, Safety, Severity
from archlint.report.difference import lines as lines_of
from archlint.report.difference import not_shown, since
from archlint.report.escape import visible


def sentences(outcome: Outcome) -> list[str]:
    """The last lines of a report for people."""
    by_severity = Counter(each.severity for each in outcome.findings)
    found = [count(by_severity[each], each.value) for each in Severity if by_severity[each]]
    if (changes := outcome.changes) is not None:
        told = f"{_listed(found)} new" if found else "Nothing new"
        ends = f"{told} in {count(outcome.files, 'file')}{since(changes)}.", not_shown(changes)
        return [*lines_of(changes), *filter(None, ends), *_incomplete(outcome)]
    more = f", {outcome.known} more in the baseline" if outcome.known else ""
    told = _listed(found) if found else "Nothing found"
    return [f"{told} in {count(outcome.files, 'file')}{more}.", *_repairable(outcome), *_incomplete(outcome)]


def _repairable(outcome: Outcome) -> list[str]:
    """How many findings have a fix."""
    fixes = Counter(each.fix.safety for each in outcome.findings if each.fix)
    safe, unsafe = fixes[Safety.SAFE], fixes[Safety.UNSAFE]
    if safe and unsafe:
        return [f"{safe} fixable with --fix, {unsafe} more with --unsafe-fixes."]
    return [f"{safe or unsafe} fixable with --fix{'' if safe else ' --unsafe-fixes'}."] if fixes else []


def _incomplete(outcome: Outcome) -> list[str]:
    if not outcome.problems:
        return []
    return [f"The analysis is not complete: {count(len(outcome.problems), 'problem')}."]


def statistics(outcome: Outcome, rules: Mapping[str, Rule]) -> str:
    """A table of the rules that found something, the most frequent first."""
    counts = Counter(each.rule for each in outcome.findings)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    number = max((len(str(found)) for _, found in rows), default=0)
    name = max((len(rule) for rule, _ in rows), default=0)
    return "".join(
        f"{found:>{number}}  {rule:<{name}}  {visible(rules[rule].summary) if rule in rules else ''}".rstrip() + "\n"
        for rule, found in rows
    )


def count(number: int, noun: str) -> str:
    """A number with its noun, e.g. "1 file", "2 files"; "info" stays as it is."""
    return f"{number} {noun}" if number == 1 or noun == "info" else f"{number} {noun}s"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
