"""Patterns mean what the library says, and none of them takes more time than the length of a path."""

from __future__ import annotations

import random

import pytest
from pathspec import GitIgnoreSpec

from archlint.globs import globs

PIECES = ("*", "*", "**", "**/", "/**", "/", "/", "?", "a", "b", "[ab]", "[]a]", "a*", "*.py", "\\*", ".", "!")
HOSTILE = {
    "stars": ("*a" * 40 + "b", "a" * 250 + ".py"),
    "classes": ("[a-z]*" * 40 + "b", "a" * 250 + ".py"),
    "marks": ("*?" * 40 + "b", "a" * 250 + ".py"),
    "folders": ("**/a/" * 40 + "b", "a/" * 2000 + "x.py"),
    "any-folders": ("**/*/" * 40 + "b", "a/" * 2000 + "x.py"),
    "both": ("**/*a*a*/" * 40 + "b", f"{'a' * 60}/" * 60 + "x.py"),
}


def pattern(chosen: random.Random) -> str:
    return "".join(chosen.choice(PIECES) for _ in range(chosen.randint(1, 9)))


def path(chosen: random.Random) -> str:
    names = ("".join(chosen.choice("ab.*") for _ in range(chosen.randint(1, 4))) for _ in range(chosen.randint(1, 6)))
    return "/".join(names)


def test_a_pattern_means_what_the_library_says() -> None:
    chosen = random.Random(1)
    matched = rewritten = 0
    for _ in range(2_000):
        lines = [pattern(chosen) for _ in range(chosen.randint(1, 3))]
        try:
            plain = GitIgnoreSpec.from_lines(lines, backend="simple")
        except ValueError:
            with pytest.raises(ValueError):
                globs(lines)
            continue
        ours = globs(lines)
        rewritten += [each.regex for each in plain.patterns] != [each.regex for each in ours.patterns]
        for each in (path(chosen) for _ in range(12)):
            one, other = plain.check_file(each), ours.check_file(each)
            assert (one.include, one.index) == (other.include, other.index), (lines, each)
            matched += bool(one.include)
    assert matched > 2_000
    assert rewritten > 500


@pytest.mark.parametrize("form", [[], ["!**", "x"]], ids=["alone", "among-others"])
@pytest.mark.parametrize(("hostile", "name"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_pattern_is_answered(hostile: str, name: str, form: list[str]) -> None:
    """As many stars in a plain regular expression would take longer than anybody lives."""
    assert globs([*form, hostile]).match_file(name) is False
    assert globs([hostile]).match_file(f"{name.removesuffix('x.py').removesuffix('.py')}b")
