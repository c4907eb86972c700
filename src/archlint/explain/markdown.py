"""Answers as Markdown, for a comment or a document: whatever comes from outside is text there, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from archlint.explain.blocks import Block, Code, Entry, Head, Page, Quote, Section, Sentence
from archlint.report.mark import code, fenced, inline


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
            severe = [inline(severity)] if severity else []
            return f"# {' '.join([*severe, *(code(each) for each in (text, where) if each)])}"
        case Section(text=text):
            return f"## {inline(text)}"
        case Sentence(text=text, label=label):
            return f"**{inline(label)}** {inline(text)}" if label else inline(text)
        case Entry(first=first, text=text):
            return f"- {code(first)} {inline(text)}"
        case Quote(code=lines):
            return fenced("python", "\n".join(f"{each['line']:>5} {each['text']}" for each in lines)) if lines else ""
        case Code(text=text, language=language):
            return fenced(language, text)
        case Page(text=text):
            return text
