"""Patterns of paths as git writes them, matched in a time that grows with the path alone, whoever wrote the pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

_TOKEN = re.compile(r"\[\^/\][*+]?|/|\[\^?\]?[^]]*\]|\\.|.", re.DOTALL)
"""The pieces of a regular expression that the library makes of what stands between two `**`."""
_START, _GAP, _STAR = "^(?:.+/)?", "(?:/.+)?", "[^/]*"
"""What it makes of a leading `**`, of one inside, and of `*`."""
_TAIL = re.compile(r"(?:/|\(\?P<\w+>/\)|\(\?:\(\?P<\w+>/\)\|\$\))$")


def globs(lines: Iterable[str]) -> GitIgnoreSpec:
    """The lines of a .gitignore, or patterns of the same kind; raises what the library raises."""
    plain = GitIgnoreSpec.from_lines(lines, backend="simple")
    return GitIgnoreSpec([_steadied(each) for each in plain.patterns], backend="simple")


def _steadied(pattern: GitIgnoreSpecPattern) -> GitIgnoreSpecPattern:
    """A pattern whose wildcards take the first place that fits, where the next wildcard makes good for any other."""
    if pattern.regex is None:
        return pattern
    regex = _steady(pattern.regex.pattern)
    return pattern if regex == pattern.regex.pattern else GitIgnoreSpecPattern(re.compile(regex), pattern.include)


def _steady(regex: str) -> str:
    """The same expression without the choices that cannot matter: those are what a hostile pattern multiplies."""
    if regex.count(_STAR) + regex.count(_GAP) + regex.startswith(_START) < 2:
        return regex
    start = _START if regex.startswith(_START) else "^"
    tail = _TAIL.search(regex)
    end = tail.start() if tail else len(regex)
    *first, last = regex[len(start) : end].split(_GAP)
    steady = start
    for number, piece in enumerate(first):
        gap = "(?:.+?/)??" if start == _START else ""
        steady = f"^(?>{gap}" if number == 0 else f"{steady}(?>(?:/.+?)??"
        steady += f"{_segments(piece)}(?=/))"
    return f"{steady}{_GAP if first else ''}{_segments(last)}{regex[end:]}"


def _segments(piece: str) -> str:
    """What stands between two `**`: its names, in which each `*` but the last takes as little as it can."""
    told, parts = [], [""]
    for each in [*_TOKEN.findall(piece), "/"]:
        if each == "/":
            told.append(_name(parts))
            parts = [""]
        elif each == _STAR:
            parts.append("")
        else:
            parts[-1] += f"(?!/){each}" if each.startswith("[") and "/" not in each else each
    return "/".join(told)


def _name(parts: list[str]) -> str:
    """One name; `parts` are what stands around its stars."""
    if len(parts) == 1:
        return parts[0]
    between = "".join(f"(?>[^/]*?{part})" for part in parts[1:-1])
    return f"{parts[0]}{between}{_STAR}{parts[-1]}"
