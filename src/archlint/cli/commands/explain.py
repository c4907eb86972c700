"""`archlint explain`: a rule, a playbook, a file, a line, a name or a finding."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal, TypeAlias

import click

from archlint.cache.folder import cache_folder
from archlint.catalogue import rules
from archlint.cli import options
from archlint.cli.analysis import Question
from archlint.cli.printing import complain
from archlint.cli.terminal import ColourChoice, is_ascii, is_terminal, wants_colour, width_of, write
from archlint.config import ConfigError
from archlint.explain import Answer, Asked, UnknownTargetError, Viewing, answer, asked, missing, page_of, tell
from archlint.report import Sheet

Form: TypeAlias = Literal["text", "json", "markdown"]
_ALL = "`archlint rules` lists the rules, `archlint explain review-checklist` the questions for a review"


@click.command(
    "explain",
    epilog=options.examples(
        "archlint explain blocking-call-chain",
        "archlint explain app/api/users.py",
        "archlint explain app/api/users.py:12",
        "archlint explain UserService.create",
        "archlint explain idempotency-and-outbox",
    ),
    short_help="Explain a rule, file, line, name, finding or playbook.",
)
@click.argument("target", metavar="RULE|PATH[:LINE]|SYMBOL|PLAYBOOK|FINGERPRINT")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to print.",
)
@options.cache
@options.projects
@options.colour
def command(
    target: str, output_format: Form, cache_dir: Path | None, config: Path | None, isolated: bool, color: ColourChoice
) -> int:
    """Explain a rule or playbook, or something of the service in this folder.

    A file: its layer with the evidence, who imports whom, what could not be resolved. A line: each finding there, taken
    apart. A function or class: what it reaches that blocks, callers, callees, dependencies. A fingerprint: its finding.
    """
    try:
        told = page_of(target) or _of_project(target, cache_dir, config, isolated)
    except ConfigError as error:
        complain(error)
        return 2
    except UnknownTargetError as error:
        raise click.ClickException(f"{error} ({_ALL})") from error
    write(_printed(told, output_format, color))
    return 0


def _of_project(target: str, cache_dir: Path | None, config: Path | None, isolated: bool) -> Answer:
    about = asked(target, Path.cwd())
    cache = (cache_dir or Path(cache_folder())).absolute()
    start = about.path if about.path is not None and about.path.exists() else None
    question = Question((), config_file=config, isolated=isolated, cache=cache)
    if start is not None and not _holds(question, start):
        question = replace(question, paths=(start,))
    if about.path is not None and start is None:
        raise missing(about, _paths(question))
    return answer(about, _viewings(question, about))


def _holds(question: Question, start: Path) -> bool:
    """Whether a file or folder is of what `check` says without paths, so that both speak of the same findings."""
    real = start.resolve()
    files = (Path(each.real) for workspace in question.workspaces() for each in workspace.listing.files)
    return any(each.is_relative_to(real) for each in files)


def _viewings(question: Question, about: Asked) -> Iterator[Viewing]:
    """The projects, those that a path is in first."""
    for study in question.studies():
        if about.path is None or about.path.is_relative_to(study.root) or study.root.is_relative_to(about.path):
            yield Viewing(study, Path.cwd())


def _paths(question: Question) -> Iterator[str]:
    for workspace in question.workspaces():
        yield from (os.path.relpath(each.real) for each in workspace.listing.files)


def _printed(told: Answer, form: Form, colour: ColourChoice) -> str:
    if form == "json":
        from archlint.explain import json

        return json.render(told)
    if form == "markdown":
        from archlint.explain import markdown

        return markdown.render(tell(told))
    from archlint.explain import text

    return text.render(tell(told), _sheet(colour))


def _sheet(colour: ColourChoice) -> Sheet:
    return Sheet(
        rules=rules(),
        base=Path.cwd(),
        width=width_of(sys.stdout),
        wrap=is_terminal(sys.stdout),
        colour=wants_colour(colour, sys.stdout),
        ascii=is_ascii(sys.stdout),
    )
