"""The words of paths and names: what a collection is called, and what a name speaks of."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_IRREGULAR = {"children": "child", "data": "data", "media": "media", "people": "person", "series": "series"}
_SINGULAR_S = ("ss", "us", "is")


def words(name: str) -> tuple[str, ...]:
    """The words of a name in any case: "role-groups", "RoleGroup", "role_group"."""
    return tuple(each.lower() for each in _WORD.findall(name))


def singular(word: str) -> str:
    """A noun's singular, by its ending; itself where it is one."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if not word.endswith("s") or word.endswith(_SINGULAR_S) or len(word) < 3:
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def singulars(name: str) -> frozenset[str]:
    """The words of a name, each in the singular."""
    return frozenset(singular(each) for each in words(name))


def is_plural(name: str) -> bool:
    """Whether the last word of a name speaks of many."""
    last = (words(name) or ("",))[-1]
    return singular(last) != last or last in _IRREGULAR


def segments(path: str) -> tuple[str, ...]:
    """The parts of a path between its slashes, parameters included."""
    return tuple(each for each in path.split("/") if each)


def is_parameter(segment: str) -> bool:
    return segment.startswith("{")
