"""A history of random changes, and what two full runs say about each: the measure of `check --base`."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from subprocess import CalledProcessError
from typing import TypeAlias

from archlint.config import discover
from archlint.config.sides import Asked
from archlint.engine import Request, run
from archlint.engine.comparing import Reference, compare
from archlint.findings import Finding
from archlint.git import repository
from harness import edits
from harness.edits import Edit, Meddler
from harness.repositories import Repo, fingerprint

Key: TypeAlias = tuple[str, str, str, str]
"""Rule, path, symbol and target."""

_KEPT = {".py", ".toml", ".cfg", ".md", ".txt", ".html"}


def rename(meddler: Meddler) -> None:
    """Another name for a module; a package keeps the file that makes it one."""
    files = [each for each in sorted(meddler.folder.rglob("*.py")) if each.stem != "__init__"]
    file = meddler.random.choice(files)
    file.rename(file.with_name(f"renamed_{meddler.number}.py"))


def repair(meddler: Meddler) -> None:
    """One of the calls that `edits.block` has put in is taken out."""
    files = [each for each in sorted(meddler.folder.rglob("*.py")) if edits.BLOCKS in each.read_text("utf-8")]
    if files:
        file = meddler.random.choice(files)
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if edits.BLOCKS not in line), encoding="utf-8")


_EDITS: tuple[Edit, ...] = (
    rename, repair, repair, edits.drop_a_line, edits.repeat_a_line, edits.move_everything_down, edits.comment,
    edits.block, edits.block, edits.call_a_colleague, edits.call_a_colleague, edits.turn_colour, edits.copy,
    edits.delete, edits.swap,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A commit, the one that it is compared with, and how it came about."""

    base: str
    head: str
    how: str


@dataclass(frozen=True, slots=True)
class Result:
    """What was told of a commit, and whether that is what two full runs make of it."""

    step: Step
    new: int
    gone: int
    problem: str = ""
    """How it differs; "" where it does not."""


