"""Texts that make a regular expression try every way there is: a run ends all the same, long before its time is up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.processes import Ran, archlint
from harness.repositories import Repo
from hostile.conftest import BLOCKS, RULE, concise

LONG = 300_000
"""Steps of which the square is hours."""
SECONDS = 100
"""Far more than a run takes, and far less than it took if a pattern could be led astray."""
STARS = "*a" * 30 + "b"
FOLDERS = "**/a/" * 30 + "b"
FOUND = [f"app/good.py {RULE}"]


@pytest.fixture
def deep(service: Path) -> Path:
    """The service with the names that hostile patterns nearly match."""
    (service / "app" / ("a" * 200 + ".py")).write_text("")
    folder = service / "/".join("a" * 200)
    folder.mkdir(parents=True)
    (folder / "x.py").write_text("")
    return service


def judged(service: Path, env: dict[str, str], *flags: str) -> Ran:
    return archlint(service, env, "check", "--output-format", "concise", *flags, seconds=SECONDS)


@pytest.mark.parametrize("name", [".gitignore", "app/.gitignore"])
def test_patterns_of_git(name: str, deep: Path, env: dict[str, str]) -> None:
    (deep / name).write_text(f"{STARS}\n{FOLDERS}\n[a-z]{STARS}/\n!{STARS}\n")
    assert concise(judged(deep, env)) == FOUND


@pytest.mark.parametrize(
    "setting",
    [
        "extend-exclude = {both}",
        "shared = {both}",
        "composition-root = {both}",
        'layers = [{{ name = "service", match = {both} }}]',
        'per-file-ignores = {{ "{stars}" = ["typing"], "{folders}" = ["typing"] }}',
    ],
)
def test_patterns_of_the_settings(setting: str, deep: Path, env: dict[str, str]) -> None:
    """Those that match nothing are errors of their own; one of each may, so that they are asked about every file."""
    both = json.dumps([STARS, FOLDERS, "app/**"])
    text = setting.format(both=both, stars=STARS, folders=FOLDERS)
    (deep / "pyproject.toml").write_text(f"[tool.archlint]\n{text}\n")
    ran = judged(deep, env)
    assert ran.code == 2 or concise(ran) in ([], FOUND), ran
    assert "Traceback" not in ran.err


def test_settings_whose_lines_are_looked_for(service: Path, env: dict[str, str]) -> None:
    hostile = "\n".join(("[" + " " * LONG, "a" + " " * LONG, "a." * LONG, '"' * LONG, "- " * LONG))
    (service / "pyproject.toml").write_text(f"x = '''\n{hostile}\n'''\n[tool.archlint]\nselekt = ['{'a' * LONG}']\n")
    ran = judged(service, env)
    assert (ran.code, ran.out) == (2, "")
    assert "unknown key `selekt`" in ran.err


@pytest.mark.parametrize(
    "comment",
    [
        "ignore[blocking-call]" + " " * LONG + "z",
        "ignore[blocking-call]" + ", " * LONG + "z",
        "ignore[" + ", ".join(f"blocking-call-{number}" for number in range(LONG)) + "]",
        "ignore[" + "blocking-call" * (LONG // 10) + "]",
        "ignore[" + " " * LONG + "blocking-call",
        "ignore[blocking-call] reason=" + "'" * LONG,
        'ignore[blocking-call] reason = "' + "x" * LONG,
        "ignore[blocking-call]" + ' reason="x"' * (LONG // 10) + " x",
        " " * LONG + "ignore",
        "archlint: " * (LONG // 10),
    ],
    ids=["spaces", "commas", "words", "word", "open", "quotes", "reason", "reasons", "indented", "again"],
)
def test_comments(comment: str, service: Path, env: dict[str, str]) -> None:
    (service / "app/good.py").write_text(BLOCKS.replace("sleep(1)", f"sleep(1)  # archlint: {comment}"))
    ran = judged(service, env)
    assert ran.code in (0, 1)
    assert "Traceback" not in ran.err


CODE = f"""\
import os
import time

from sqlalchemy import text
from sqlalchemy.orm import Session


async def {"wait" * 60}() -> None:
    time.sleep(1)
    os.environ["{"a" * LONG}"]
    os.environ["{"a." * LONG}"]
    os.environ["{"`" * LONG}"]


def probe(session: Session) -> None:
    session.execute(text("select 1{" " * LONG}x"))
    session.execute(text("{" " * LONG}x"))
"""


@pytest.mark.parametrize("form", ["text", "markdown", "github", "junit"])
def test_code(form: str, service: Path, env: dict[str, str]) -> None:
    """Names and texts as long as a file may hold."""
    (service / "app/long.py").write_text(CODE)
    ran = archlint(service, env, "check", "--select", "all", "--output-format", form, seconds=SECONDS)
    assert ran.code == 1
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("word", ["a:" * 50_000 + "1", "1:" * 50_000, "a." * 50_000, "f" * 100_000, "x/" * 40_000])
def test_words_to_be_explained(word: str, service: Path, env: dict[str, str]) -> None:
    ran = archlint(service, env, "explain", word, seconds=SECONDS)
    assert (ran.code, ran.out) == (2, "")


def test_a_baseline_with_renamed_files(service: Path, env: dict[str, str]) -> None:
    """Names inside targets are looked for, part by part."""
    repo = Repo.made(service)
    rows = [{"path": "app/old.py", "rule": RULE, "target": "a." * 100_000}, {"path": "app/old.py", "rule": RULE}]
    baseline = "\n".join(json.dumps(each) for each in ({"archlint-baseline": 1}, *rows))
    repo.commit({"app/old.py": BLOCKS, "archlint-baseline.jsonl": baseline})
    repo.git("mv", "app/old.py", "app/new.py")
    repo.commit()
    ran = judged(service, env)
    assert ran.code == 1
    assert "stale-baseline" in ran.out
