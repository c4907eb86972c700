"""Names, numbers and other single words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from archlint.extract.nodes import cst
from archlint.extract.table import Table
from archlint.facts import Constant, Expr, Name

if TYPE_CHECKING:
    from archlint.extract.reader import Reader

TABLE: Table[Expr] = Table()

_SINGLETONS: dict[str, Literal["True", "False", "None"]] = {"True": "True", "False": "False", "None": "None"}


@TABLE.reads(cst.Name)
def name(reader: Reader, node: cst.Name) -> Expr:
    value = node.value
    start = reader.scan.take(value)
    if value in _SINGLETONS:
        return Constant(start, reader.scan.end - start, _SINGLETONS[value], value)
    reader.words.add(value)
    return Name(start, reader.scan.end - start, value)


@TABLE.reads(cst.Integer)
def integer(reader: Reader, node: cst.Integer) -> Expr:
    return Constant(reader.scan.take(node.value), len(node.value), "int", node.value)


@TABLE.reads(cst.Float)
def floating(reader: Reader, node: cst.Float) -> Expr:
    return Constant(reader.scan.take(node.value), len(node.value), "float", node.value)


@TABLE.reads(cst.Imaginary)
def imaginary(reader: Reader, node: cst.Imaginary) -> Expr:
    return Constant(reader.scan.take(node.value), len(node.value), "complex", node.value)


@TABLE.reads(cst.Ellipsis)
def ellipsis(reader: Reader, _: cst.Ellipsis) -> Expr:
    return Constant(reader.scan.take("..."), len("..."), "...", "...")
