"""Whatever a file holds, every other file is reported, in time and with the right exit code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archlint.report import FORMATS
from hostile.conftest import RULE, Check, concise

HARMLESS = {
    "empty": b"",
    "mark": b"\xef\xbb\xbfx = 1\n",
    "carriage-returns": b"x = 1\r\ny = 2\rz = 3\r\n",
    "form-feeds": b"\x0cx = 1\n\x0c\n",
    "latin-1": b"# -*- coding: latin-1 -*-\nx = '\xe9'\n",
}
REFUSED = {
    "nul": b"x = 1\0\n",
    "no-utf-8": b"x = '\xff\xfe'\n",
    "latin-1-undeclared": b"x = '\xe9'\n",
    "unknown-coding": b"# coding: rot13\nk = 1\n",
    "brackets": b"x = " + b"[" * 100_000,
    "closed-brackets": b"x = " + b"[" * 10_000 + b"]" * 10_000 + b"\n",
    "calls": b"x = " + b"f(" * 1_000 + b")" * 1_000 + b"\n",
    "escape": b"x = \x1b[31m\n",
    "half": b"def f(:\n",
}


@pytest.mark.parametrize("data", HARMLESS.values(), ids=list(HARMLESS))
def test_what_python_reads_is_read(data: bytes, service: Path, check: Check) -> None:
    (service / "app/odd.py").write_bytes(data)
    ran = check("--output-format", "concise")
    assert (ran.code, concise(ran)) == (1, [f"app/good.py {RULE}"])


@pytest.mark.parametrize("data", REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_read_is_told_and_the_rest_is_judged(data: bytes, service: Path, check: Check) -> None:
    (service / "app/odd.py").write_bytes(data)
    ran = check("--output-format", "concise")
    assert ran.code == 2
    found = concise(ran)
    assert f"app/good.py {RULE}" in found
    assert [re.fullmatch(r"app/odd.py (parse-error|encoding-error|too-deep)", each) is not None for each in found
            if "odd" in each] == [True]  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_no_byte_of_a_file_reaches_a_report_raw(form: str, service: Path, check: Check) -> None:
    text = "import time\nasync def wait():\n    time.sleep(1)  # \x1b[31m \x07 \u202e \x9b ::error::owned [red] </b>\n"
    (service / "app/odd.py").write_text(text, encoding="utf-8")
    ran = check("--output-format", form)
    assert ran.code == 1
    assert re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", ran.out + ran.err) == []


def test_a_long_file_is_read(service: Path, check: Check) -> None:
    (service / "app/long.py").write_text("x = 1\n" * 100_000)
    ran = check("--output-format", "concise")
    assert (ran.code, concise(ran)) == (1, [f"app/good.py {RULE}"])


def test_a_file_above_the_limit_is_told(service: Path, check: Check) -> None:
    with (service / "app/huge.py").open("wb") as file:
        file.truncate(1 << 40)
    ran = check("--output-format", "concise")
    assert (ran.code, concise(ran)) == (2, [f"app/good.py {RULE}", "app/huge.py too-large"])
