"""The patterns of match: what they look up and what they bind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from archlint.extract.nodes import cst
from archlint.extract.table import Table
from archlint.facts import Expr

if TYPE_CHECKING:
    from archlint.extract.reader import Reader

TABLE: Table[None] = Table()

_EXPRESSIONS = (cst.MatchValue, cst.MatchSingleton)
"""Patterns whose parentheses are those of the expression in them."""


def pattern(reader: Reader, node: cst.MatchPattern) -> tuple[tuple[Expr, ...], tuple[str, ...]]:
    """Read the pattern of a case: the expressions it looks up and the names it binds."""
    reader.lookups, reader.binds = [], []
    _pattern(reader, node)
    return tuple(reader.lookups), tuple(reader.binds)


def _pattern(reader: Reader, node: cst.MatchPattern) -> None:
    wrapped = 0 if isinstance(node, _EXPRESSIONS) else len(node.lpar)
    for _ in range(wrapped):
        reader.scan.take("(")
    TABLE[type(node)](reader, node)
    for _ in range(wrapped):
        reader.scan.take(")")


def _bind(reader: Reader, node: cst.Name | None) -> None:
    if node is None:
        reader.scan.take("_")
    else:
        reader.word(node)
        reader.binds.append(node.value)


def _elements(reader: Reader, nodes: Sequence[cst.MatchSequenceElement | cst.MatchStar]) -> None:
    for node in nodes:
        if isinstance(node, cst.MatchStar):
            _bind(reader, node.name)
        else:
            _pattern(reader, node.value)


@TABLE.reads(cst.MatchValue)
def value(reader: Reader, node: cst.MatchValue) -> None:
    reader.lookups.append(reader.expr(node.value))


@TABLE.reads(cst.MatchSingleton)
def singleton(reader: Reader, node: cst.MatchSingleton) -> None:
    reader.lookups.append(reader.expr(node.value))


@TABLE.reads(cst.MatchAs)
def capture(reader: Reader, node: cst.MatchAs) -> None:
    if node.pattern is not None:
        _pattern(reader, node.pattern)
    _bind(reader, node.name)


@TABLE.reads(cst.MatchOr)
def alternatives(reader: Reader, node: cst.MatchOr) -> None:
    for entry in node.patterns:
        _pattern(reader, entry.pattern)


@TABLE.reads(cst.MatchTuple)
def in_tuple(reader: Reader, node: cst.MatchTuple) -> None:
    _elements(reader, node.patterns)


@TABLE.reads(cst.MatchList)
def in_list(reader: Reader, node: cst.MatchList) -> None:
    if node.lbracket is not None:
        reader.scan.take("[")
    _elements(reader, node.patterns)
    if node.rbracket is not None:
        reader.scan.take("]")


@TABLE.reads(cst.MatchMapping)
def mapping(reader: Reader, node: cst.MatchMapping) -> None:
    reader.scan.take("{")
    for element in node.elements:
        reader.lookups.append(reader.expr(element.key))
        _pattern(reader, element.pattern)
    if node.rest is not None:
        _bind(reader, node.rest)
    reader.scan.take("}")


@TABLE.reads(cst.MatchClass)
def instance(reader: Reader, node: cst.MatchClass) -> None:
    reader.lookups.append(reader.expr(node.cls))
    reader.scan.take("(")
    _elements(reader, node.patterns)
    for keyword in node.kwds:
        reader.word(keyword.key)
        _pattern(reader, keyword.pattern)
    reader.scan.take(")")
