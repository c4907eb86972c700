"""Markdown on a terminal, by rich."""

from __future__ import annotations

from io import StringIO

from rich.console import Console
from rich.markdown import Markdown


def coloured(text: str, width: int) -> str:
    """The text laid out for a screen of this width, with colour codes."""
    console = Console(file=StringIO(), force_terminal=True, no_color=False, width=width)
    with console.capture() as captured:
        console.print(Markdown(text, hyperlinks=False))
    return captured.get()
