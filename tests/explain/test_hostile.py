"""Whatever files are called and hold: every format says it, and nothing obeys it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from markdown_it import MarkdownIt

from archlint.explain.blocks import Code, Entry, Head, Quote, Section, Sentence
from archlint.explain.markdown import render
from archlint.explain.shape import LineShape, PlaceShape
from cli.conftest import Archlint, write
from report.samples import EVIL

CODE = '''\
import time


async def wait() -> None:
    """```
::error::not a command
    """
    time.sleep(1)  # ``` <b> \x1b[31m ::error:: @everyone
'''
_RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def test_code_that_is_quoted_is_text_in_every_format(service: Path, archlint: Archlint) -> None:
    write(service, {"pyproject.toml": "[tool.archlint]\n"})
    (service / "app/odd.py").write_text(CODE, encoding="utf-8")
    (finding,) = json.loads(archlint("explain", "app/odd.py:8", "--output-format", "json").out)["findings"]
    assert finding["hops"][0]["code"][-1]["text"] == CODE.split("\n")[7]
    for form in ("text", "markdown"):
        out = archlint("explain", "app/odd.py:8", "--output-format", form).out
        assert not _RAW.search(out)
        assert [line for line in out.split("\n") if line.lstrip().startswith("::")] == []
    pieces = MarkdownIt("commonmark").parse(out)
    shown = "\n".join(each.content for each in pieces if each.type == "fence")
    assert "``` <b> \\x1b[31m ::error:: @everyone" in shown


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
