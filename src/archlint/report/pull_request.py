"""The comment on a pull request, in Markdown: what is new first, then what the change does to the service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from archlint.changes.surface import Breach, Change, Delta, Edge, Route
from archlint.findings import Finding, Outcome
from archlint.report.difference import commit
from archlint.report.mark import code, fenced, inline, label
from archlint.report.summary import count

LARGEST = 65_536
"""Characters that GitHub takes in a comment."""
MARKER = "<!-- archlint report -->"
"""By which the comment is found again, to be written anew."""
_RESERVE = 400
"""Characters kept for the end, which says what was left out."""

Section: TypeAlias = Iterator[str]


@dataclass(frozen=True, slots=True)
class Told:
    """One project: its place from the top of the work tree, and what the change does to it."""

    name: str
    outcome: Outcome
    delta: Delta


def render(outcome: Outcome, projects: Sequence[Told], largest: int = LARGEST) -> str:
    """The whole comment, within the limit: what does not fit is counted."""
    blocks = [MARKER, _headline(outcome, projects)]
    blocks += _findings(outcome)
    for each in projects:
        blocks += _of_project(each, alone=len(projects) == 1)
    blocks += _rest(outcome)
    return _fitted(blocks, largest)


def _fitted(blocks: Sequence[str], largest: int) -> str:
    """As many blocks as fit, in order; what is left out is counted."""
    text, left = "", 0
    for block in blocks:
        if not left and len(text) + len(block) + 2 <= largest - _RESERVE:
            text += f"{block}\n\n"
        else:
            left += 1
    if left:
        text += (
            f"_{count(left, 'more part')} did not fit into one comment; `archlint check --base` lists all findings._\n"
        )
    return text.rstrip("\n") + "\n"


def _headline(outcome: Outcome, projects: Sequence[Told]) -> str:
    changes = outcome.changes
    found, gone = len(outcome.findings), len(changes.gone) if changes else 0
    breaks = sum(len(each.delta.breaches) for each in projects)
    words = [f"**{count(found, 'new finding')}**" if found else "No new findings"]
    words += [f"{gone} gone"] if gone else []
    words += [f"**{count(breaks, 'change')} that {'breaks' if breaks == 1 else 'break'} clients**"] if breaks else []
    since = f" since `{commit(changes)}`" if changes else ""
    if outcome.problems:
        words.append(f"**the analysis is not complete ({count(len(outcome.problems), 'problem')})**")
    return f"### archlint\n\n{', '.join(words)}{since}."


def _findings(outcome: Outcome) -> Section:
    if outcome.findings:
        yield "#### New findings"
    for each in outcome.findings:
        yield "\n".join(_finding(each))
    for problem in outcome.problems:
        where = f" {code(_at(problem.path, problem.line))}" if problem.path else ""
        yield f"- **{inline(problem.kind)}**{where}: {inline(problem.message)}"


def _finding(finding: Finding) -> Iterator[str]:
    """The finding with its reason: each hop of its chain, and the way out."""
    at = code(_at(finding.place.path, finding.place.line))
    yield f"- **{finding.severity}** {code(finding.rule)} {at}: {inline(finding.message)}"
    yield from (f"  - {code(_at(each.place.path, each.place.line))} {inline(each.message)}" for each in finding.notes)
    if finding.way_out:
        yield f"  - way out: {inline(finding.way_out)}"


def _of_project(told: Told, *, alone: bool) -> Section:
    delta = told.delta
    if delta.is_empty:
        return
    if not alone:
        yield f"#### {code(told.name)}"
    yield from _breaches(delta.breaches)
    yield from _routes(delta)
    yield from _edges(delta)
    yield from _listed(
        "New settings",
        (
            f"{code(each.name)}{f': {code(each.type)}' if each.type else ''}{', required' if each.required else ''}"
            f" ({code(_at(each.place.path, each.place.line))})"
            for each in delta.new_settings
        ),
    )
    yield from _listed(
        "New migrations",
        (f"{code(path)}{f' after {code(after)}' if after else ''}" for path, after in delta.new_migrations),
    )


def _breaches(breaches: Iterable[Breach]) -> Section:
    yield from _listed(
        "Breaks clients",
        (
            f"{each.side} {code(each.model.rpartition('.')[2])}: {code(each.field)} {inline(each.what)}"
            f" ({', '.join(code(route) for route in each.routes[:3])}"
            f"{f' and {len(each.routes) - 3} more' if len(each.routes) > 3 else ''})"
            for each in breaches
        ),
    )


def _routes(delta: Delta) -> Section:
    rows = [("added", each, _models(each)) for each in delta.new_routes]
    rows += [("removed", each, _models(each)) for each in delta.gone_routes]
    rows += [("changed", each.new, _changed(each)) for each in delta.changed_routes]
    if rows:
        yield "#### Routes"
        lines = [
            f"| {how} | {code(route.method, cell=True)} | {code(route.path, cell=True)} | {models} |"
            for how, route, models in rows
        ]
        yield "\n".join(["| | method | path | models |", "|---|---|---|---|", *lines])


def _models(route: Route) -> str:
    takes = ", ".join(code(each.rpartition(".")[2], cell=True) for each in route.takes)
    answers = code(route.answers, cell=True) if route.answers else ""
    return " → ".join(each for each in (takes, answers) if each)


def _changed(change: Change) -> str:
    return "; ".join(inline(each, cell=True) for each in change.what)


def _edges(delta: Delta) -> Section:
    """The layers' imports that come and go, drawn and named."""
    if not delta.new_edges and not delta.gone_edges:
        return
    yield "#### Layers"
    yield _diagram(delta)
    lines = [
        f"- added: {_arrow(edge)} ({code(_at(at.path, at.line))} imports {code(name)})"
        for edge, at, name in delta.new_edges
    ]
    lines += [f"- removed: {_arrow(each)}" for each in delta.gone_edges]
    yield "\n".join(lines)


