"""`archlint check --fix` and `--diff`: what was repaired, and the files put in place."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import click
from msgspec import structs

from archlint.cli.analysis import Question
from archlint.cli.output import deliver
from archlint.cli.printing import Printing
from archlint.cli.terminal import say, write_bytes
from archlint.engine.repairing import Change, Repaired
from archlint.findings import Finding, Outcome, Problem, Safety
from archlint.fixing.diff import diff
from archlint.report.escape import visible, visible_line, visible_path
from archlint.report.summary import count
from archlint.writing import put, sweep


@dataclass(frozen=True, slots=True)
class Fixing:
    """What the user asked for with `--fix`, `--unsafe-fixes` and `--diff`."""

    write: bool
    unsafe: bool
    show: bool

    def __post_init__(self) -> None:
        if self.write and self.show:
            raise click.UsageError("--diff shows what --fix would write; leave one of them out")
        if self.unsafe and not (self.write or self.show):
            raise click.UsageError("--unsafe-fixes goes with --fix or --diff; add one of them")

    def allows(self, finding: Finding) -> bool:
        """Whether a finding's repair is safe enough."""
        return self.unsafe or (finding.fix is not None and finding.fix.safety is Safety.SAFE)

    def report(self, question: Question, printing: Printing) -> int:
        """Repair, show or write that, and tell what is left; the exit code. Raises ConfigError."""
        if question.stdin_filename:
            return self._pass_through(question, question.stdin_filename, printing)
        if self.write:
            files = (file.real for workspace in question.workspaces() for file in workspace.listing.files)
            sweep({str(Path(each).parent) for each in files})
        repaired = question.repaired(self.allows)
        done = "silenced" if question.silence else "repaired"
        if self.show:
            return self._show(repaired, printing, done)
        failed = [(change, reason) for change in repaired.changes if (reason := _write(change))]
        if not printing.quiet:
            self._tell(repaired, done)
        return printing.report(_with_problems(repaired.outcomes, failed))

    def _pass_through(self, question: Question, path: Path, printing: Printing) -> int:
        """Print the file of standard input repaired, or what would change in it; what is left is told beside it."""
        unsaved = question.unsaved()
        repaired = question.repaired(self.allows, unsaved)
        done = "silenced" if question.silence else "repaired"
        if self.show:
            return self._show(repaired, printing, done)
        write_bytes(repaired.changes[0].after if repaired.changes else unsaved[0].content)
        if not printing.quiet:
            self._tell(repaired, done)
        return replace(printing, beside=True).report(repaired.outcomes, only=path)

    def _show(self, repaired: Repaired, printing: Printing, done: str) -> int:
        text = "".join(diff(_from_here(each), each.before, each.after) for each in repaired.changes)
        if printing.file is None:  # a terminal or a CI log obeys what a file may hold
            text = "".join(f"{_harmless(line)}\n" for line in text.removesuffix("\n").split("\n")) if text else ""
        deliver(text, printing.file)
        if not printing.quiet:
            self._tell(repaired, f"would be {done}")
        if any(outcome.problems for _, outcome in repaired.outcomes):
            return 2
        return 1 if repaired.changes and not printing.exit_zero else 0

    def _tell(self, repaired: Repaired, done: str) -> None:
        found, files = count(len(repaired.fixed), "finding"), count(len(repaired.changes), "file")
        say(f"archlint: {found} in {files} {done}")
        for root, refusal in repaired.refused:
            first = refusal.candidate.findings[0]
            where = f"{_shown(os.path.relpath(root / first.place.path))}:{first.place.line}"
            say(f"archlint: {where}: the repair of `{first.rule}` was taken back, since {visible(refusal.reason)}")


def _write(change: Change) -> str:
    """Put a file in place; why not, where that fails."""
    try:
        put(str(change.root), change.real, change.after, before=change.before)
    except OSError as error:
        return f"cannot be repaired: {(error.strerror or str(error)).lower()}; it is as it was"
    return ""


def _with_problems(
    outcomes: tuple[tuple[Path, Outcome], ...], failed: list[tuple[Change, str]]
) -> list[tuple[Path, Outcome]]:
    """What is found, with the files that could not be written."""
    found = []
    for root, outcome in outcomes:
        problems = tuple(Problem("unwritable", each.path, why) for each, why in failed if each.root == root)
        found.append((root, structs.replace(outcome, problems=(*outcome.problems, *problems))))
    return found


def _harmless(line: str) -> str:
    """A line of a diff with its tabs, and nothing else that a terminal would obey."""
    return "\t".join(visible_line(part) for part in line.removesuffix("\r").split("\t"))


def _from_here(change: Change) -> str:
    return os.path.relpath(change.real).replace(os.sep, "/")


def _shown(path: str) -> str:
    return visible_path(path.replace(os.sep, "/"))
