"""Colour, by rich."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from rich.console import Console
from rich.text import Text

from archlint.report.text import Line

STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold blue",
    "rule": "bold",
    "place": "cyan",
    "gutter": "dim",
    "mark": "bold red",
    "label": "bold",
    "": "",
}


def coloured(lines: Iterable[Line]) -> str:
    """The lines with the terminal's colour codes; nothing in the text itself is read as markup."""
    console = Console(file=StringIO(), force_terminal=True, no_color=False, soft_wrap=True, highlight=False)
    with console.capture() as captured:
        for line in lines:
            console.print(styled(line))
    return captured.get()


def styled(line: Line) -> Text:
    """One line as rich's text."""
    text = Text.assemble(*((text, STYLES[kind]) for text, kind in line))
    text.rstrip()
    return text
