"""Whatever files are called and hold: every format says it, and nothing obeys it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from archlint.explain.blocks import Code, Entry, Head, Quote, Section, Sentence
from archlint.explain.markdown import fenced, prose, render, span
from archlint.explain.shape import LineShape, PlaceShape
from cli.conftest import Archlint, write
from report.samples import EVIL

NAMES = (
    "a`b`c",
    "<script>alert(1)<",
    "[red]x[",
    "::error::x",
    "@everyone",
    "a b'c\"d",
    "-rf",
    "x\x1b[31m",
    "x\ny",
    "##[group]x",
    "~~x~~ |y|",
    "ü\u202eevil",
)
CODE = '''\
import time


async def wait() -> None:
    """```
::error::not a command
    """
    time.sleep(1)  # ``` <b> \x1b[31m ::error:: @everyone
'''
_RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def hostile(service: Path) -> Path:
    """The service with a blocking call in files of every name."""
    write(service, {"pyproject.toml": "[tool.archlint]\n"})
    for number, name in enumerate(NAMES):
        folder = service / f"app/x{number}"
        folder.mkdir()
        (folder / f"{name}.py").write_text(CODE, encoding="utf-8")
    return service


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_a_line_of_a_file_is_explained_whatever_the_file_is_called(
    hostile: Path, archlint: Archlint, number: int
) -> None:
    target = f"app/x{number}/{NAMES[number]}.py:8"
    ran = archlint("explain", target, "--output-format", "json")
    assert ran.code == 0
    assert ran.out.isascii()
    (finding,) = json.loads(ran.out)["findings"]
    assert finding["place"]["path"] == target.removesuffix(":8")
    assert finding["hops"][0]["code"][-1]["text"] == CODE.split("\n")[7]
    for form in ("text", "markdown"):
        out = archlint("explain", target, "--output-format", form).out
        assert not _RAW.search(out)
        assert [line for line in out.split("\n") if line.lstrip().startswith("::")] == []
        assert "##[" not in out


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_a_file_is_explained_whatever_it_is_called(hostile: Path, archlint: Archlint, number: int) -> None:
    target = f"app/x{number}/{NAMES[number]}.py"
    assert json.loads(archlint("explain", target, "--output-format", "json").out)["path"] == target
    for form in ("text", "markdown"):
        assert not _RAW.search(archlint("explain", target, "--output-format", form).out)


def test_a_target_from_an_enemy_is_refused_without_harm(service: Path, archlint: Archlint) -> None:
    for word in (EVIL.replace("\x00", ""), "::error::x", "../" * 40 + "etc/passwd", "x" * 10_000, "x" * 300 + ".py:1"):
        ran = archlint("explain", word)
        assert (ran.code, ran.out) == (2, "")
        assert not _RAW.search(ran.err)
        assert not ran.err.lstrip().startswith("::")
        assert "Traceback" not in ran.err


def test_a_file_outside_of_the_project_is_not_quoted(service: Path, archlint: Archlint) -> None:
    (service.parent / "secret.py").write_text("TOKEN = 'x'\n", encoding="utf-8")
    (service / "app/link.py").symlink_to(service.parent / "secret.py")
    ran = archlint("explain", "app/link.py:1")
    assert "TOKEN" not in ran.out + ran.err


def test_markdown_takes_nothing_from_outside_for_markup() -> None:
    assert prose("`a` <b> @me [x](http://e) *y* `c`") == (r"`a` &lt;b\> &#64;me \[x\]\(http:&#47;/e\) \*y\* `c`")
    assert span("a`b``c") == "```a`b``c```"
    assert span("`a`") == "`` `a` ``"
    assert fenced("```\nx\n````", "python") == "`````python\n```\nx\n````\n`````"
    assert prose("::error::x") == r"\::error::x"


def test_no_block_lets_a_control_through() -> None:
    place = PlaceShape(path=EVIL, line=1, column=1, end_line=1, end_column=2)
    blocks = (
        Head(EVIL, EVIL, "error"),
        Section(EVIL),
        Sentence(EVIL, EVIL),
        Entry(EVIL, EVIL),
        Quote(place, [LineShape(line=1, text=EVIL)]),
        Code(EVIL, "text"),
    )
    out = render(blocks)
    assert not _RAW.search(out)
    assert "##[" not in out
