"""Whether `check --base` tells of every commit what two full runs make of it, and writes nothing.

    PYTHONPATH=tests python benchmarks/changes.py [--commits 30] [--seed 1] SERVICE...

A SERVICE is the folder of one; it is copied into a repository of its own, which gets commits of random changes: lines
dropped, moved and repeated, blocking calls, files renamed, copied, deleted and swapped, branches and merges. Each is
judged from the work tree and from git alone. Exits with 1 when one is told otherwise.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from harness.commits import Measure, copied, history


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("services", nargs="+", type=Path)
    parser.add_argument("--commits", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    wrong = 0
    for service in given.services:
        with tempfile.TemporaryDirectory() as folder:
            wrong += measured(service, Path(folder).resolve(), given.commits, given.seed)
    return 1 if wrong else 0


def measured(service: Path, folder: Path, commits: int, seed: int) -> int:
    """Print a line a commit; how many are wrong."""
    repo = copied(service, folder / service.name)
    measure = Measure(repo, folder / "exports", folder / "cache")
    results = []
    for step in history(repo, commits, seed):
        result = measure.of(step)
        results.append(result)
        print(f"{service.name} {len(results)}: {result.new} new, {result.gone} gone, {step.how}", flush=True)
        if result.problem:
            print(f"  WRONG {result.problem}", flush=True)
    wrong = sum(bool(each.problem) for each in results)
    new, gone = sum(each.new for each in results), sum(each.gone for each in results)
    print(f"{service.name}: {len(results) - wrong} of {len(results)} commits equal; {new} new, {gone} gone in all")
    return wrong


if __name__ == "__main__":
    raise SystemExit(main())
