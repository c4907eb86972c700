"""Every command line that somebody is told to type is one."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from archlint.cli.entry import Commands, archlint
from archlint.explain import page_of

ROOT = Path(__file__).parents[2]
PAGES = (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("playbooks/**/*.md"), *ROOT.glob("rules/*/*.md"),
         *ROOT.glob("example_service/*.md"))  # fmt: skip
SOURCES = tuple(ROOT.glob("src/archlint/**/*.py"))
OTHERS = (ROOT / "tools/action.sh", ROOT / "templates/gitlab.yml", ROOT / ".pre-commit-hooks.yaml")
assert isinstance(archlint, Commands)
COMMANDS = tuple(archlint.list_commands(click.Context(archlint)))
_ENDS = {"|", "||", "&&", ";", "<", ">", ">>"}


def in_backticks(path: Path) -> Iterator[str]:
    for said in re.findall(r"`(archlint [^`]*)`", path.read_text(encoding="utf-8")):
        if "{" not in said and said.split()[1] != "…":
            yield said


def in_blocks(path: Path) -> Iterator[str]:
    for block in re.findall(r"^```bash\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        yield from re.findall(r"^(?:.*&& )?(archlint .*)$", block, re.MULTILINE)


def in_helps() -> Iterator[str]:
    for name in COMMANDS:
        command = archlint.get_command(click.Context(archlint), name)
        assert command is not None
        yield from (line.strip() for line in (command.epilog or "").splitlines() if line.startswith("  archlint"))


def told() -> set[str]:
    """All of them."""
    found = {said for path in (*PAGES, *SOURCES) for said in in_backticks(path)}
    return found | {said for path in PAGES for said in in_blocks(path)} | set(in_helps())


def words(line: str) -> list[str]:
    """The words of one command, up to what a shell takes for its own."""
    found = shlex.split(line, comments=True)[1:]
    return found[: next((at for at, word in enumerate(found) if word in _ENDS), len(found))]


@pytest.mark.parametrize("line", sorted(told()))
def test_a_command_line_that_is_told_can_be_typed(line: str) -> None:
    name, *arguments = words(line)
    if name.startswith("-"):
        archlint.make_context("archlint", [name, *arguments], resilient_parsing=True)
        return
    command = archlint.get_command(click.Context(archlint), name)
    assert command is not None
    try:
        command.make_context(name, list(arguments))
    except click.MissingParameter:
        assert name in ("explain", "report")  # the command is named, not shown
    if name == "explain" and re.fullmatch(r"[a-z]+(-[a-z]+)+", arguments[0] if arguments else ""):
        assert page_of(arguments[0]) is not None


def test_enough_was_found() -> None:
    lines = told()
    assert len(lines) > 40
    assert {words(each)[0] for each in lines} >= set(COMMANDS)


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_a_flag_in_a_file_for_ci_is_one(path: Path) -> None:
    known = {
        flag
        for name in COMMANDS
        if (command := archlint.get_command(click.Context(archlint), name)) is not None
        for each in command.params
        for flag in each.opts
    }
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "archlint" in line and "pip" not in line]
    assert {flag for line in lines for flag in re.findall(r"(?<!\S)\"?(--[a-z-]+)", line)} <= known
