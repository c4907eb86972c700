"""Findings taken apart."""

from __future__ import annotations

from collections.abc import Iterable

from archlint import catalogue
from archlint.catalogue import Rule
from archlint.engine.study import Verdict
from archlint.explain.cut import cut, places_of
from archlint.explain.decisions import decisions
from archlint.explain.diff import repair
from archlint.explain.edges import Edges, connected
from archlint.explain.shape import EdgeShape, FindingShape, FindingsShape, HopShape, SuppressShape
from archlint.explain.viewing import Viewing
from archlint.findings import Finding, Place

_NEAR = 3
"""How many findings of a file are named for a line that has none."""


def on_line(path: str, line: int, target: str, viewing: Viewing) -> FindingsShape:
    """What is found on a line of a file, what goes through it, or else what is near."""
    verdicts = viewing.study.verdicts
    here = [each for each in verdicts if _covers(each.finding.place, path, line)]
    exact = [each for each in here if each.finding.place.line == line] or here
    others = [each.finding for each in verdicts if each not in exact]
    passing = [each for each in others if (path, line) in {(note.place.path, note.place.line) for note in each.notes}]
    same_file = [] if exact else [each for each in others if each.place.path == path and each not in passing]
    same_file.sort(key=lambda each: (abs(each.place.line - line), each.place))
    return FindingsShape(
        version=1,
        kind="findings",
        target=target,
        findings=_all(exact, viewing),
        passing=[viewing.passing(each) for each in passing],
        near=[viewing.passing(each) for each in same_file[:_NEAR]],
    )


def by_fingerprint(start: str, viewing: Viewing) -> FindingsShape | None:
    """The findings whose fingerprints start so; None where there are none."""
    found = [each for each in viewing.study.verdicts if each.finding.fingerprint.startswith(start)]
    if not found:
        return None
    told = _all(found, viewing)
    return FindingsShape(version=1, kind="findings", target=start, findings=told, passing=[], near=[])


def _covers(place: Place, path: str, line: int) -> bool:
    return place.path == path and place.line <= line <= max(place.line, place.end_line)


def _all(verdicts: Iterable[Verdict], viewing: Viewing) -> list[FindingShape]:
    edges = Edges(viewing.study.project)
    return [_explained(each, edges, viewing) for each in verdicts]


def _explained(verdict: Verdict, edges: Edges, viewing: Viewing) -> FindingShape:
    finding = verdict.finding
    rule = catalogue.find(finding.rule)
    sections = rule.sections()
    along = edges.along(places_of(finding))
    return FindingShape(
        rule=finding.rule,
        severity=(finding.severity or rule.severity).value,
        state=_state(verdict, viewing),
        place=viewing.place(finding.place),
        message=finding.message,
        symbol=finding.symbol,
        fingerprint=finding.fingerprint,
        promise=rule.summary,
        why=sections["Why"],
        is_chain=_is_circle(finding) or len(connected(along)) > 1,
        hops=_hops(finding, along, viewing),
        decisions=decisions(verdict, viewing),
        cut=cut(finding, along, viewing),
        way_out=finding.way_out,
        fix=repair(viewing.view.finding(finding).fix or finding.fix, viewing.base) if finding.fix else None,
        suppress=_suppress(finding, rule, sections["When to suppress"], viewing),
    )


def _hops(finding: Finding, edges: list[EdgeShape | None], viewing: Viewing) -> list[HopShape]:
    first = edges[0]
    hops = [] if _is_circle(finding) else [viewing.hop(finding.place, _told(first), first)]
    hops += [viewing.hop(note.place, note.message, edge) for note, edge in zip(finding.notes, edges[1:], strict=True)]
    return hops


def _is_circle(finding: Finding) -> bool:
    """Whether the way leads back to where the finding stands."""
    return finding.place in {note.place for note in finding.notes}


def _told(edge: EdgeShape | None) -> str:
    if edge is None:
        return "found here"
    if edge["kind"] == "imports":
        return f"`{edge['source']}` imports `{edge['target']}`"
    return f"{_short(edge['source'])} {edge['kind']} {_short(edge['target'])}"


def _short(symbol: str) -> str:
    """A symbol without its module: from its class on, or its last word."""
    words = symbol.split(".")
    inner = next((number for number, word in enumerate(words) if word[:1].isupper()), len(words) - 1)
    return ".".join(words[inner:])


def _state(verdict: Verdict, viewing: Viewing) -> str:
    """Why a report does not tell of a finding."""
    if verdict.silenced is not None:
        return f"silenced by the comment at {viewing.where(verdict.silenced)}"
    if not verdict.is_selected:
        return "told only where its rule is selected"
    if verdict.is_ignored:
        return "kept out of the file by per-file-ignores"
    if verdict.known is not None:
        baseline = viewing.path(viewing.study.workspace.config.baseline)
        return f"known to the baseline: {baseline}:{verdict.known.line}"
    return ""


def _suppress(finding: Finding, rule: Rule, when: str, viewing: Viewing) -> SuppressShape | None:
    if rule.address in viewing.study.selection.never_suppressed:
        return None
    comment = f'# archlint: ignore[{rule.name}] reason="…"'
    code = viewing.quoted(finding.place)
    return SuppressShape(
        comment=comment,
        line=f"{code[-1]['text'].rstrip()}  {comment}" if code else comment,
        file=f'# archlint: file-ignore[{rule.name}] reason="…"',
        setting=f'[tool.archlint.per-file-ignores]\n"{finding.place.path}" = ["{rule.name}"]',
        when=when,
    )
