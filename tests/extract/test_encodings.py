from __future__ import annotations

import hashlib

import pytest

from archlint.extract import Unreadable, extract
from archlint.facts import Module
from extract.reading import shape


def read(data: bytes) -> Module:
    return extract(data, max_size=10_000)


def refusal(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(data)
    return caught.value


@pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", b"\f\n", b"# only a comment", b"\r\n\r\n", b" \t\n"])
def test_an_empty_file_has_no_facts(data: bytes) -> None:
    module = read(data)
    assert module.top == ()
    assert module.digest == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "starts"),
    [
        (b"a\nb\n", (0, 2, 4)),
        (b"a\r\nb\r\n", (0, 3, 6)),
        (b"a\rb\r", (0, 2, 4)),
        (b"a\n\rb\r\n", (0, 2, 3, 6)),
        (b"a\n\fb = 1\n", (0, 2, 9)),
        (b"'''\r\n'''\r", (0, 5, 9)),
        (b"a", (0,)),
        (b"x = 'a\x0cb\xe2\x80\xa8c'\n", (0, 12)),
    ],
)
def test_lines_end_with_any_of_the_three_newlines(data: bytes, starts: tuple[int, ...]) -> None:
    assert tuple(read(data).line_starts) == starts


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_every_newline_separates_statements(newline: bytes) -> None:
    module = read(newline.join([b"a = (1,", b"  2)", b"if a:", b"    b = 3", b""]))
    assert shape(module.top) == (
        "[Assign([a], Collection(tuple, [Constant(int, 1), Constant(int, 2)]), -, =), "
        "If([Branch(a, [Assign([b], Constant(int, 3), -, =)])], [])]"
    )


def test_a_byte_order_mark_counts_for_nothing() -> None:
    module = read(b"\xef\xbb\xbfa = 1\n")
    assert module.length == 6
    assert module.top[0].start == 0


def test_offsets_count_code_points() -> None:
    module = read("é = '😀'; b\n".encode())
    assert (module.top[1].start, module.top[1].end) == (9, 10)
    assert module.length == 11


@pytest.mark.parametrize("cookie", [b"latin-1", b"iso-8859-1", b"ISO_8859_1", b"latin1"])
def test_a_declared_encoding_is_followed(cookie: bytes) -> None:
    module = read(b"# -*- coding: " + cookie + b" -*-\nx = '\xe9'\n")
    assert shape(module.top) == "[Assign([x], String(é), -, =)]"


def test_the_second_line_may_declare_the_encoding() -> None:
    assert shape(read(b"#!/bin/python\r# vim: set fileencoding=latin-1 :\rx = '\xe9'\r").top).count("é") == 1


@pytest.mark.parametrize(
    "data", [b"x = 1\n# coding: rot13\n", b"# a\n# b\n# coding: rot13\n", b"x = 'coding: rot13'\n"]
)
def test_only_a_comment_at_the_top_declares_an_encoding(data: bytes) -> None:
    assert read(data).length == len(data)


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"x = '\xe9'\n", 1, 6),
        (b"a\nb\r\n\xff\n", 3, 1),
        ("é = '".encode() + b"\xe9'\n", 1, 6),
        (b"# coding: ascii\nx = '\xe9'\n", 2, 6),
        (b"\xff\xfea\0", 1, 1),
    ],
)
def test_bytes_that_do_not_fit_the_encoding_are_refused_where_they_stand(data: bytes, line: int, column: int) -> None:
    error = refusal(data)
    assert (error.kind, error.line, error.column) == ("encoding-error", line, column)


@pytest.mark.parametrize("cookie", ["rot13", "rot-13", "hex", "zlib", "no-such-codec", "punycode", "idna", "undefined"])
def test_an_encoding_that_is_none_is_refused(cookie: str) -> None:
    error = refusal(f"# coding: {cookie}\n".encode())
    assert error.kind == "encoding-error"
    assert cookie in error.message


def test_a_mark_that_contradicts_the_declaration_is_refused() -> None:
    assert refusal(b"\xef\xbb\xbf# coding: latin-1\n").kind == "encoding-error"
    assert read(b"\xef\xbb\xbf# coding: utf-8\n").top == ()


def test_a_nul_byte_is_refused() -> None:
    error = refusal(b"a = 1\nb\0 = 2\n")
    assert (error.kind, error.line, error.column) == ("parse-error", 2, 2)
    assert "\0" not in error.message


def test_a_codec_cannot_smuggle_a_nul_or_a_surrogate_in() -> None:
    assert refusal(b"# coding: utf-7\nx = '+AAA-'\n").kind == "parse-error"
    assert refusal(b"# coding: unicode_escape\nx = '\\\\ud800'\nx = '\\ud800'\n").kind == "parse-error"


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    error = refusal(b"(" * 10_001)
    assert error.kind == "too-large"
    assert "10000" in error.message
