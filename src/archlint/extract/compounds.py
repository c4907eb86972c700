"""Statements that hold blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.extract.guards import alternative_guard, if_guard, try_guard
from archlint.extract.nodes import cst
from archlint.extract.patterns import pattern
from archlint.extract.table import Table
from archlint.facts import Block, Branch, Case, Handler, If, Loop, Match, Stmt, Try, With, WithItem

if TYPE_CHECKING:
    from archlint.extract.reader import Reader

TABLE: Table[Stmt] = Table()


@TABLE.reads(cst.If)
def if_chain(reader: Reader, node: cst.If) -> Stmt:
    outer = reader.guard
    branches: list[Branch] = []
    rest: cst.If | cst.Else | None = node
    while isinstance(rest, cst.If):
        branches.append(_branch(reader, rest, "elif" if branches else "if"))
        reader.guard = outer
        rest = rest.orelse
    reader.guard = alternative_guard(outer)
    orelse = _block(reader, rest)
    reader.guard = outer
    return If(branches[0].start, branches[0].length, tuple(branches), orelse)


def _branch(reader: Reader, node: cst.If, word: str) -> Branch:
    start = reader.scan.take(word)
    test = reader.expr(node.test)
    reader.scan.colon()
    end = reader.scan.end
    reader.guard = if_guard(reader.guard, test)
    return Branch(start, end - start, test, reader.block(node.body))


def _block(reader: Reader, node: cst.Else | cst.Finally | None) -> Block:
    return () if node is None else reader.block(node.body)


@TABLE.reads(cst.While)
def while_loop(reader: Reader, node: cst.While) -> Stmt:
    start = reader.scan.take("while")
    test = reader.expr(node.test)
    reader.scan.colon()
    end = reader.scan.end
    body = reader.block(node.body)
    return Loop(start, end - start, None, test, body, _block(reader, node.orelse), is_async=False)


@TABLE.reads(cst.For)
def for_loop(reader: Reader, node: cst.For) -> Stmt:
    start = reader.scan.take("async" if node.asynchronous else "for")
    target = reader.expr(node.target)
    iterated = reader.expr(node.iter)
    reader.scan.colon()
    end = reader.scan.end
    body = reader.block(node.body)
    orelse = _block(reader, node.orelse)
    return Loop(start, end - start, target, iterated, body, orelse, node.asynchronous is not None)


@TABLE.reads(cst.With)
def with_block(reader: Reader, node: cst.With) -> Stmt:
    start = reader.scan.take("async" if node.asynchronous else "with")
    wrapped = isinstance(node.lpar, cst.LeftParen)
    if wrapped:
        reader.scan.take("(")
    items = tuple([_with_item(reader, item) for item in node.items])
    if wrapped:
        reader.scan.take(")")
    reader.scan.colon()
    end = reader.scan.end
    return With(start, end - start, items, reader.block(node.body), node.asynchronous is not None)


def _with_item(reader: Reader, node: cst.WithItem) -> WithItem:
    context = reader.expr(node.item)
    start = reader.edge
    target = reader.optional(node.asname.name if node.asname is not None else None)
    return WithItem(start, reader.scan.end - start, context, target)


@TABLE.reads(cst.Try, cst.TryStar)
def try_block(reader: Reader, node: cst.Try | cst.TryStar) -> Stmt:
    outer = reader.guard
    start = reader.scan.take("try")
    reader.scan.colon()
    end = reader.scan.end
    reader.guard = try_guard(outer)
    body = reader.block(node.body)
    handlers = tuple([_handler(reader, handler) for handler in node.handlers])
    reader.guard = outer
    orelse = _block(reader, node.orelse)
    final = _block(reader, node.finalbody)
    return Try(start, end - start, body, handlers, orelse, final, isinstance(node, cst.TryStar))


def _handler(reader: Reader, node: cst.ExceptHandler | cst.ExceptStarHandler) -> Handler:
    start = reader.scan.take("except")
    caught = reader.optional(node.type)
    name = None
    if node.name is not None:
        assert isinstance(node.name.name, cst.Name)
        name = node.name.name.value
        reader.word(node.name.name)
    reader.scan.colon()
    end = reader.scan.end
    return Handler(start, end - start, caught, name, reader.block(node.body))


@TABLE.reads(cst.Match)
def match_block(reader: Reader, node: cst.Match) -> Stmt:
    start = reader.scan.take("match")
    subject = reader.expr(node.subject)
    reader.scan.colon()
    end = reader.scan.end
    return Match(start, end - start, subject, tuple([_case(reader, case) for case in node.cases]))


def _case(reader: Reader, node: cst.MatchCase) -> Case:
    start = reader.scan.take("case")
    lookups, binds = pattern(reader, node.pattern)
    guard = reader.optional(node.guard)
    reader.scan.colon()
    end = reader.scan.end
    return Case(start, end - start, lookups, binds, guard, reader.block(node.body))
