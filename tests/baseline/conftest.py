"""A service with old findings in a git repository, and a command line over it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pytest

from archlint.cli import main
from harness.repositories import Repo

CLOCK = """
    import time


    async def wait() -> None:
        time.sleep(1)


    async def wait_long() -> None:
        time.sleep(60)
        time.sleep(60)
    """
"""Three findings of `concurrency/blocking-call`, two of which share their key."""
SETTINGS = """
    import os


    def server() -> str:
        return os.environ["MAIL_SERVER"]
    """
"""One finding of `settings/environ-outside-settings`."""
FILE = "archlint-baseline.jsonl"
_ROW = re.compile(r"^(?P<place>.+?:\d+):\d+: \w+\[(?P<rule>[^]]*)\]", re.MULTILINE)


class Ran(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> list[str]:
        """Each finding as "path:line name"."""
        return [f"{each['place']} {each['rule']}" for each in _ROW.finditer(self.out)]


Archlint: TypeAlias = Callable[..., Ran]


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """The service as the working directory, everything committed."""
    made = Repo.made(tmp_path / "service")
    made.commit({"pyproject.toml": "[tool.archlint]\n", "app/clock.py": CLOCK, "app/mail.py": SETTINGS})
    monkeypatch.chdir(made.top)
    monkeypatch.setenv("ARCHLINT_CACHE_DIR", str(tmp_path / "cache"))
    return made


@pytest.fixture
def archlint(capsys: pytest.CaptureFixture[str]) -> Archlint:
    """`archlint` in this process, told briefly."""

    def run(*arguments: str) -> Ran:
        brief = ("--output-format", "concise", "--quiet") if arguments[0] == "check" else ()
        code = main([*arguments, *brief])
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run


@pytest.fixture
def known(repo: Repo, archlint: Archlint) -> Repo:
    """The service with its baseline, committed."""
    assert archlint("baseline").code == 0
    repo.commit(message="its baseline")
    return repo
