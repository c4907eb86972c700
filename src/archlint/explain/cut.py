"""Where the least has to change for a finding to go."""

from __future__ import annotations

from collections.abc import Sequence

from archlint.explain.edges import connected
from archlint.explain.shape import CutShape, EdgeShape
from archlint.explain.viewing import Viewing
from archlint.findings import Finding, Place


def places_of(finding: Finding) -> list[Place]:
    """The place of a finding, then those that explain it."""
    return [finding.place, *(note.place for note in finding.notes)]


def cut(finding: Finding, edges: Sequence[EdgeShape | None], viewing: Viewing) -> CutShape | None:
    """The smallest edge to cut; None for a finding that no edge leads to."""
    first = edges[0]
    places = places_of(finding)
    if first is None:
        return None
    if finding.place in places[1:]:
        message = f"{_told(first)} closes the circle, and is needed the least of all that do: cut it there"
        return CutShape(places=[viewing.place(finding.place)], message=message)
    chain = connected(edges)
    if len(chain) > 1:
        return _narrowest(finding, chain, viewing)
    if not _is_meant(first, finding):
        return None
    beside = [
        place
        for place, edge in zip(places, edges, strict=True)
        if edge is not None and edge["source"] == first["source"]
    ]
    beside = list(dict.fromkeys(beside))
    if len(beside) == 1:
        return CutShape(places=[viewing.place(beside[0])], message=f"{_told(first)}: the one edge there is to cut")
    message = f"all {len(beside)} stand in `{first['source']}` and have to go together"
    return CutShape(places=[viewing.place(each) for each in beside], message=message)


def _narrowest(finding: Finding, chain: list[EdgeShape], viewing: Viewing) -> CutShape:
    """The edge of a chain that the most findings of the rule go through, the nearest of several."""
    alike = [
        set(places_of(each.finding))
        for each in viewing.study.verdicts
        if each.finding.rule == finding.rule and each.silenced is None
    ]
    places = places_of(finding)[: len(chain)]
    through = [max(1, sum(place in those for those in alike)) for place in places]
    most = max(through)
    at = through.index(most)
    if most == 1:
        message = f"{_told(chain[at])}: no other finding shares an edge of the chain, and this one is the nearest"
    else:
        message = f"{_told(chain[at])}: {most} findings of this rule go through it, so one change answers all of them"
    return CutShape(places=[viewing.place(places[at])], message=message)


def _is_meant(edge: EdgeShape, finding: Finding) -> bool:
    """Whether a finding is about the edge at its place, and does not only stand there."""
    last = edge["target"].rpartition(".")[2]
    return f"{last}`" in finding.message or bool(finding.target and finding.target in edge["target"])


def _told(edge: EdgeShape) -> str:
    return f"`{edge['source']}` {edge['kind']} `{edge['target']}`"
