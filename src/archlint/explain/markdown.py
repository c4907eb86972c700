"""Answers as Markdown, for a comment or a document: whatever comes from outside is text there, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archlint.explain.blocks import Block, Code, Entry, Head, Page, Quote, Section, Sentence
from archlint.report.escape import visible, visible_line

_CODE = re.compile(r"`([^`]+)`")
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~>$-])")
_RUN = re.compile("`+")


def render(blocks: Iterable[Block]) -> str:
    """The blocks as Markdown."""
    parts: list[str] = []
    previous: Block | None = None
    for block in blocks:
        is_listed = isinstance(previous, Entry) and isinstance(block, Entry)
        parts += ["" if previous is None else "\n" if is_listed else "\n\n", _told(block)]
        previous = block
    return "".join(parts).rstrip("\n") + "\n"


def _told(block: Block) -> str:
    match block:
        case Head(text=text, where=where, severity=severity):
            return f"# {' '.join(part for part in (escaped(severity), span(text), span(where)) if part)}"
        case Section(text=text):
            return f"## {escaped(text)}"
        case Sentence(text=text, label=label):
            return f"**{escaped(label)}** {prose(text)}" if label else prose(text)
        case Entry(first=first, text=text):
            return f"- {span(first)} {prose(text)}"
        case Quote(code=code):
            return fenced("\n".join(f"{each['line']:>5} {each['text']}" for each in code), "python") if code else ""
        case Code(text=text, language=language):
            return fenced(text, language)
        case Page(text=text):
            return text


def prose(text: str) -> str:
    """A sentence in which only what stands in backticks is markup."""
    parts = _CODE.split(visible(text))
    told = "".join(span(part) if number % 2 else escaped(part) for number, part in enumerate(parts))
    return f"\\{told}" if told.lstrip().startswith("::") else told


def escaped(text: str) -> str:
    """Text that is nothing but text: no markup, no HTML, no mention of a person or an issue."""
    shown = visible(text).replace("&", "&amp;").replace("<", "&lt;")
    return _MARKUP.sub(r"\\\1", shown).replace("@", "&#64;").replace("://", ":&#47;/")


def span(text: str) -> str:
    """Text as code."""
    shown = visible(text)
    if not shown.strip():
        return ""
    fence = "`" * (_longest(shown) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def fenced(text: str, language: str) -> str:
    """Lines of code, inside a fence that none of them closes."""
    shown = "\n".join(visible_line(line) for line in text.rstrip("\n").split("\n"))
    fence = "`" * max(3, _longest(shown) + 1)
    return f"{fence}{language}\n{shown}\n{fence}"


def _longest(text: str) -> int:
    return max((len(each) for each in _RUN.findall(text)), default=0)
