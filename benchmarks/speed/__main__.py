"""The command: `python -m benchmarks.speed [NAME=FOLDER ...]`, from the top of the work tree."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import click
import platformdirs
from benchmarks.speed import pairing, sizes
from benchmarks.speed.bench import Bench
from benchmarks.speed.environments import ROOT, AbsentError, Environments, newest_python
from benchmarks.speed.plot import plot
from benchmarks.speed.record import Results, load
from benchmarks.speed.report import report
from benchmarks.speed.tools import SUBJECT, Tool, tools
from benchmarks.speed.trees import Tree, tree

PARTS = ("peers", "start", "growth", "scale", "same")
RESULTS = ROOT / "benchmarks" / "results.json"


@click.command(help="Measure archlint and its peers on FOLDERs of sources, or else on a generated service.")
@click.argument("folders", nargs=-1, metavar="[NAME=]FOLDER...")
@click.option("--files", default=1_000, show_default=True, help="Of the service generated where no folder is given.")
@click.option("--part", "parts", multiple=True, type=click.Choice(PARTS), help="Only this; may be repeated.")
@click.option("--tool", "names", multiple=True, help="Only this peer; may be repeated.")
@click.option("--pairs", default=5, show_default=True, help="How often each pair runs.")
@click.option(
    "--short-pairs", default=15, show_default=True, help="How often a pair runs that takes less than a second."
)
@click.option("--patience", default=600.0, show_default=True, help="Seconds after which a run is given up.")
@click.option(
    "--size", "growth", multiple=True, type=int, default=sizes.GROWTH, show_default=True, help="Files to grow over."
)
@click.option("--edits", default=200, show_default=True, help="Random edits after which runs are compared.")
@click.option("--seed", default=4, show_default=True, help="Of the random edits.")
@click.option(
    "--home", type=click.Path(path_type=Path), help="Where environments are kept.  [default: the user's cache]"
)
@click.option("--python", default=newest_python, help="The Python of all tools.  [default: the newest one]")
@click.option(
    "--results", type=click.Path(path_type=Path, dir_okay=False), default=RESULTS, help="Where raw numbers go."
)
@click.option("--fresh", is_flag=True, help="Forget what was measured before.")
@click.option("--report-only", is_flag=True, help="Write the page and the picture again, and measure nothing.")
def main(
    folders: tuple[str, ...],
    files: int,
    parts: tuple[str, ...],
    names: tuple[str, ...],
    pairs: int,
    short_pairs: int,
    patience: float,
    growth: tuple[int, ...],
    edits: int,
    seed: int,
    home: Path | None,
    python: str,
    results: Path,
    fresh: bool,
    report_only: bool,
) -> None:
    """Measure, and write what came of it."""
    known = tools()
    kept = Results() if fresh else load(results)
    if not report_only:
        place = home or Path(platformdirs.user_cache_dir("archlint-benchmarks", appauthor=False))
        place.mkdir(parents=True, exist_ok=True)
        chosen = {name: known[name] for name in names or known if name != SUBJECT}
        bench = Bench(Environments(place, python), chosen, known[SUBJECT], kept, results, pairs, short_pairs, patience)
        kept.machine = f"{len(os.sched_getaffinity(0))} cores, {platform.system()} on {platform.machine()}"
        try:
            bench.prepare()
        except AbsentError as error:
            raise click.ClickException(f"archlint itself cannot be installed: {error}") from error
        _measure(bench, [_named(each) for each in folders], files, parts or PARTS, growth, edits, seed)
    _write(kept, known, results)


def _measure(
    bench: Bench, trees: list[Tree], files: int, parts: tuple[str, ...], growth: tuple[int, ...], edits: int, seed: int
) -> None:
    if "same" in parts:
        from benchmarks.speed.same import compare_runs  # takes its edits from the tests

        compare_runs(bench, edits, seed)
    if "start" in parts:
        pairing.start(bench)
    if "peers" in parts:
        for each in trees:
            pairing.compare(bench, each)
        if not trees:
            with sizes.generated(files) as each:
                pairing.compare(bench, each)
    if "scale" in parts:
        sizes.scale(bench, sizes.SCALE)
    if "growth" in parts:
        sizes.grow(bench, growth)


def _named(folder: str) -> Tree:
    name, _, path = folder.rpartition("=")
    if not Path(path).is_dir():
        raise click.BadParameter(f"{path} is no folder")
    return tree(Path(path), name)


def _write(kept: Results, known: dict[str, Tool], results: Path) -> None:
    results.with_name("RESULTS.md").write_text(report(kept, known), encoding="utf-8")
    results.with_name("results.svg").write_text(plot(kept), encoding="utf-8")


if __name__ == "__main__":
    sys.path.append(str(ROOT / "tests"))
    main(prog_name="python -m benchmarks.speed")
