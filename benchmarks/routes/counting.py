"""A second method: how many routes the text of a service declares, told without archlint."""

from __future__ import annotations

import re
from pathlib import Path

_VERBS = "get|post|put|patch|delete|head|options|trace|api_route|websocket|route|websocket_route"
_DECORATOR = re.compile(rf"^[ \t]*@\s*[\w.]+(?:\([^()]*\))?\.(?:{_VERBS})\s*\(", re.MULTILINE)
_WRAPPED = re.compile(rf"^[ \t]*@\s*[\w.]+\(\s*[\w.]*\.(?:{_VERBS})\s*,", re.MULTILINE)
_CALL = re.compile(
    r"^[ \t]*[\w.]+\.(?:add_api_route|add_api_websocket_route|add_route|add_websocket_route)\("
    rf"|^[ \t]*[\w.]+\.(?:{_VERBS})\([^\n]*\)\(\w",
    re.MULTILINE,
)
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"""' + r"|'''(?:[^\\]|\\.)*?'''", re.DOTALL)


def places(path: str, text: str) -> set[tuple[str, int]]:
    """The lines of a file that declare a route, by regular expressions over its text without its long strings."""
    bare = _STRING.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    found = set()
    for pattern in (_DECORATOR, _WRAPPED, _CALL):
        for each in pattern.finditer(bare):
            start = each.end() - len(each[0].lstrip())
            found.add((path, bare.count("\n", 0, start) + 1))
    return found


def line(root: Path, place: tuple[str, int]) -> str:
    """The source of a line."""
    return (root / place[0]).read_text(encoding="utf-8", errors="replace").splitlines()[place[1] - 1].strip()
