"""Colour and progress for people, bare words for pipes, and a quiet end when the reader is gone."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archlint.cli import main
from archlint.cli.progress import shown
from archlint.cli.terminal import is_ascii, wants_colour, width_of, write

PIPE = io.StringIO()


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "environment", "stream", "expected"),
    [
        ("auto", {}, Screen(), True),
        ("auto", {}, PIPE, False),
        ("auto", {"NO_COLOR": "1"}, Screen(), False),
        ("auto", {"FORCE_COLOR": "1"}, PIPE, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, PIPE, False),
        ("auto", {"TERM": "dumb"}, Screen(), False),
        ("always", {"NO_COLOR": "1"}, PIPE, True),
        ("never", {"FORCE_COLOR": "1"}, Screen(), False),
    ],
)
def test_who_gets_colour(
    choice: str, environment: dict[str, str], stream: io.StringIO, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert wants_colour(choice, stream) is expected  # type: ignore[arg-type]


def test_a_pipe_has_a_width_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert width_of(Screen()) == 60
    assert width_of(PIPE) == 88


def test_an_encoding_that_lacks_a_character_does_not_end_the_run() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    assert is_ascii(stream)
    write("é\n", stream)
    assert raw.getvalue() == b"\\xe9\n"


def test_nobody_watches_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", PIPE)
    with shown() as progress:
        assert progress is None


def test_a_bar_appears_when_work_lasts_and_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr("archlint.cli.progress._PATIENCE", 0.0)
    with shown() as progress:
        assert progress is not None
        progress(1, 2)
        progress(2, 2)
    assert "1/2" in screen.getvalue() or "2/2" in screen.getvalue()
    assert screen.getvalue().endswith(("\x1b[2K", "\x1b[1A\x1b[2K", "\r"))


def test_short_work_has_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr("sys.stderr", screen)
    with shown() as progress:
        assert progress is not None
        progress(1, 2)
    assert screen.getvalue() == ""


def test_a_reader_that_goes_away_ends_it_quietly(broken: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "archlint", "check"]
    try:
        ran = subprocess.run(
            command, stdout=writing, stderr=subprocess.PIPE, check=False, env=os.environ | {"PYTHONPATH": pythonpath()}
        )
    finally:
        os.close(writing)
    assert (ran.returncode, ran.stderr) == (1, b"")


def test_ctrl_c_is_an_incomplete_analysis(
    service: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("archlint.cli.analysis.run", interrupted)
    assert main(["check"]) == 2
    assert capsys.readouterr().err.strip() == "archlint: interrupted; the analysis is not complete"


def test_a_crash_is_2_and_asks_for_a_report(
    service: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("archlint.cli.analysis.run", crash)
    assert main(["check"]) == 2
    assert "RuntimeError: boom" in capsys.readouterr().err


def pythonpath() -> str:
    return os.pathsep.join(sys.path)