def _diagram(delta: Delta) -> str:
    """All layers that touch what changed; thick for what is new, broken for what is gone."""
    new = {edge for edge, _, _ in delta.new_edges}
    touched = {name for each in (*new, *delta.gone_edges) for name in (each.source, each.target)}
    kept = [each for each in delta.edges if each not in new and {each.source, each.target} <= touched]
    ids = {name: f"l{number}" for number, name in enumerate(sorted(touched))}
    lines = ["graph TD", *(f'  {ids[name]}["{label(name)}"]' for name in sorted(touched))]
    lines += [f"  {ids[each.source]} --> {ids[each.target]}" for each in kept]
    lines += [f'  {ids[each.source]} == "new" ==> {ids[each.target]}' for each in sorted(new)]
    lines += [f'  {ids[each.source]} -. "removed" .-> {ids[each.target]}' for each in delta.gone_edges]
    return fenced("mermaid", "\n".join(lines))


def _arrow(edge: Edge) -> str:
    return f"{code(edge.source)} → {code(edge.target)}"


def _rest(outcome: Outcome) -> Section:
    changes = outcome.changes
    if changes is None:
        return
    yield from _listed(
        "New comments that silence findings",
        (
            f"{code(_at(each.place.path, each.place.line))}: {code('archlint: ' + each.message)}"
            for each in changes.comments
        ),
    )
    yield from _listed("Settings and limits of the comparison", (inline(each) for each in changes.remarks))
    if changes.gone:
        lines = "\n".join(f"- {code(each.rule)} {code(_at(each.place.path, each.place.line))}" for each in changes.gone)
        yield f"<details><summary>{count(len(changes.gone), 'finding')} gone</summary>\n\n{lines}\n\n</details>"


def _listed(title: str, lines: Iterable[str]) -> Section:
    """A section of a list; its lines are cut apart so that a long one is shortened, not left out."""
    found = [f"- {each}" for each in lines]
    if found:
        yield f"#### {title}\n\n{found[0]}"
        yield from ("\n".join(found[at : at + 20]) for at in range(1, len(found), 20))


def _at(path: str, line: int) -> str:
    return f"{path}:{line}" if line else path
