"""A run over both ends of a change: `--base`, `--head`, `--changed`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from archlint import trail
from archlint.cli.analysis import Question
from archlint.cli.printing import Printing
from archlint.cli.progress import shown
from archlint.config import ConfigError
from archlint.config.sides import Asked
from archlint.engine import Request
from archlint.engine.comparing import Compared, Reference, compare
from archlint.findings import Outcome, Problem
from archlint.git import GitError, Repository, repository
from archlint.report import pull_request, seen_from


@dataclass(frozen=True, slots=True)
class Against:
    """What is compared: `base` and `head` as typed, `head` "" for the work tree as it is."""

    base: str
    head: str = ""
    only_changed: bool = False

    def report(self, question: Question, printing: Printing) -> int:
        """Judge and print what is new; the exit code. Raises ConfigError."""
        with _as_problems():
            top = _repository(question.paths)
            outcomes = [(each.root, each.outcome) for each in self.compared(top, question)]
            tree = top.tree(top.commit(self.head)) if self.head else None
        with trail.mounted(tree):  # the lines that are shown are those that were judged
            try:
                return printing.report(outcomes)
            finally:
                if tree:
                    tree.close()

    def compared(self, top: Repository, question: Question, *, with_surface: bool = False) -> Iterator[Compared]:
        """The projects, before and after."""
        reference = Reference(top, self.base, self.head, self.only_changed, with_surface)
        flags = {key: list(value) for key, value in question.flags.items() if value}
        asked = Asked(question.paths, Path.cwd(), question.config_file, question.isolated, flags)
        with shown(quiet=question.quiet) as progress:
            yield from compare(
                reference, asked, Request((), cache=question.cache, progress=progress, today=question.today)
            )


def told(against: Against, question: Question) -> tuple[Outcome, str]:
    """All that a change does, and its telling in Markdown; raises ConfigError."""
    with _as_problems():
        top = _repository(question.paths)
        projects = list(against.compared(top, question, with_surface=True))
    base = Path(top.top)
    outcome = seen_from(base, [(each.root, each.outcome) for each in projects])
    return outcome, pull_request.render(
        outcome,
        [pull_request.Told(each.root.relative_to(base).as_posix(), each.outcome, each.delta) for each in projects],
    )


def from_flags(base: str | None, head: str | None, changed: bool, stdin_filename: Path | None) -> Against:
    """What the flags say, of which one of the first three is given."""
    if base is None:
        flag = "--changed" if changed else "--head"
        raise click.UsageError(f"{flag} goes with --base, the branch that the change starts from")
    if stdin_filename:
        raise click.UsageError("--stdin-filename is about one file as it is now; leave --base out")
    return Against(base, head or "", changed)


def _repository(paths: tuple[Path, ...]) -> Repository:
    """The repository that the paths, or else the working directory, are in."""
    starts = [(Path.cwd() / each).resolve() for each in paths] or [Path.cwd().resolve()]
    folder = next(each for each in (starts[0], *starts[0].parents) if each.is_dir())
    found = repository(str(folder))
    for each in starts:
        if not each.is_relative_to(found.top):
            raise GitError(f"`{each.name}` is in another repository than `{starts[0].name}`; check them one by one")
    return found


@contextmanager
def _as_problems() -> Iterator[None]:
    """Turns what git cannot tell into a problem of the run."""
    try:
        yield
    except GitError as error:
        raise ConfigError(Problem("history", "", str(error))) from None
