"""Comprehensions and generator expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.extract.nodes import cst
from archlint.extract.table import Table
from archlint.facts import Clause, Comprehension, Expr, Star

if TYPE_CHECKING:
    from archlint.extract.reader import Reader

TABLE: Table[Expr] = Table()


@TABLE.reads(cst.ListComp)
def of_list(reader: Reader, node: cst.ListComp) -> Expr:
    start = reader.scan.take("[")
    element = reader.expr(node.elt)
    clauses = _clauses(reader, node.for_in)
    reader.scan.take("]")
    return Comprehension(start, reader.scan.end - start, "list", element, None, clauses)


@TABLE.reads(cst.SetComp)
def of_set(reader: Reader, node: cst.SetComp) -> Expr:
    start = reader.scan.take("{")
    element = reader.expr(node.elt)
    clauses = _clauses(reader, node.for_in)
    reader.scan.take("}")
    return Comprehension(start, reader.scan.end - start, "set", element, None, clauses)


@TABLE.reads(cst.DictComp)
def of_dict(reader: Reader, node: cst.DictComp) -> Expr:
    start = reader.scan.take("{")
    key = reader.expr(node.key)
    value = reader.expr(node.value)
    clauses = _clauses(reader, node.for_in)
    reader.scan.take("}")
    return Comprehension(start, reader.scan.end - start, "dict", key, value, clauses)


@TABLE.reads(cst.StarredDictComp)
def of_dicts(reader: Reader, node: cst.StarredDictComp) -> Expr:
    start = reader.scan.take("{")
    stars = reader.scan.take("**")
    value = reader.expr(node.value)
    element = Star(stars, reader.scan.end - stars, value)
    clauses = _clauses(reader, node.for_in)
    reader.scan.take("}")
    return Comprehension(start, reader.scan.end - start, "dict", element, None, clauses)


@TABLE.reads(cst.GeneratorExp)
def generator(reader: Reader, node: cst.GeneratorExp) -> Expr:
    """The parentheses are its own, except those it borrows from a call of which it is the only argument."""
    opening = reader.scan.take("(") if node.lpar else None
    element = reader.expr(node.elt)
    start = reader.edge if opening is None else opening
    clauses = _clauses(reader, node.for_in)
    if node.rpar:
        reader.scan.take(")")
    return Comprehension(start, reader.scan.end - start, "generator", element, None, clauses)


def _clauses(reader: Reader, node: cst.CompFor) -> tuple[Clause, ...]:
    found: list[Clause] = []
    rest: cst.CompFor | None = node
    while rest is not None:
        start = reader.scan.take("async" if rest.asynchronous else "for")
        target = reader.expr(rest.target)
        iterated = reader.expr(rest.iter)
        tests = tuple([reader.expr(entry.test) for entry in rest.ifs])
        found.append(Clause(start, reader.scan.end - start, target, iterated, tests, rest.asynchronous is not None))
        rest = rest.inner_for_in
    return tuple(found)