def copied(service: Path, top: Path) -> Repo:
    """The text files of a service, in a repository of its own."""
    for file in sorted(service.rglob("*")):
        parts = file.relative_to(service).parts
        if file.suffix in _KEPT and file.is_file() and not file.is_symlink() and ".git" not in parts:
            target = top.joinpath(*parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    repo = Repo.made(top)
    repo.commit(message="the service as it is")
    return repo


def history(repo: Repo, number: int, seed: int) -> Iterator[Step]:
    """Commits of two to eight random changes each: some on a branch that the main line leaves behind, some merges."""
    random = Random(seed)
    meddler = Meddler(repo.top, seed)
    for count in range(number):
        start = repo.git("rev-parse", "HEAD")
        is_branch, is_merge = count % 5 == 3, count % 5 == 4
        if is_branch or is_merge:
            repo.git("checkout", "-q", "-b", f"feature-{count}")
        how = _meddled(repo, meddler, random)
        head = repo.git("rev-parse", "HEAD")
        if not is_branch and not is_merge:
            yield Step(start, head, how)
            continue
        repo.git("checkout", "-q", "main")
        aside = _meddled(repo, meddler, random)
        main = repo.git("rev-parse", "HEAD")
        if is_merge and _merged(repo, f"feature-{count}"):
            yield Step(main, repo.git("rev-parse", "HEAD"), f"merge of {how}; meanwhile {aside}")
            repo.git("checkout", "-q", "-B", "main")
        else:
            repo.git("checkout", "-q", f"feature-{count}")
            yield Step("main", head, f"branch: {how}; meanwhile {aside}")
            repo.git("checkout", "-q", "main")


def _meddled(repo: Repo, meddler: Meddler, random: Random) -> str:
    done = []
    for _ in range(random.randint(2, 8)):
        meddler.number += 1
        edit = random.choice(_EDITS)
        edit(meddler)
        done.append(edit.__name__)
    repo.commit(message=", ".join(done))
    return ", ".join(done)


def _merged(repo: Repo, branch: str) -> bool:
    """Whether git could merge it into a detached head; where there are conflicts, nothing happened."""
    repo.git("checkout", "-q", "--detach")
    try:
        repo.git("merge", "-q", "--no-edit", branch)
    except CalledProcessError:  # conflicts
        repo.git("merge", "--abort")
        return False
    return True


class Measure:
    """Compares what is told of commits with two full runs over exported files."""

    def __init__(self, repo: Repo, exports: Path, cache: Path) -> None:
        self._repo = repo
        self._exports = exports
        self._cache = cache
        self._known: dict[str, Counter[Key]] = {}

    def of(self, step: Step) -> Result:
        """The verdict on one commit, which is checked out."""
        before = fingerprint(self._repo.top)
        on_disk = self._told(Reference(repository(str(self._repo.top)), step.base))
        from_git = self._told(Reference(repository(str(self._repo.top)), step.base, step.head))
        touched = fingerprint(self._repo.top) != before
        base = self._repo.git("merge-base", step.base, step.head)
        renamed = self._renamed(base, step.head)
        old: Counter[Key] = Counter()
        for key, count in self._full(base).items():
            old[_moved(key, renamed)] += count
        new = self._full(step.head)
        wanted = new - old, old - new
        problem = "the work tree or the index changed" if touched else ""
        for name, told in (("the work tree", on_disk), ("git", from_git)):
            found = told[0], Counter({_moved(key, renamed): count for key, count in told[1].items()})
            if found != wanted:
                problem += f" from {name}: {_difference(found[0], wanted[0])} {_difference(found[1], wanted[1])}"
        return Result(step, wanted[0].total(), wanted[1].total(), problem.strip())

    def _told(self, reference: Reference) -> tuple[Counter[Key], Counter[Key]]:
        """What is new and what is gone."""
        asked = Asked((), self._repo.top, flags={"select": ["all"]})
        (compared,) = compare(reference, asked, Request((), cache=self._cache))
        changes = compared.outcome.changes
        assert changes is not None
        return _keys(compared.outcome.findings), _keys(changes.gone)

    def _full(self, commit: str) -> Counter[Key]:
        """What a run over the files of a commit finds, exported by git."""
        if commit not in self._known:
            folder = self._exports / commit / self._repo.top.name  # a root that is a package gives its name
            self._repo.git("worktree", "add", "-q", "--detach", "--force", str(folder), commit)
            workspaces = discover((folder,), cwd=folder, flags={"select": ["all"]})
            ((_, outcome),) = run(Request(workspaces, cache=self._cache, baselines={}))
            self._known[commit] = _keys(outcome.findings)
            self._repo.git("worktree", "remove", "--force", str(folder))
        return self._known[commit]

    def _renamed(self, base: str, head: str) -> dict[str, str]:
        """The files that git itself takes for renamed."""
        said = self._repo.git(
            "diff", "--name-status", "-z", "-M50%", "-l0", "--diff-filter=R", base, head, "--", "*.py"
        )
        words = said.split("\0")
        return {words[at + 1]: words[at + 2] for at in range(0, len(words) - 2, 3)}


def _keys(findings: tuple[Finding, ...]) -> Counter[Key]:
    return Counter((each.rule, each.place.path, each.symbol or "", each.target) for each in findings)


def _moved(key: Key, renamed: Mapping[str, str]) -> Key:
    """The key with the new names of files and of their modules, which differ in the last part only."""
    rule, path, symbol, target = key
    for old, new in renamed.items():
        before, after = (re.sub(r"\.py$", "", each).split("/")[-2:] for each in (old, new))
        pattern = rf"(?<!\w){re.escape('.'.join(before))}(?!\w)"
        symbol, target = (re.sub(pattern, ".".join(after), each) for each in (symbol, target))
        target = new if target == old else target
    return rule, renamed.get(path, path), symbol, target


def _difference(found: Counter[Key], wanted: Counter[Key]) -> str:
    return f"too many {sorted((found - wanted).elements())[:3]}, missing {sorted((wanted - found).elements())[:3]};"
