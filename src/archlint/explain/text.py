"""Answers for a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from archlint.explain.blocks import Block, Code, Entry, Head, Page, Quote, Section, Sentence
from archlint.explain.shape import PlaceShape
from archlint.findings import Place
from archlint.report import Sheet
from archlint.report.escape import cells, visible, visible_line
from archlint.report.text import Line, framed, header, paint, sentence

_WIDEST = 60
"""Columns that the first column of a list may take."""
_BLANK: Line = ()


def render(blocks: Iterable[Block], sheet: Sheet) -> str:
    """The blocks as text; the words are the same with and without colour."""
    pages: list[str] = []
    lines: list[Line] = []
    for kind, group in groupby(blocks, type):
        if kind is Page:
            pages += [_page(each, sheet) for each in group if isinstance(each, Page)]
        elif kind is Entry:
            lines += _columns([each for each in group if isinstance(each, Entry)])
        else:
            lines += [line for each in group for line in _lines(each, sheet)]
    return "".join(pages) + (paint(lines, sheet) if lines else "")


def _page(page: Page, sheet: Sheet) -> str:
    if not sheet.colour:
        return page.text
    from archlint.explain.screen import coloured  # rich is for terminals only

    return coloured(page.text, sheet.width)


def _lines(block: Block, sheet: Sheet) -> Iterator[Line]:
    match block:
        case Head(text=text, where=where, severity=severity):
            yield header(severity, visible_line(text), visible(where), sheet)
        case Section(text=text):
            yield _BLANK
            yield ((visible(text), "label"),)
        case Sentence(text=text, label=label):
            yield from sentence(((f"  {label}", "label"),) if label else (), text, sheet)
        case Code(text=text):
            yield from ((("      " + visible_line(line), ""),) for line in text.rstrip("\n").split("\n"))
        case Quote(place=place):
            yield from list(framed(_place(place), (), sheet))[1:]
        case _:
            return


def _place(place: PlaceShape) -> Place:
    return Place(place["path"], place["line"], place["column"], place["end_line"], place["end_column"])


def _columns(entries: list[Entry]) -> Iterator[Line]:
    firsts = [visible_line(each.first) for each in entries]
    width = min(_WIDEST, max(cells(each) for each in firsts))
    for first, entry in zip(firsts, entries, strict=True):
        yield ("  " + first, "place"), (" " * max(2, width - cells(first) + 2), ""), (visible(entry.text), "")
