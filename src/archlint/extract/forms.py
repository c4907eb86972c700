"""Expressions with a word of their own: await, yield, lambda, if-else, and the walrus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.extract.nodes import cst
from archlint.extract.parameters import parameters
from archlint.extract.table import Table
from archlint.facts import Await, Conditional, Expr, Lambda, Walrus, Yield

if TYPE_CHECKING:
    from archlint.extract.reader import Reader

TABLE: Table[Expr] = Table()


@TABLE.reads(cst.Await)
def awaiting(reader: Reader, node: cst.Await) -> Expr:
    start = reader.scan.take("await")
    value = reader.expr(node.expression)
    return Await(start, reader.scan.end - start, value)


@TABLE.reads(cst.Yield)
def yielding(reader: Reader, node: cst.Yield) -> Expr:
    start = reader.scan.take("yield")
    reader.yields = True
    is_from = isinstance(node.value, cst.From)
    value = reader.optional(node.value.item if isinstance(node.value, cst.From) else node.value)
    return Yield(start, reader.scan.end - start, value, is_from)


@TABLE.reads(cst.Lambda)
def function(reader: Reader, node: cst.Lambda) -> Expr:
    start = reader.scan.take("lambda")
    found = parameters(reader, node.params)
    yields = reader.yields
    body = reader.expr(node.body)
    reader.yields = yields
    return Lambda(start, reader.scan.end - start, found, body)


@TABLE.reads(cst.IfExp)
def conditional(reader: Reader, node: cst.IfExp) -> Expr:
    body = reader.expr(node.body)
    start = reader.edge
    test = reader.expr(node.test)
    orelse = reader.expr(node.orelse)
    return Conditional(start, reader.scan.end - start, test, body, orelse)


@TABLE.reads(cst.NamedExpr)
def walrus(reader: Reader, node: cst.NamedExpr) -> Expr:
    target = reader.expr(node.target)
    start = reader.edge
    value = reader.expr(node.value)
    return Walrus(start, reader.scan.end - start, target, value)
