"""Edits keep every byte that they are not about: marks, encodings, line ends."""

from __future__ import annotations

import pytest

from archlint.findings import Edit, Span
from archlint.fixing.source import UnfitError, edited


def edit(start: int, end: int, content: str, replaces: str | None = None) -> Edit:
    return Edit("a.py", Span(start, end), content, replaces)


def test_edits_are_made_whatever_order_they_come_in() -> None:
    assert edited(b"one two three", [edit(8, 13, "drei"), edit(0, 3, "eins")]) == b"eins two drei"


def test_a_byte_order_mark_and_line_ends_stay() -> None:
    data = b"\xef\xbb\xbfx = 1\r\ny = 2\r\n"
    assert edited(data, [edit(7, 7, "import os\n")]) == b"\xef\xbb\xbfx = 1\r\nimport os\r\ny = 2\r\n"


def test_mixed_line_ends_stay_mixed() -> None:
    assert edited(b"a\nb\r\nc\rd", [edit(1, 1, "\n")]) == b"a\n\nb\r\nc\rd"


def test_offsets_count_code_points_in_the_encoding_of_the_file() -> None:
    data = "# coding: latin-1\nname = 'é'; x = 1\n".encode("latin-1")
    assert edited(data, [edit(30, 31, "y")]) == "# coding: latin-1\nname = 'é'; y = 1\n".encode("latin-1")
    assert edited("s = '🏥é'; x\n".encode(), [edit(10, 11, "y")]) == "s = '🏥é'; y\n".encode()


def test_what_the_encoding_cannot_write_is_refused() -> None:
    with pytest.raises(UnfitError, match="iso8859-1 has no way"):
        edited(b"# coding: latin-1\nx\n", [edit(18, 19, "ł")])


def test_an_encoding_that_remembers_is_refused() -> None:
    data = "# coding: iso-2022-jp\nx = '日本'\n".encode("iso-2022-jp")
    with pytest.raises(UnfitError, match="cannot be written in pieces"):
        edited(data, [edit(28, 28, "z")])


def test_code_that_is_written_otherwise_is_left_alone() -> None:
    with pytest.raises(UnfitError, match="is not written as"):
        edited(b"f (x)", [edit(1, 2, ", ", "(")])


@pytest.mark.parametrize("edits", [[edit(0, 3, ""), edit(2, 4, "")], [edit(4, 9, "")], [edit(-1, 1, "")]])
def test_edits_that_overlap_or_miss_the_file_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(UnfitError):
        edited(b"12345", edits)


def test_a_file_that_is_no_text_is_refused() -> None:
    with pytest.raises(UnfitError):
        edited(b"\xff\xfe", [edit(0, 0, "x")])
