"""Functions and classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from archlint.extract.calls import argument
from archlint.extract.fields import class_fields, class_methods, docstring
from archlint.extract.guards import function_guard
from archlint.extract.nodes import cst
from archlint.extract.parameters import parameters, type_parameters
from archlint.extract.table import Table
from archlint.facts import Block, Class, Define, Expr, Function, Keyword, Stmt, encode_block

if TYPE_CHECKING:
    from archlint.extract.reader import Reader

TABLE: Table[Stmt] = Table()


@TABLE.reads(cst.FunctionDef)
def function(reader: Reader, node: cst.FunctionDef) -> Stmt:
    index = len(reader.functions)
    reader.functions.append(None)
    outer_words, reader.words = reader.words, set()
    outer_yields = reader.yields
    header_start, decorators = _decorators(reader, node.decorators)
    start = reader.scan.take("async" if node.asynchronous else "def")
    header_start = start if header_start is None else header_start
    name = reader.scan.take(node.name.value)
    type_params = type_parameters(reader, node.type_parameters)
    reader.scan.take("(")
    params = parameters(reader, node.params)
    reader.scan.take(")")
    returns = reader.annotation(node.returns)
    reader.scan.colon()
    header_end = reader.scan.end
    scope, owner = reader.scope, reader.scope if reader.kind == "class" else ""
    reader.yields = False
    qualname, body = _inner(reader, node.name.value, "function", node.body)
    reader.functions[index] = Function(
        start=name,
        length=len(node.name.value),
        name=node.name.value,
        qualname=qualname,
        owner=owner,
        scope=scope,
        header_start=header_start,
        header_end=header_end,
        is_async=node.asynchronous is not None,
        is_generator=reader.yields,
        decorators=decorators,
        parameters=params,
        returns=returns,
        type_params=type_params,
        mentions=tuple(sorted(reader.words)),
        doc=docstring(body),
        body=encode_block(body),
    )
    reader.words, reader.yields = outer_words, outer_yields
    return Define(header_start, header_end - header_start, node.name.value, "function", index)


@TABLE.reads(cst.ClassDef)
def class_(reader: Reader, node: cst.ClassDef) -> Stmt:
    index = len(reader.classes)
    reader.classes.append(None)
    outer_words, reader.words = reader.words, set()
    header_start, decorators = _decorators(reader, node.decorators)
    start = reader.scan.take("class")
    header_start = start if header_start is None else header_start
    name = reader.scan.take(node.name.value)
    type_params = type_parameters(reader, node.type_parameters)
    bases, keywords = _bases(reader, node)
    reader.scan.colon()
    header_end = reader.scan.end
    scope = reader.scope
    qualname, body = _inner(reader, node.name.value, "class", node.body)
    reader.classes[index] = Class(
        start=name,
        length=len(node.name.value),
        name=node.name.value,
        qualname=qualname,
        scope=scope,
        header_start=header_start,
        header_end=header_end,
        bases=bases,
        keywords=keywords,
        decorators=decorators,
        type_params=type_params,
        fields=class_fields(body),
        methods=class_methods(body),
        body=body,
        doc=docstring(body),
    )
    reader.words = outer_words
    return Define(header_start, header_end - header_start, node.name.value, "class", index)


def _decorators(reader: Reader, nodes: Sequence[cst.Decorator]) -> tuple[int | None, tuple[Expr, ...]]:
    first: int | None = None
    found: list[Expr] = []
    for node in nodes:
        start = reader.scan.take("@")
        first = start if first is None else first
        found.append(reader.expr(node.decorator))
    return first, tuple(found)


def _bases(reader: Reader, node: cst.ClassDef) -> tuple[tuple[Expr, ...], tuple[Keyword, ...]]:
    bases: list[Expr] = []
    keywords: list[Keyword] = []
    if isinstance(node.lpar, cst.LeftParen):
        reader.scan.take("(")
        for arg in (*node.bases, *node.keywords):
            argument(reader, arg, bases, keywords)
        reader.scan.take(")")
    return tuple(bases), tuple(keywords)


def _inner(reader: Reader, name: str, kind: Literal["class", "function"], body: cst.BaseSuite) -> tuple[str, Block]:
    """Read the body of a definition in its own scope; tell the qualified name too."""
    outer = reader.scope, reader.kind, reader.guard, reader.depth
    prefix = f"{reader.scope}.<locals>." if reader.kind == "function" else f"{reader.scope}." if reader.scope else ""
    reader.scope, reader.kind, reader.depth = prefix + name, kind, 0
    if kind == "function":
        reader.guard = function_guard(reader.guard)
    block = reader.block(body)
    qualname = reader.scope
    reader.scope, reader.kind, reader.guard, reader.depth = outer
    return qualname, block
