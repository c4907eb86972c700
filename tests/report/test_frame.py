"""Code frames: the file as Python reads it, and silence where it is not what it was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archlint.findings import Place
from archlint.report.frame import frame


def shown(tmp_path: Path, data: bytes, line: int, column: int, end_column: int, name: str = "x.py") -> list[str]:
    (tmp_path / name).write_bytes(data)
    code = frame(tmp_path, Place(name, line, column, line, end_column))
    lines = [f"{each.number}|{each.text}" for each in code]
    return lines + ["  " + " " * each.mark[0] + "^" * each.mark[1] for each in code if each.mark]


def test_two_lines_lead_to_the_marked_one(tmp_path: Path) -> None:
    assert shown(tmp_path, b"a = 1\nb = 2\nc = 3\nd = 4\n", 3, 1, 2) == ["1|a = 1", "2|b = 2", "3|c = 3", "  ^"]


def test_empty_lines_do_not_lead(tmp_path: Path) -> None:
    assert shown(tmp_path, b"a = 1\n\n\nd = 4\n", 4, 1, 2) == ["4|d = 4", "  ^"]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfx = '\xc3\xa9'\r\ncall()\r\n",
        b"# coding: latin-1\rx = '\xe9'\rcall()",
        b"x = 1\x0c\ncall()",
    ],
    ids=["byte order mark and CRLF", "cookie and CR", "form feed"],
)
def test_lines_are_counted_and_decoded_like_python_does(tmp_path: Path, data: bytes) -> None:
    line = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip().count(b"\n") + 1
    assert shown(tmp_path, data, line, 1, 5)[-2:] == [f"{line}|call()", "  ^^^^"]


def test_marks_stand_under_wide_characters_and_behind_tabs(tmp_path: Path) -> None:
    assert shown(tmp_path, "\tf('日本')\n".encode(), 1, 2, 9) == ["1|    f('日本')", "      ^^^^^^^^^"]


def test_control_characters_are_written_out(tmp_path: Path) -> None:
    assert shown(tmp_path, b"x = '\x1b[31m'; f()\n", 1, 14, 17) == ["1|x = '\\x1b[31m'; f()", " " * 18 + "^^^"]


def test_of_a_long_line_only_the_part_around_the_mark_is_shown(tmp_path: Path) -> None:
    lines = shown(tmp_path, b"x" * 5_000 + b"HERE" + b"y" * 5_000, 1, 5_001, 5_005)
    assert len(lines[0]) < 300
    assert lines[0][2:][lines[1].index("^") - 2 :].startswith("HERE")


@pytest.mark.parametrize(
    ("line", "column"), [(0, 1), (9, 1), (1, 40)], ids=["no line", "past the end", "past the line"]
)
def test_a_file_that_has_changed_is_not_shown(tmp_path: Path, line: int, column: int) -> None:
    assert shown(tmp_path, b"a = 1\n", line, column, column + 1) == []


@pytest.mark.parametrize("data", [b"# coding: rot13\n", b"# coding: nope\n", b"\xff\xfe\n"])
def test_a_file_that_python_cannot_decode_is_not_shown(tmp_path: Path, data: bytes) -> None:
    assert shown(tmp_path, data, 1, 1, 2) == []


def test_other_files_are_shown_as_far_as_they_are_text(tmp_path: Path) -> None:
    assert shown(tmp_path, b"FROM \xff\n", 1, 1, 5, "Dockerfile") == ["1|FROM \\xff", "  ^^^^"]


def test_what_is_no_regular_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "folder.py").mkdir()
    for name in ("pipe.py", "folder.py", "absent.py"):
        assert frame(tmp_path, Place(name, 1, 1, 1, 2)) == []
