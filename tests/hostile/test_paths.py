"""Whatever lies in the tree, every other file is reported, and no name reaches the terminal raw."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from archlint.report import FORMATS
from hostile.conftest import BLOCKS, RULE, Check, concise

NAMES = {
    "newline": "a\n::error::owned.py",
    "carriage-return": "a\r::error file=x::owned.py",
    "escape": "a\x1b[31m\x1b]0;owned\x07.py",
    "command": "::error::owned.py",
    "markup": "a[red]b[bold][link=file:x]c.py",
    "percent": "a%0A::error::owned.py",
    "control": "a\x9b31m\x7f\x08.py",
    "direction": "a\u202eyp.py",
    "quotes": "a'\"`<b>&amp;.py",
    "surrogate": os.fsdecode(b"a\xff.py"),
}
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="such paths cannot be made there")


@pytest.mark.parametrize("form", FORMATS)
def test_a_name_is_data_in_every_format(form: str, service: Path, check: Check) -> None:
    for name in NAMES.values():
        (service / "app" / name).write_text(BLOCKS)
        (service / "app" / f"broken {name}").write_text("def f(:\n")
    ran = check("--output-format", form, "--no-cache")
    assert ran.code == 2
    assert ran.out.count(RULE) >= len(NAMES) + 1
    assert ran.out.count("parse-error") >= len(NAMES)
    assert "good.py" in ran.out
    assert CONTROL.findall(ran.out + ran.err) == []
    assert [line for line in (ran.out + ran.err).split("\n") if re.match(r"::error::|.?owned", line)] == []
    if form in ("json", "sarif"):
        json.loads(ran.out)


def test_a_coloured_report_has_no_codes_but_its_own(service: Path, check: Check) -> None:
    (service / "app" / NAMES["escape"]).write_text(BLOCKS)
    ran = check("--color", "always")
    assert ran.out.count(RULE) == 2
    assert re.findall(r"\x1b\][^\x1b]*owned", ran.out) == []
    assert CONTROL.findall(re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", ran.out)) == []


def test_what_is_no_file_to_read_is_left_out(service: Path, check: Check) -> None:
    outside = service.parent / "outside"
    outside.mkdir()
    (outside / "secret.py").write_text(BLOCKS)
    os.mkfifo(service / "app/pipe.py")
    (service / "app/folder.py").mkdir()
    (service / "app/folder.py/inner.py").write_text(BLOCKS)
    for name, target in (("loop", "."), ("self", "self"), ("out", outside), ("out.py", outside / "secret.py")):
        (service / "app" / name).symlink_to(target)
    ran = check("--output-format", "concise")
    assert concise(ran) == [f"app/folder.py/inner.py {RULE}", f"app/good.py {RULE}"]
    assert ran.code == 1
    shown = check("--show-files", "-v")
    assert shown.out.split() == ["app/folder.py/inner.py", "app/good.py"]
    assert "app/pipe.py: no regular file" in shown.err
    assert "app/out.py: a symbolic link" in shown.err


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_file_or_folder_that_may_not_be_read_is_told(service: Path, check: Check) -> None:
    (service / "app/secret.py").write_text(BLOCKS)
    (service / "app/secret.py").chmod(0)
    (service / "app/closed").mkdir(mode=0)
    ran = check("--output-format", "concise")
    (service / "app/closed").chmod(0o700)
    assert ran.code == 2
    assert concise(ran) == ["app/closed unreadable", f"app/good.py {RULE}", "app/secret.py unreadable"]


def test_settings_that_are_no_file_are_told(service: Path, check: Check) -> None:
    (service / "pyproject.toml").unlink()
    os.mkfifo(service / "pyproject.toml")
    ran = check()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("archlint: pyproject.toml: cannot be read")


def test_a_deep_tree_is_walked(service: Path, check: Check) -> None:
    folder = service / "app"
    for _ in range(300):
        folder /= "d"
    folder.mkdir(parents=True)
    (folder / "x.py").write_text(BLOCKS)
    assert check("--output-format", "concise").out.count(RULE) == 2
