"""What is wrong with the settings."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from archlint.findings import Problem

KIND = "configuration"


class ConfigError(Exception):
    """Settings that cannot be followed; each problem names its file and line, the path as the user would type it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{each.path}:{each.line}: {each.message}" for each in problems))
        self.problems = problems


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint at the end of a message, or nothing when no known word is like it."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean `{near[0]}`?" if near else ""
