from __future__ import annotations

from msgspec import to_builtins

from archlint.facts import Pragma
from extract.reading import read


def said(source: str) -> list[tuple[str, bool]]:
    return [(entry.text, entry.alone) for entry in read(source).pragmas]


def test_comments_that_speak_to_archlint_are_told() -> None:
    assert said('x = 1  # archlint: ignore[a] reason="b"\n# archlint:file-ignore[c]\n') == [
        ('ignore[a] reason="b"', False),
        ("file-ignore[c]", True),
    ]


def test_a_pragma_shares_its_comment() -> None:
    assert said("x = 1  # noqa: E501  # archlint: ignore[a]\n") == [("ignore[a]", False)]


def test_strings_do_not_speak() -> None:
    assert said('"# archlint: ignore[a]"\n"""\n# archlint: ignore[b]\n"""\nf"# archlint: {c}"\n') == []


def test_a_comment_inside_brackets_counts() -> None:
    assert said("f(\n    # archlint: ignore[a]\n    x,  # archlint: ignore[b]\n)\n") == [
        ("ignore[a]", True),
        ("ignore[b]", False),
    ]


def test_other_comments_are_silent() -> None:
    assert said("# archlint is a linter\n# flake8: noqa\n") == []


def test_the_place_of_a_pragma_is_its_comment() -> None:
    source = "é = 1  # archlint: ignore[a]\n"
    (found,) = read(source).pragmas
    assert to_builtins(found) == to_builtins(Pragma(7, len(source) - 8, "ignore[a]", alone=False))
