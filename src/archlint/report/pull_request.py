"""The comment on a pull request, in Markdown: what is new first, then what the change does to the service."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archlint.changes.surface import Breach, Change, Delta, Edge, Route
from archlint.findings import Outcome
from archlint.report.mark import code, fenced, inline, label
from archlint.report.markdown import LARGEST, Section, findings, fitted, headline, listed, rest, where
from archlint.report.summary import count

MARKER = "<!-- archlint report -->"
"""By which the comment is found again, to be written anew."""


@dataclass(frozen=True, slots=True)
class Told:
    """One project: its place from the top of the work tree, and what the change does to it."""

    name: str
    outcome: Outcome
    delta: Delta


def render(outcome: Outcome, projects: Sequence[Told], largest: int = LARGEST) -> str:
    """The whole comment, within the limit: what does not fit is counted."""
    breaks = sum(len(each.delta.breaches) for each in projects)
    told = [f"**{count(breaks, 'change')} that {'breaks' if breaks == 1 else 'break'} clients**"] if breaks else []
    blocks = [MARKER, headline(outcome, *told), *findings(outcome)]
    for each in projects:
        blocks += _of_project(each, alone=len(projects) == 1)
    blocks += rest(outcome)
    return fitted(blocks, largest)


def _of_project(told: Told, *, alone: bool) -> Section:
    delta = told.delta
    if delta.is_empty:
        return
    if not alone:
        yield f"#### {code(told.name)}"
    yield from _breaches(delta.breaches)
    yield from _routes(delta)
    yield from _edges(delta)
    yield from listed(
        "New settings",
        (
            f"{code(each.name)}{f': {code(each.type)}' if each.type else ''}{', required' if each.required else ''}"
            f" ({code(where(each.place.path, each.place.line))})"
            for each in delta.new_settings
        ),
    )
    yield from listed(
        "New migrations",
        (f"{code(path)}{f' after {code(after)}' if after else ''}" for path, after in delta.new_migrations),
    )


def _breaches(breaches: Iterable[Breach]) -> Section:
    yield from listed(
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
        f"- added: {_arrow(edge)} ({code(where(at.path, at.line))} imports {code(name)})"
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
