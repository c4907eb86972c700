"""Generated services from small to large: how what tools take grows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.speed.bench import Bench
from benchmarks.speed.generated.service import generate
from benchmarks.speed.profile import GRAIN, profile
from benchmarks.speed.record import Size
from benchmarks.speed.tools import Tool
from benchmarks.speed.trees import Tree, tree

GROWTH = (100, 300, 1_000, 3_000, 10_000)
"""Files."""
SCALE = (500, 1_000, 7_000)
"""Files: those of 70,000, 140,000 and 1,000,000 lines."""


@contextmanager
def generated(files: int) -> Iterator[Tree]:
    """A generated service for a while."""
    with TemporaryDirectory(prefix="bench-") as folder:
        generate(Path(folder), files)
        yield tree(Path(folder), f"generated-{files}")


def grow(bench: Bench, sizes: tuple[int, ...]) -> None:
    """Measure all tools on each size; one that would lose patience on the next size is left out there."""
    tired = {tool.name for tool in bench.tools.values() if tool.finish}
    grown = {size.files: size for size in bench.results.growth}
    for files, following in zip(sizes, (*sizes[1:], 0), strict=True):
        with generated(files) as each:
            size = grown.setdefault(len(each.files), Size(len(each.files), each.lines))
            bench.results.growth = [grown[count] for count in sorted(grown)]
            _measure(bench, each, size, [tool for tool in bench.tools.values() if tool.name not in tired])
        tired |= {name for name, usage in size.cold.items() if usage.wall * following / files > bench.patience}


def scale(bench: Bench, sizes: tuple[int, ...]) -> None:
    """Measure archlint alone on each size."""
    bench.results.scale.clear()
    for files in sizes:
        with generated(files) as each:
            size = Size(len(each.files), each.lines)
            bench.results.scale.append(size)
            _measure(bench, each, size, [])


def _measure(bench: Bench, each: Tree, size: Size, tools: list[Tool]) -> None:
    """Measure archlint and others on a tree; what comes to nothing leaves what was known before."""
    for tool in (bench.subject, *tools):
        bench.say(f"{each.name}: {tool.name}")
        with bench.stage(tool, each) as stage:
            first = stage.cold() if "cold" in tool.kinds else stage.run()
            if stage.complaint(first):
                continue
            if "cold" in tool.kinds:
                size.cold[tool.name] = bench.middle(stage.cold, always=not tools) if tool is bench.subject else first
            if "warm" in tool.kinds:
                stage.run()
                time.sleep(GRAIN)
                stage.run()
                size.warm[tool.name] = bench.middle(stage.run)
            if "changed" in tool.kinds:
                size.changed[tool.name] = bench.middle(stage.edited)
            if tool is bench.subject:
                size.together = stage.together()
                size.where = profile(bench, each)
        bench.save()
