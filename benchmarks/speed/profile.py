"""Where archlint's time goes on a tree: `where.py` at work."""

from __future__ import annotations

import json
import time

from benchmarks.speed.bench import Bench
from benchmarks.speed.stage import Stage
from benchmarks.speed.trees import Tree

GRAIN = 2.5
"""Seconds after which the times of a file tell for sure whether it changed."""
_COMMAND = ("{bin}/python", "{scripts}/where.py", "{tree}/../where.json", "check", "--cache-dir", "{cache}")


def profile(bench: Bench, tree: Tree) -> dict[str, dict[str, float]]:
    """Seconds by room, of a cold run, of one after one file changed, and of one in which nothing did."""
    found = {}
    with bench.stage(bench.subject.model_copy(update={"command": _COMMAND}), tree) as stage:
        stage.cold()
        found["cold"] = _seconds(stage)
        time.sleep(GRAIN)
        stage.run()
        stage.edits.make()
        stage.run()
        found["one file changed"] = _seconds(stage)
    return found


def _seconds(stage: Stage) -> dict[str, float]:
    seconds: dict[str, float] = json.loads((stage.tree.parent / "where.json").read_bytes())
    return dict(sorted(seconds.items(), key=lambda each: -each[1]))
