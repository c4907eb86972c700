"""The findings in Markdown, for a comment or the summary of a CI job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from archlint.findings import Finding, Outcome
from archlint.report.difference import commit
from archlint.report.mark import code, inline
from archlint.report.sheet import Sheet
from archlint.report.summary import count

LARGEST = 65_536
"""Characters that GitHub takes in a comment."""
_PIECE = 20
"""Lines of a list that stay together."""
_RESERVE = 400
"""Characters kept for the end, which says what was left out."""

Section: TypeAlias = Iterator[str]
"""Blocks, of which the last ones may be left out."""


def render(outcome: Outcome, _sheet: Sheet) -> str:
    """What fits into a comment; the rest is counted."""
    return fitted([headline(outcome), *findings(outcome), *rest(outcome)])


def headline(outcome: Outcome, *more: str) -> str:
    """The findings in numbers, with what else there is to count."""
    changes = outcome.changes
    found, gone = len(outcome.findings), len(changes.gone) if changes else 0
    new = "new " if changes else ""
    words = [f"**{count(found, f'{new}finding')}**" if found else f"No {new}findings"]
    words += [f"{gone} gone"] if gone else []
    words += more
    if outcome.problems:
        words.append(f"**the analysis is not complete ({count(len(outcome.problems), 'problem')})**")
    since = f" since `{commit(changes)}`" if changes else f" in {count(outcome.files, 'file')}"
    return f"### archlint\n\n{', '.join(words)}{since}."


def findings(outcome: Outcome) -> Section:
    """Each finding with its reason, and what could not be analysed."""
    if outcome.findings:
        yield "#### New findings" if outcome.changes else "#### Findings"
    for each in outcome.findings:
        yield "\n".join(_finding(each))
    for problem in outcome.problems:
        place = f" {code(where(problem.path, problem.line))}" if problem.path else ""
        yield f"- **{inline(problem.kind)}**{place}: {inline(problem.message)}"


def _finding(finding: Finding) -> Iterator[str]:
    """The finding with its reason: each hop of its chain, and the way out."""
    place = code(where(finding.place.path, finding.place.line))
    yield f"- **{finding.severity}** {code(finding.rule)} {place}: {inline(finding.message)}"
    yield from (f"  - {code(where(each.place.path, each.place.line))} {inline(each.message)}" for each in finding.notes)
    if finding.way_out:
        yield f"  - way out: {inline(finding.way_out)}"


def rest(outcome: Outcome) -> Section:
    """What a comparison tells beside the findings."""
    changes = outcome.changes
    if changes is None:
        return
    yield from listed(
        "New comments that silence findings",
        (
            f"{code(where(each.place.path, each.place.line))}: {code('archlint: ' + each.message)}"
            for each in changes.comments
        ),
    )
    yield from listed("Settings and limits of the comparison", (inline(each) for each in changes.remarks))
    if changes.gone:
        lines = "\n".join(
            f"- {code(each.rule)} {code(where(each.place.path, each.place.line))}" for each in changes.gone
        )
        yield f"<details><summary>{count(len(changes.gone), 'finding')} gone</summary>\n\n{lines}\n\n</details>"


def listed(title: str, lines: Iterable[str]) -> Section:
    """A section of a list; its lines are cut apart so that a long one is shortened, not left out."""
    found = [f"- {each}" for each in lines]
    pieces = ["\n".join(found[start : start + _PIECE]) for start in range(0, len(found), _PIECE)]
    if pieces:
        yield f"#### {title}\n\n{pieces[0]}"
        yield from pieces[1:]


def fitted(blocks: Sequence[str], largest: int = LARGEST) -> str:
    """As many blocks as fit, in order; what is left out is counted."""
    text, left = "", 0
    for block in blocks:
        if not left and len(text) + len(block) + 2 <= largest - _RESERVE:
            text += f"{block}\n\n"
        else:
            left += 1
    if left:
        text += f"_{count(left, 'more part')} did not fit into one comment; `archlint check` lists all findings._\n"
    return text.rstrip("\n") + "\n"


def where(path: str, line: int) -> str:
    """Where, for a reader."""
    return f"{path}:{line}" if line else path
