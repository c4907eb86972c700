"""What an answer is told in, whatever it is printed on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from archlint.explain.shape import LineShape, PassingShape, PlaceShape, RelationShape

_MOST = 20
"""Entries of a list that people are shown; the JSON has all."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the answer is about, and where that stands."""

    text: str
    where: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words, behind a label if there is one."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list: those that follow each other stand in columns."""

    first: str
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A place in the source, shown."""

    place: PlaceShape
    code: Sequence[LineShape]


@dataclass(frozen=True, slots=True)
class Code:
    """Lines to copy."""

    text: str
    language: str = "text"


@dataclass(frozen=True, slots=True)
class Page:
    """Markdown of our own pages."""

    text: str


Block: TypeAlias = Head | Section | Sentence | Entry | Quote | Code | Page


def at(place: PlaceShape) -> str:
    """`path:line:column`."""
    return f"{place['path']}:{place['line']}:{place['column']}"


def listed(entries: Sequence[Entry]) -> Iterator[Block]:
    """As many entries as people want to see, and how many more there are."""
    yield from entries[:_MOST]
    if len(entries) > _MOST:
        yield Sentence(f"and {len(entries) - _MOST} more; --output-format json has all")


def relations(heading: str, found: Sequence[RelationShape]) -> Iterator[Block]:
    """A section of what something else has to do with the subject; nothing where there is none."""
    if found:
        yield Section(heading)
        told = [f"{each['symbol']}{f'  ({how})' if (how := each['how']) else ''}" for each in found]
        yield from listed([Entry(at(each["place"]), text) for each, text in zip(found, told, strict=True)])


def passing(heading: str, found: Sequence[PassingShape]) -> Iterator[Block]:
    """A section of findings in a line each."""
    if found:
        yield Section(heading)
        yield from listed([Entry(at(each["place"]), f"{each['rule']}: {each['message']}") for each in found])
