"""Whether a baseline tells exactly what is new and what is gone: `python -m benchmarks.baseline FOLDER...`.

Each service is copied into a git repository of its own and its findings are written down. Then come random edits that
stay: lines are moved, files reformatted and renamed, violations added and removed, and now and then something is
committed or the baseline written again. After each, what `check` tells is compared with a run without any baseline:
that run's findings less those of the time when the baseline was written, under the names that files have by now, must
be told as new, and the other way round as stale.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from benchmarks.baseline.edits import KINDS, Names, NothingToDoError, Service

import archlint
from archlint.config import discover
from archlint.engine import Request, run
from archlint.findings import Finding

STALE = "suppressions/stale-baseline"


EQUAL = ("moved lines", "reformatted")
"""The kinds of edits that may change no finding at all; a file's name may decide on its layer."""


class Edited(NamedTuple):
    """How many findings an edit brought, and took away."""

    new: int
    gone: int


class Key(NamedTuple):
    """What a finding is known by here; `symbol` is a name in its module."""

    rule: str
    path: str
    symbol: str
    target: str


@dataclass(slots=True)
class Told:
    """What became of the edits of one kind."""

    edits: int = 0
    without: int = 0
    """Those that changed no finding."""
    new: int = 0
    gone: int = 0
    wrong: int = 0


class Trial:
    """One service under edits."""

    def __init__(self, source: Path, work: Path, dice: random.Random) -> None:
        self.root = work / source.name
        self.cache = work / "cache"
        self.dice = dice
        shutil.copytree(source, self.root, ignore=shutil.ignore_patterns("archlint-baseline.jsonl"))
        (self.root / "pyproject.toml").open("a").write("\n[tool.archlint]\n")
        self.service = Service(self.root, dice)
        self.service.git("init", "--quiet")
        self.service.commit("a service")
        self.names = Names(self.found())
        self.archlint("baseline")
        self.service.commit("its baseline")
        self.written = self.keys(self.found())
        """The findings that the baseline holds, under the names of today."""
        self.renames: list[tuple[str, str]] = []
        """Those since the baseline was written."""

    def found(self, *, baseline: bool = False) -> tuple[Finding, ...]:
        request = Request(discover(cwd=self.root), cache=self.cache, baselines=None if baseline else {})
        ((_, outcome),) = run(request)
        if outcome.problems:
            raise RuntimeError(f"the analysis is not complete: {outcome.problems}")
        return outcome.findings

    def keys(self, findings: tuple[Finding, ...]) -> Counter[Key]:
        return Counter(
            Key(each.rule, each.place.path, self.names.local(each.symbol or "", each.place.path), each.target)
            for each in findings
        )

    def edit(self, kind: str) -> tuple[Edited, list[str]]:
        """Make an edit; what it did, and what is told that should not be, or the other way round."""
        before = self.found()
        renames = self.service.edit(kind, before, self.names)
        self.renames += renames
        self.written = self.under_new_names(self.written, renames)
        earlier, now = self.under_new_names(self.keys(before), renames), self.keys(self.found())
        told = self.found(baseline=True)
        told_new = self.keys(tuple(each for each in told if each.rule != STALE))
        told_stale = Counter(_entry(each) for each in told if each.rule == STALE)
        told_stale = self.under_new_names(told_stale, self.renames)
        wrong = [
            *_differences("new", now - self.written, told_new),
            *_differences("stale", self.written - now, told_stale),
        ]
        edited = Edited((now - earlier).total(), (earlier - now).total())
        if kind in EQUAL and any(edited):
            wrong += _differences("of its own", Counter(), (now - earlier) + (earlier - now))
        return edited, wrong

    def under_new_names(self, keys: Counter[Key], renames: list[tuple[str, str]]) -> Counter[Key]:
        found: Counter[Key] = Counter()
        for key, count in keys.items():
            for old, new in renames:
                before, after = self.names.module(old), self.names.module(new)
                target = re.sub(rf"(?<![\w.]){re.escape(before)}(?!\w)", after, key.target)
                key = key._replace(path=new if key.path == old else key.path, target=target)
            found[key] += count
        return found

    def settle(self) -> list[str]:
        """Perhaps write the baseline again, perhaps commit; what is wrong with it then."""
        wrong: list[str] = []
        if self.dice.random() < 0.3:
            self.archlint("baseline", "--grow")
            self.renames.clear()
            self.written = self.keys(self.found())
            wrong = [f"after baseline --grow: {each.rule} {each.place.path}" for each in self.found(baseline=True)]
        if self.dice.random() < 0.4:
            self.service.commit("a change")
        return wrong

    def archlint(self, *arguments: str) -> None:
        command = (sys.executable, "-P", "-m", "archlint", *arguments, "--quiet", "--cache-dir", str(self.cache))
        own = {
            **os.environ,
            "PYTHONPATH": str(Path(archlint.__file__).parents[1]),
        }  # nothing of the service is imported
        subprocess.run(command, cwd=self.root, env=own, check=True)


def _entry(finding: Finding) -> Key:
    """The entry that a stale finding speaks of."""
    path, rule, symbol, target, _ = finding.target.split("\0")
    return Key(rule, path, symbol, target)


def _differences(what: str, expected: Counter[Key], told: Counter[Key]) -> list[str]:
    missing = [f"{what}, not told: {' '.join(key)}" for key in (expected - told).elements()]
    return [*missing, *(f"told as {what}: {' '.join(key)}" for key in (told - expected).elements())]


def trial(source: Path, edits: int, dice: random.Random, totals: dict[str, Told]) -> None:
    """The edits of one service, the kinds in turn."""
    with tempfile.TemporaryDirectory() as work:
        one = Trial(source, Path(work), dice)
        sys.stdout.write(f"{source.name}: {one.written.total()} findings in the baseline\n")
        done = 0
        while done < edits:
            kind = KINDS[done % len(KINDS)]
            try:
                edited, wrong = one.edit(kind)
            except NothingToDoError:
                continue
            done += 1
            told = totals[kind]
            told.edits += 1
            told.without += not any(edited)
            told.new += edited.new
            told.gone += edited.gone
            wrong += one.settle()
            told.wrong += bool(wrong)
            for line in wrong[:4]:
                sys.stdout.write(f"  edit {done}, {kind}: {line}\n")


def main() -> int:
    """A table, a line a kind; 1 when anything was told wrongly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--edits", type=int, default=40, help="how many for each service")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    totals = {kind: Told() for kind in KINDS}
    for number, folder in enumerate(asked.folders):
        trial(folder.resolve(), asked.edits, random.Random(asked.seed * 1000 + number), totals)
    heads = ("edits", "made", "without", "new", "gone", "wrong")
    sys.stdout.write(f"\n{heads[0]:<14}" + "".join(f"{each:>8}" for each in heads[1:]) + "\n")
    for kind, told in totals.items():
        numbers = (told.edits, told.without, told.new, told.gone, told.wrong)
        sys.stdout.write(f"{kind:<14}" + "".join(f"{each:>8}" for each in numbers) + "\n")
    return 1 if any(each.wrong for each in totals.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
