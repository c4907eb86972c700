"""Lists, tuples, sets and dicts written out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.extract.nodes import cst
from archlint.extract.table import Table
from archlint.facts import Collection, Dict, Expr, Star

if TYPE_CHECKING:
    from archlint.extract.reader import Reader

TABLE: Table[Expr] = Table()


@TABLE.reads(cst.List)
def list_display(reader: Reader, node: cst.List) -> Expr:
    start = reader.scan.take("[")
    items = reader.items(node.elements)
    reader.scan.take("]")
    return Collection(start, reader.scan.end - start, "list", items)


@TABLE.reads(cst.Set)
def set_display(reader: Reader, node: cst.Set) -> Expr:
    start = reader.scan.take("{")
    items = reader.items(node.elements)
    reader.scan.take("}")
    return Collection(start, reader.scan.end - start, "set", items)


@TABLE.reads(cst.Tuple)
def tuple_display(reader: Reader, node: cst.Tuple) -> Expr:
    if node.lpar:
        start = reader.scan.take("(")
        items = reader.items(node.elements)
        reader.scan.take(")")
        return Collection(start, reader.scan.end - start, "tuple", items)
    first = reader.items(node.elements[:1])
    start = reader.edge
    items = first + reader.items(node.elements[1:])
    if isinstance(node.elements[-1].comma, cst.Comma):
        reader.scan.comma()
    return Collection(start, reader.scan.end - start, "tuple", items)


@TABLE.reads(cst.Dict)
def dict_display(reader: Reader, node: cst.Dict) -> Expr:
    start = reader.scan.take("{")
    keys: list[Expr | None] = []
    values: list[Expr] = []
    for element in node.elements:
        keys.append(reader.expr(element.key) if isinstance(element, cst.DictElement) else None)
        values.append(reader.expr(element.value))
    reader.scan.take("}")
    return Dict(start, reader.scan.end - start, tuple(keys), tuple(values))


@TABLE.reads(cst.StarredElement)
def star(reader: Reader, node: cst.StarredElement) -> Expr:
    start = reader.scan.take("*")
    value = reader.expr(node.value)
    return Star(start, reader.scan.end - start, value)
