"""A small service, and a command line over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple, TypeAlias

import pytest

from archlint.cli import main

CLEAN = {
    "pyproject.toml": """
        [tool.archlint]
        ignore = ["any-in-schema"]
        """,
    "app/__init__.py": "",
    "app/mailer.py": """
        import smtplib


        def send(server: str, text: str) -> None:
            smtplib.SMTP(server).sendmail("a@example.org", "b@example.org", text)
        """,
}
READS_ENVIRONMENT = """
    import os


    def server() -> str:
        return os.environ["MAIL_SERVER"]
    """


class Ran(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str


Archlint: TypeAlias = Callable[..., Ran]


def write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(dedent(text).lstrip(), encoding="utf-8")


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A service that keeps the rules, as the working directory."""
    write(tmp_path / "service", CLEAN)
    monkeypatch.chdir(tmp_path / "service")
    monkeypatch.setenv("ARCHLINT_CACHE_DIR", str(tmp_path / "cache"))
    for variable in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path / "service"


@pytest.fixture
def broken(service: Path) -> Path:
    """The same service with one finding, `os.environ` in app/settingless.py:5."""
    write(service, {"app/settingless.py": READS_ENVIRONMENT})
    return service


@pytest.fixture
def archlint(capsys: pytest.CaptureFixture[str]) -> Archlint:
    """`archlint` in this process."""

    def run(*arguments: str) -> Ran:
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run
