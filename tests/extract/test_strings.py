from __future__ import annotations

import warnings

import pytest
from msgspec import to_builtins

from archlint.facts import FString, String
from extract.reading import expression, shape

VALUES = {
    '"a"': "a",
    "'a' \"b\" '''c'''": "abc",
    r"'a\tb\n\'\"\\'": "a\tb\n'\"\\",
    r"'\x41\101\u0041\U00000041\N{LATIN SMALL LETTER A}'": "AAAAa",
    "r'\\n'": "\\n",
    "R'\\n'": "\\n",
    "u'a'": "a",
    "''": "",
    '""""""': "",
    "'''a\r\nb\rc'''": "a\nb\nc",
    "'a\\\nb'": "ab",
    r"'\d\z'": r"\d\z",
    r"'\N{no such name}'": r"\N{no such name}",
    r"'\0'": "\0",
    r"'\ud800'": "\N{REPLACEMENT CHARACTER}",
    r"'\Uffffffff'": "\N{REPLACEMENT CHARACTER}",
    '"""a"b"""': 'a"b',
    "('a'\n 'b')": "ab",
}


@pytest.mark.parametrize(("source", "value"), VALUES.items())
def test_a_string_is_evaluated(source: str, value: str) -> None:
    found = expression(source)
    assert isinstance(found, String)
    assert found.value == value


def test_evaluating_agrees_with_python_on_every_escape() -> None:
    for code in range(32, 127):
        literal = f"'a\\{chr(code)}1234b'"
        if chr(code) in "xuUN'":
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            expected = eval(literal)
        assert to_builtins(expression(literal)) == to_builtins(String(0, len(literal), expected))


def test_bytes_are_constants_with_their_source() -> None:
    assert shape(expression("b'a' rb'b'")) == "Constant(bytes, b'a' rb'b')"


PARTS = {
    "f'{a}'": "FString([a])",
    "f'a{b.c}d'": "FString([String(a), Attribute(b, c), String(d)])",
    "f'{{a}}'": "FString([String({a})])",
    "rf'\\d{a}'": "FString([String(\\d), a])",
    "f'{a!r:>{b}}'": "FString([a, String(>), b])",
    "f'{a=}'": "FString([a])",
    "'x' f'{a}' 'y'": "FString([String(x), a, String(y)])",
    "t'{a}'": "FString([a])",
    "f'{f\"{a}\"}'": "FString([FString([a])])",
    "f'{a['b']}'": "FString([Subscript(a, [String(b)])])",
    "f'{a(b'c')}'": "FString([Call(a, [Constant(bytes, b'c')], [])])",
}


@pytest.mark.parametrize(("source", "expected"), PARTS.items())
def test_an_f_string_holds_what_stands_in_its_braces(source: str, expected: str) -> None:
    assert shape(expression(source)) == expected


def test_everything_in_an_f_string_stands_where_the_whole_stands() -> None:
    source = "f'a{b.c(d)}' 'e'"
    found = expression(source)
    assert isinstance(found, FString)
    assert {(part.start, part.end) for part in found.parts} == {(0, len(source))}
