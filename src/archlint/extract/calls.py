"""Attributes, calls and subscripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.extract.nodes import cst
from archlint.extract.table import Table
from archlint.facts import Attribute, Call, Expr, Keyword, Name, Slice, Star, Subscript

if TYPE_CHECKING:
    from archlint.extract.reader import Reader

TABLE: Table[Expr] = Table()


@TABLE.reads(cst.Attribute)
def attribute(reader: Reader, node: cst.Attribute) -> Expr:
    value = reader.expr(node.value)
    start = reader.edge
    reader.word(node.attr)
    return Attribute(start, reader.scan.end - start, value, node.attr.value)


@TABLE.reads(cst.Call)
def call(reader: Reader, node: cst.Call) -> Expr:
    func = reader.expr(node.func)
    start = reader.edge
    reader.scan.take("(")
    before, reader.annotating = reader.annotating, False
    args: list[Expr] = []
    keywords: list[Keyword] = []
    for arg in node.args:
        argument(reader, arg, args, keywords)
    reader.annotating = before
    reader.scan.take(")")
    return Call(start, reader.scan.end - start, func, tuple(args), tuple(keywords))


def argument(reader: Reader, node: cst.Arg, args: list[Expr], keywords: list[Keyword]) -> None:
    """Read one argument into the list it belongs to."""
    if node.keyword is not None:
        start = reader.word(node.keyword)
        value = reader.expr(node.value)
        keywords.append(Keyword(start, reader.scan.end - start, node.keyword.value, value))
    elif not node.star:
        args.append(reader.expr(node.value))
    else:
        start = reader.scan.take(node.star)
        value = reader.expr(node.value)
        if node.star == "*":
            args.append(Star(start, reader.scan.end - start, value))
        else:
            keywords.append(Keyword(start, reader.scan.end - start, None, value))


@TABLE.reads(cst.Subscript)
def subscript(reader: Reader, node: cst.Subscript) -> Expr:
    value = reader.expr(node.value)
    start = reader.edge
    reader.scan.take("[")
    before = reader.annotating
    items: list[Expr] = []
    for at, element in enumerate(node.slice):
        reader.annotating = before and _holds_types(value, at)
        items.append(_slice(reader, element.slice))
    reader.annotating = before
    reader.scan.take("]")
    return Subscript(start, reader.scan.end - start, value, tuple(items))


def _holds_types(value: Expr, at: int) -> bool:
    """Whether an entry of `value[...]` is a type itself, where the whole is one."""
    name = value.id if isinstance(value, Name) else value.attr if isinstance(value, Attribute) else ""
    return name != "Literal" and (name != "Annotated" or at == 0)


def _slice(reader: Reader, node: cst.BaseSlice) -> Expr:
    if isinstance(node, cst.Slice):
        return _range(reader, node)
    assert isinstance(node, cst.Index)
    if not node.star:
        return reader.expr(node.value)
    start = reader.scan.take("*")
    value = reader.expr(node.value)
    return Star(start, reader.scan.end - start, value)


def _range(reader: Reader, node: cst.Slice) -> Slice:
    lower = reader.optional(node.lower)
    start = reader.edge
    colon = reader.scan.colon()
    if lower is None:
        start = colon
    upper = reader.optional(node.upper)
    if isinstance(node.second_colon, cst.Colon):
        reader.scan.colon()
    step = reader.optional(node.step)
    return Slice(start, reader.scan.end - start, lower, upper, step)
