"""The picture in the README shows what archlint prints."""

from __future__ import annotations

import html
import re
import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def words(svg: str) -> list[str]:
    """Everything that is written in the picture."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    return " ".join(html.unescape(text).replace("\xa0", " ") for text in texts).split()


def test_the_picture_shows_what_archlint_prints_today() -> None:
    drawn = runpy.run_path(str(ROOT / "tools/picture.py"))["draw"]()
    committed = (ROOT / "docs/assets/check.svg").read_text(encoding="utf-8")
    assert words(committed) == words(drawn), "draw it again with `nox -s picture`"
    assert "concurrency/blocking-call-chain" in words(committed)
