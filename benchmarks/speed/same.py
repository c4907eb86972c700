"""Runs that must say the same do: after any edit with a cache and without, and however the work is shared out."""

from __future__ import annotations

import subprocess
from pathlib import Path
from random import Random

from benchmarks.speed.bench import Bench
from benchmarks.speed.record import Sameness
from benchmarks.speed.sizes import generated
from benchmarks.speed.stage import SCRIPTS, Stage

from harness import asked
from harness.edits import Meddler, in_a_body

FILES = 70
"""Of the service that is edited."""
WORKERS = (1, 2, 8)
HASH_SEEDS = range(10)


def compare_runs(bench: Bench, edits: int, seed: int) -> None:
    """Compare all of them; what differs is named."""
    bench.results.sameness = sameness = Sameness()
    with generated(FILES) as tree, bench.stage(bench.subject, tree) as stage:
        _edit(bench, stage, edits, seed, sameness)
    with generated(FILES * 4) as tree, bench.stage(bench.subject, tree) as stage:
        _share_out(bench, stage, sameness)
    with generated(FILES) as tree, bench.stage(bench.subject, tree) as stage:
        _ask(bench, stage, edits, seed, sameness)
    bench.save()


def _edit(bench: Bench, stage: Stage, edits: int, seed: int, sameness: Sameness) -> None:
    """After each edit: the run with what the last ones kept, the same run again, and one that keeps nothing."""
    meddler = Meddler(stage.tree, seed)
    kept = [*stage.command, "--output-format", "json"]
    alone = [stage.command[0], "check", "--no-cache", "--output-format", "json"]
    bench.say(f"{edits} random edits")
    _ran(stage, kept)
    for number in range(1, edits + 1):
        edit = meddler.meddle()
        incremental, again, cold = (_ran(stage, command)[:2] for command in (kept, kept, alone))
        sameness.edits = number
        if not (incremental == again == cold and cold[1]):
            sameness.edits_differing.append(f"{number}: {edit}")
            bench.say(f"edit {number}, {edit}: the runs differ")


def _ask(bench: Bench, stage: Stage, edits: int, seed: int, sameness: Sameness) -> None:
    """After each edit, of a body or beyond: what a daemon says, or a run of one's own where it says nothing, and a cold
    run.

    A daemon is found by those alone who look for modules in the same folders as who let it come, hence `-P`.
    """
    random, meddler = Random(seed), Meddler(stage.tree, seed)
    python, flags = [str(Path(stage.command[0]).parent / "python"), "-P"], ["--output-format", "json"]
    kept = [*stage.command[1:], "--daemon", *flags]
    alone = [*python, "-m", "archlint", "check", "--no-cache", *flags]
    bench.say(f"{edits} random edits inside files, with a daemon")
    _ran(stage, [*python, "-m", "archlint", *kept])
    stage.wait_for_daemon()
    for number in range(1, edits + 1):
        if number % 2:
            edit = meddler.meddle(inside=True)
        else:
            edit = in_a_body.__name__
            in_a_body(stage.tree, random)
        told = _ran(stage, [*python, asked.__file__, *kept])
        sameness.asked = number
        if told[0] == asked.ALONE:
            told = _ran(stage, [*python, "-m", "archlint", *kept])
        else:
            sameness.answered += 1
        cold = _ran(stage, alone)
        if not (told[:2] == cold[:2] and cold[1]):
            sameness.answers_differing.append(f"{number}: {edit}")
            bench.say(f"edit {number}, {edit}: the daemon says something else")


def _share_out(bench: Bench, stage: Stage, sameness: Sameness) -> None:
    """Over hash seeds and numbers of workers, each with the folders listed in another order: cold, and warm."""
    expected = None
    programs = Path(stage.command[0]).parent
    for seed in HASH_SEEDS:
        bench.say(f"hash seed {seed}: {', '.join(map(str, WORKERS))} workers")
        for workers in WORKERS:
            forks = workers + (workers > 1)  # one more judges
            stage.forget()
            command = [
                str(programs / "python"),
                str(SCRIPTS / "judged.py"),
                str(workers),
                str(seed),
                *stage.command[1:],
            ]
            command += ["--output-format", "json"]
            for kind in ("cold", "facts kept", "report kept"):
                if kind == "facts kept":
                    _forget_reports(stage)
                *ran, complained = _ran(stage, command, PYTHONHASHSEED=str(seed))
                expected = expected or ran
                sameness.runs += 1
                differs = "another report" if ran != expected or not ran[1] else ""
                if kind == "cold" and f"forks: {forks}\n".encode() not in complained:
                    differs = complained.decode(errors="replace").strip() or "nothing said of workers"
                if differs:
                    sameness.runs_differing.append(f"{workers} workers, hash seed {seed}, {kind}: {differs}")
                    bench.say(sameness.runs_differing[-1])


def _forget_reports(stage: Stage) -> None:
    """Leave the facts of files, but no finished report."""
    for report in stage.cache.glob("*/reports/*"):
        report.unlink()


def _ran(stage: Stage, command: list[str], **variables: str) -> tuple[int, bytes, bytes]:
    """The exit code of a command, what it printed and what it complained of."""
    environment = {**stage.environment, **variables}
    done = subprocess.run(command, cwd=stage.tree, env=environment, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr
