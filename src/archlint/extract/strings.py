"""Strings of all kinds, adjacent ones joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from archlint.extract.annotations import quoted
from archlint.extract.escapes import evaluated, unescaped
from archlint.extract.nodes import cst
from archlint.extract.scanner import Still
from archlint.extract.table import Table
from archlint.facts import Constant, Expr, FString, String

if TYPE_CHECKING:
    from archlint.extract.reader import Reader

TABLE: Table[Expr] = Table()

_Formatted: TypeAlias = cst.FormattedString | cst.TemplatedString
_Piece: TypeAlias = cst.SimpleString | _Formatted


@TABLE.reads(cst.SimpleString)
def simple(reader: Reader, node: cst.SimpleString) -> Expr:
    value = node.value
    return _plain(reader, reader.scan.take(value), [value])


@TABLE.reads(cst.ConcatenatedString)
def concatenated(reader: Reader, node: cst.ConcatenatedString) -> Expr:
    pieces = list(_pieces(node))
    starts = [_take(reader, piece) for piece in pieces]
    literals = [piece.value for piece in pieces if isinstance(piece, cst.SimpleString)]
    if len(literals) == len(pieces):
        return _plain(reader, starts[0], literals)
    return _joined(reader, starts[0], pieces)


@TABLE.reads(cst.FormattedString, cst.TemplatedString)
def formatted(reader: Reader, node: _Formatted) -> Expr:
    return _joined(reader, _take(reader, node), [node])


def _pieces(node: cst.ConcatenatedString) -> Iterator[_Piece]:
    rest: cst.BaseString = node
    while isinstance(rest, cst.ConcatenatedString):
        yield rest.left
        rest = rest.right
    if isinstance(rest, (cst.SimpleString, cst.FormattedString, cst.TemplatedString)):
        yield rest


def _take(reader: Reader, piece: _Piece) -> int:
    if isinstance(piece, cst.SimpleString):
        return reader.scan.take(piece.value)
    return reader.scan.take_formatted(piece.start)


def _plain(reader: Reader, start: int, literals: list[str]) -> Expr:
    """Adjacent literals without braces: all of text, or all of bytes."""
    first = literals[0]
    if "b" in first[: first.index(first[-1])].lower():
        return Constant(start, reader.scan.end - start, "bytes", " ".join(literals))
    found = String(start, reader.scan.end - start, "".join([evaluated(literal) for literal in literals]))
    return quoted(reader, found) if reader.annotating else found


def _joined(reader: Reader, start: int, pieces: Sequence[_Piece]) -> Expr:
    end = reader.scan.end
    parts: list[Expr] = []
    before, reader.scan = reader.scan, Still(start, end)
    for piece in pieces:
        if isinstance(piece, cst.SimpleString):
            parts.append(String(start, end - start, evaluated(piece.value)))
        else:
            raw = "r" in piece.start.lower()
            parts += _contents(reader, piece.parts, raw)
    reader.scan = before
    return FString(start, end - start, tuple(parts))


def _contents(
    reader: Reader,
    parts: Sequence[cst.BaseFormattedStringContent | cst.BaseTemplatedStringContent],
    raw: bool,
) -> Iterator[Expr]:
    """What stands in braces, format specifications included, and the text between."""
    for part in parts:
        if isinstance(part, (cst.FormattedStringExpression, cst.TemplatedStringExpression)):
            yield reader.expr(part.expression)
            yield from _contents(reader, part.format_spec or (), raw)
        elif isinstance(part, (cst.FormattedStringText, cst.TemplatedStringText)):
            text = unescaped(part.value, raw=raw).replace("{{", "{").replace("}}", "}")
            start = reader.scan.take("")
            yield String(start, reader.scan.end - start, text)
