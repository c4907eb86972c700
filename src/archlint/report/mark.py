"""Text from outside in Markdown and Mermaid: it is shown, and means nothing there."""

from __future__ import annotations

import re

from archlint.report.escape import visible, visible_line

_SPECIAL = re.compile(r"[\\`*_\[\]|~$<>&]|^[-+]|(?<=^\d)[.)]")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_LIVE = re.compile(r"(?:(?<!\w)\w+:/|www\.)\S*|[@#][\w./-]*|\bGH-\d+")
"""What becomes a link, a mention or a reference in the rendered text, however it was escaped; code does not."""
_CODE = re.compile(r"`([^`\n]+)`")
_PLAIN = frozenset(" -_./")


def inline(text: str, *, cell: bool = False) -> str:
    """A sentence in which only what stands in backticks is markup."""
    parts = _CODE.split(visible(text))
    told = "".join(code(part, cell=cell) if number % 2 else _escaped(part, cell) for number, part in enumerate(parts))
    return f"\\{told}" if told.lstrip().startswith("::") else told  # a command to the log of a CI server


def code(text: str, *, cell: bool = False) -> str:
    """Text as code, in a cell of a table if so."""
    shown = visible(text)
    if not shown.strip():
        return '""'
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence, padding = "`" * (longest + 1), " " if longest or shown != shown.strip() else ""
    body = f"{fence}{padding}{shown}{padding}{fence}"
    return body.replace("|", "\\|") if cell else body


def label(text: str) -> str:
    """Text in a quoted label of a Mermaid diagram."""
    return "".join(each if each.isalnum() or each in _PLAIN else f"#{ord(each)};" for each in visible(text))


def fenced(language: str, text: str) -> str:
    """A block of code, which nothing in it can end."""
    shown = "\n".join(visible_line(line) for line in text.rstrip("\n").split("\n"))
    longest = max((len(run) for run in re.findall("`{3,}", shown)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{shown}\n{fence}"


def _escaped(text: str, cell: bool) -> str:
    parts, at = [], 0
    for live in _LIVE.finditer(text):
        parts += [_plain(text[at : live.start()]), code(live.group(), cell=cell)]
        at = live.end()
    return "".join([*parts, _plain(text[at:])])


def _plain(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found.group(), f"\\{found.group()}"), text)
