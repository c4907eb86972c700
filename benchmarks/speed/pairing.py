"""archlint and each peer in turn on the same tree: cold, warm, and after a change of one file."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.speed.bench import Bench
from benchmarks.speed.profile import GRAIN, profile
from benchmarks.speed.record import Pair, Service, Timed, Usage, middle
from benchmarks.speed.stage import Stage
from benchmarks.speed.tools import Tool
from benchmarks.speed.trees import Tree

_LOOKED_INTO = 120.0
"""Seconds: the memory of runs that take longer is not looked at once more."""
_EDIT = 5.0
"""Seconds: runs after an edit are repeated more often up to this, for it matters which file it is."""
_SMALL = """\
from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def root() -> str:
    return ""
"""


def compare(bench: Bench, tree: Tree) -> None:
    """Measure all tools on a tree."""
    service = bench.results.services.setdefault(tree.name, Service(len(tree.files), tree.lines))
    bench.say(f"{tree.name}: archlint")
    _alone(bench, tree, service)
    for tool in bench.tools.values():
        bench.say(f"{tree.name}: {tool.name}")
        with bench.stage(bench.subject, tree) as archlint, bench.stage(tool, tree) as peer:
            service.tools[tool.name] = timed = _timed(bench, archlint, peer)
        if timed.changed and not timed.failure:
            timed.kept = _beside_a_daemon(bench, tool, tree, beyond=False)
            timed.beyond = _beside_a_daemon(bench, tool, tree, beyond=True)
        bench.save()


def start(bench: Bench) -> None:
    """What each tool takes for next to nothing: a service of one small file, nothing kept."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "empty").touch()
        (Path(folder) / "small").write_text(_SMALL, encoding="utf-8")
        tree = Tree("", {"app/__init__.py": Path(folder) / "empty", "app/main.py": Path(folder) / "small"})
        for tool in (bench.subject, *bench.tools.values()):
            if tool.finish or (tool.floor and "cold" in tool.kinds):
                continue
            with bench.stage(tool, tree) as stage:
                if not stage.complaint(stage.cold()):
                    bench.results.start[tool.name] = middle([stage.cold() for _ in range(bench.pairs)])
    bench.save()


def _alone(bench: Bench, tree: Tree, service: Service) -> None:
    """What is known of archlint without a peer."""
    service.where = profile(bench, tree)
    with bench.stage(bench.subject, tree) as stage:
        service.together = stage.together()
        stage.cold()
        cold = stage.said()
        stage.run()
        time.sleep(GRAIN)
        stage.run()
        service.same_bytes = stage.said() == cold
        service.findings = cold.count(b"\n")
    bench.save()


def _timed(bench: Bench, archlint: Stage, peer: Stage) -> Timed:
    """All kinds of runs of one pair; a run that does not count ends the rest."""
    timed, kinds = Timed(), peer.tool.kinds
    for kind in ("cold", "warm", "changed"):
        if kind not in kinds:
            continue
        pairs: list[Pair] = getattr(timed, kind)
        for pair in _KINDS[kind](bench, archlint, peer):
            timed.failure = peer.complaint(pair.peer) or archlint.complaint(pair.archlint)
            if timed.failure:
                return timed
            pairs.append(pair)
    if timed.cold and not peer.tool.floor and middle([each.peer for each in timed.cold]).wall < _LOOKED_INTO:
        timed.together = peer.together()
    return timed


def _beside_a_daemon(bench: Bench, tool: Tool, tree: Tree, *, beyond: bool) -> list[Pair]:
    """Runs after an edit that a daemon of archlint's answers, in turn with a peer's."""
    subject = bench.subject.model_copy(update={"command": (*bench.subject.command, "--daemon")})
    with bench.stage(subject, tree) as archlint, bench.stage(tool, tree) as peer:
        _settle(archlint, peer)
        archlint.wait_for_daemon()
        return list(_repeated(bench, lambda: Pair(archlint.edited(beyond), peer.edited(beyond)), _EDIT))


def _cold(bench: Bench, archlint: Stage, peer: Stage) -> Iterator[Pair]:
    yield from _repeated(bench, lambda: Pair(archlint.cold(), peer.cold()))


def _warm(bench: Bench, archlint: Stage, peer: Stage) -> Iterator[Pair]:
    _settle(archlint, peer)
    yield from _repeated(bench, lambda: Pair(archlint.run(), peer.run()))


def _changed(bench: Bench, archlint: Stage, peer: Stage) -> Iterator[Pair]:
    _settle(archlint, peer)
    yield from _repeated(bench, lambda: Pair(archlint.edited(), peer.edited()), _EDIT)


def _settle(*stages: Stage) -> None:
    """Let everything be kept that can be."""
    for stage in stages:
        stage.run()
    time.sleep(GRAIN)
    for stage in stages:
        stage.run()


def _repeated(bench: Bench, pair: Callable[[], Pair], short: float = 1.0) -> Iterator[Pair]:
    first = pair()
    yield first
    for _ in range(bench.often(slower(first), short) - 1):
        yield pair()


def slower(pair: Pair) -> Usage:
    """The run of the two that took longer."""
    return max(pair.archlint, pair.peer, key=lambda each: each.wall)


_KINDS: dict[str, Callable[[Bench, Stage, Stage], Iterator[Pair]]] = {
    "cold": _cold,
    "warm": _warm,
    "changed": _changed,
}
