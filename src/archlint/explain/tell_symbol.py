"""Functions and classes, in words."""

from __future__ import annotations

from collections.abc import Iterator

from archlint.explain.blocks import Block, Entry, Head, Quote, Section, Sentence, at, relations
from archlint.explain.shape import SymbolShape

_MOST = 5
"""Chains, and errors, that people are shown."""


def tell(symbol: SymbolShape) -> Iterator[Block]:
    """All about one definition."""
    yield Head(symbol["symbol"], at(symbol["place"]))
    yield Sentence(f"{symbol['what']}{f', {role}' if (role := symbol['role']) else ''}")
    yield Quote(symbol["place"], symbol["code"])
    if symbol["colour"]:
        yield Section("Colour")
        yield Sentence(symbol["colour"])
        yield from _blocks(symbol)
    yield from _raises(symbol)
    if symbol["routes"]:
        yield Section("Routes")
        yield from (Sentence(each) for each in symbol["routes"])
    if symbol["bases"]:
        yield Section("Bases")
        yield from (Sentence(each) for each in symbol["bases"])
    if symbol["subclasses"]:
        yield Section("Subclasses")
        yield from (Sentence(each) for each in symbol["subclasses"])
    yield from relations("Pairs of schema and ORM class", symbol["pairs"])
    yield from relations("Methods", symbol["methods"])
    yield from relations("Depends on", symbol["dependencies"])
    yield from relations("Constructed by" if symbol["what"] == "class" else "Callers", symbol["callers"])
    yield from relations("Callees", symbol["callees"])


def _raises(symbol: SymbolShape) -> Iterator[Block]:
    """The errors that it lets out, each with its way."""
    for each in symbol["raises"][:_MOST]:
        answer = f", answered by {each['answer']}" if each["answer"] else ""
        yield Section(f"Lets {each['error']} out{answer}")
        for number, hop in enumerate(each["hops"], 1):
            yield Entry(f"{number}  {at(hop['place'])}", hop["message"])
    if len(symbol["raises"]) > _MOST:
        yield Sentence(f"and {len(symbol['raises']) - _MOST} more; --output-format json has all")


def _blocks(symbol: SymbolShape) -> Iterator[Block]:
    blocks = symbol["blocks"]
    if not blocks:
        yield Sentence("Nothing that blocks is reached, as far as calls could be resolved.")
    for each in blocks[:_MOST]:
        yield Section(f"Reaches {each['sink'].removeprefix('builtins.')} ({each['waits_for']})")
        for number, hop in enumerate(each["hops"], 1):
            yield Entry(f"{number}  {at(hop['place'])}", hop["message"])
            yield Quote(hop["place"], hop["code"])
    if len(blocks) > _MOST:
        yield Sentence(f"and {len(blocks) - _MOST} more; --output-format json has all")
