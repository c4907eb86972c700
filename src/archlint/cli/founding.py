"""The steps of `archlint init`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import click

from archlint import trail
from archlint.cli.analysis import Question
from archlint.cli.terminal import is_terminal, say, write
from archlint.engine.study import Study
from archlint.proposals.detection import detected
from archlint.proposals.document import TakenError, fragment, written
from archlint.proposals.import_linter import NoContractsError, contracts, converted
from archlint.proposals.settings import Proposal, ProposedLayer
from archlint.proposals.surroundings import CI_FILES, HOOKS, Ci, hook, job, with_hook
from archlint.report import git_top
from archlint.report.escape import visible, visible_path
from archlint.report.summary import count
from archlint.report.version import installed
from archlint.writing import put

PYPROJECT = "pyproject.toml"
_SHOWN = 8
"""How many modules without a layer are named."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What the user asked for; None is what may still be asked."""

    question: Question
    from_contracts: bool
    yes: bool
    dry_run: bool
    force: bool
    baseline: bool | None
    hook: bool | None
    ci: str | None

    def run(self) -> int:
        """Tell, ask, write; the exit code."""
        study = self._study()
        proposal = self._proposal(study)
        if not proposal.layers:
            raise click.ClickException(_nothing(proposal, from_contracts=self.from_contracts))
        for line in _told(proposal):
            write(f"{line}\n")
        before, text = self._settings(study.root, proposal)
        write(f"\n{visible_path(os.path.relpath(study.root / PYPROJECT))}\n\n")
        write("".join(f"  {visible(line)}\n" for line in fragment(proposal).splitlines()))
        if self.dry_run:
            return 0
        if not self._agreed("\nWrite that?"):
            say("archlint: nothing was written")
            return 1
        _put(study.root, PYPROJECT, text, before)
        self._surround(study.root)
        return 0

    def _study(self) -> Study:
        found = list(self.question.studies())
        if len(found) != 1:
            names = ", ".join(f"`{os.path.relpath(each.root)}`" for each in found)
            raise click.UsageError(f"there are several projects here; name the folder of one: {names}")
        return found[0]

    def _proposal(self, study: Study) -> Proposal:
        if not self.from_contracts:
            return detected(study.project)
        try:
            return converted(study.project, contracts(study.root))
        except (NoContractsError, ValueError) as error:
            raise click.ClickException(f"{error}; `archlint init` tells the layers from the code") from None

    def _settings(self, root: Path, proposal: Proposal) -> tuple[bytes | None, str]:
        """What pyproject.toml holds, and what it would hold."""
        before = _read(root / PYPROJECT)
        try:
            text = written((before or b"").decode("utf-8"), proposal, replace=self.force)
        except TakenError as error:
            raise click.UsageError(f"{error}; --force replaces its layers, `archlint config` shows them") from None
        except ValueError as error:
            raise click.ClickException(f"{PYPROJECT} cannot be read: {visible(str(error))}; correct it first") from None
        return before, text

    def _surround(self, root: Path) -> None:
        """The baseline, the hook and the job, where they are wanted."""
        top = git_top(root) or root
        folder = os.path.relpath(root, top).replace(os.sep, "/")
        if self._wanted(self.baseline, "Write down the findings of today as a baseline?"):
            from archlint.cli.commands.baseline import command

            click.get_current_context().invoke(command, paths=(root,), prune=False, grow=True)
        if self._wanted(self.hook, "Run archlint by pre-commit?"):
            _add_hook(top, hook(installed(), folder))
        ci = self.ci or (self._chosen() if self._may_ask() else "none")
        if ci != "none":
            _add_job(top, cast("Ci", ci), folder)

    def _wanted(self, said: bool | None, ask: str) -> bool:
        return said if said is not None else self._may_ask() and click.confirm(ask, default=False)

    def _chosen(self) -> str:
        return str(click.prompt("Run archlint in CI?", type=click.Choice([*CI_FILES, "none"]), default="none"))

    def _agreed(self, ask: str) -> bool:
        if self.yes:
            return True
        if not self._may_ask():
            raise click.UsageError("nobody is here to answer; --yes writes the settings, --dry-run only shows them")
        return click.confirm(ask, default=True)

    def _may_ask(self) -> bool:
        return not self.yes and is_terminal(sys.stdin) and is_terminal(sys.stdout)


def _told(proposal: Proposal) -> Iterator[str]:
    """The layers with their evidence, line by line."""
    width = max(len(each.name) for each in proposal.layers)
    for each in proposal.layers:
        yield f"{visible(each.name):<{width}}  {count(each.modules, 'module')}"
        yield from (f"{'':<{width}}    {visible(pattern)}" for pattern in each.match)
        yield from (f"{'':<{width}}  {sentence}" for sentence in _evidence(each))
    if proposal.shared:
        named = ", ".join(visible(each) for each in proposal.shared)
        yield f"{'':<{width}}  shared, since layers below import it: {named}"
    if proposal.composition_root:
        yield f"{'':<{width}}  put together in {', '.join(visible(each) for each in proposal.composition_root)}"
    if proposal.unplaced:
        named = ", ".join(visible(each) for each in proposal.unplaced[:_SHOWN])
        more = f" and {len(proposal.unplaced) - _SHOWN} more" if len(proposal.unplaced) > _SHOWN else ""
        yield f"{'':<{width}}  without a layer: {named}{more}"
    yield from (f"note: {visible(each)}" for each in proposal.remarks)


def _evidence(layer: ProposedLayer) -> Iterator[str]:
    most = sorted(layer.evidence.items(), key=lambda each: (-each[1], each[0]))
    for sentence, number in most[:3]:
        if sentence:
            yield f"since {visible(sentence)} ({number})"


def _nothing(proposal: Proposal, *, from_contracts: bool) -> str:
    said = "; ".join(proposal.remarks)
    if from_contracts:
        return f"no contract on layers can be taken over{f': {said}' if said else ''}; try `archlint init`"
    return "no layers can be told from this code; `archlint explain PATH` tells why of a module, and `layers` sets them"


def _add_hook(top: Path, entry: str) -> None:
    before = _read(top / HOOKS)
    text = with_hook(None if before is None else before.decode("utf-8", "surrogateescape"), entry)
    if text:
        _put(top, HOOKS, text, before)
    elif text is None:
        say(f"archlint: {HOOKS} is written in a way of its own; add this to its `repos`:\n\n{entry}")
    else:
        say(f"archlint: {HOOKS} has archlint already")


def _add_job(top: Path, ci: Ci, folder: str) -> None:
    before = _read(top / CI_FILES[ci])
    if before is not None:
        say(f"archlint: {CI_FILES[ci]} is there already; this is the job to add:\n\n{job(ci, folder)}")
        return
    (top / CI_FILES[ci]).parent.mkdir(parents=True, exist_ok=True)
    _put(top, CI_FILES[ci], job(ci, folder), None)


def _put(root: Path, name: str, text: str, before: bytes | None) -> None:
    if before is not None and b"\r\n" in before and before.count(b"\r\n") == before.count(b"\n"):
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    try:
        put(str(root), str(root / name), text.encode("utf-8", "surrogateescape"), before=before)
    except OSError as error:
        raise click.ClickException(f"cannot write `{os.path.relpath(root / name)}`: {error.strerror}") from error
    say(f"archlint: {visible_path(os.path.relpath(root / name))} was written")


def _read(path: Path) -> bytes | None:
    try:
        return trail.read(str(path))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise click.ClickException(f"cannot read `{os.path.relpath(path)}`: {error.strerror}") from error
