"""Statements that fit on a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from archlint.extract.nodes import cst
from archlint.extract.parameters import type_parameters
from archlint.extract.table import Table
from archlint.facts import Alias, Assert, Assign, Delete, Evaluate, Expr, Global, Jump, Raise, Return, Stmt

if TYPE_CHECKING:
    from archlint.extract.reader import Reader

TABLE: Table[Stmt] = Table()

_AUGMENTED: dict[type[cst.BaseAugOp], str] = {
    cst.AddAssign: "+=",
    cst.SubtractAssign: "-=",
    cst.MultiplyAssign: "*=",
    cst.MatrixMultiplyAssign: "@=",
    cst.DivideAssign: "/=",
    cst.FloorDivideAssign: "//=",
    cst.ModuloAssign: "%=",
    cst.PowerAssign: "**=",
    cst.LeftShiftAssign: "<<=",
    cst.RightShiftAssign: ">>=",
    cst.BitAndAssign: "&=",
    cst.BitOrAssign: "|=",
    cst.BitXorAssign: "^=",
}


@TABLE.reads(cst.Expr)
def evaluate(reader: Reader, node: cst.Expr) -> Stmt:
    value = reader.expr(node.value)
    return Evaluate(reader.edge, reader.scan.end - reader.edge, value)


@TABLE.reads(cst.Assign)
def assign(reader: Reader, node: cst.Assign) -> Stmt:
    targets = [reader.expr(node.targets[0].target)]
    start = reader.edge
    targets += [reader.expr(entry.target) for entry in node.targets[1:]]
    value = reader.expr(node.value)
    return Assign(start, reader.scan.end - start, tuple(targets), value, None, "=")


@TABLE.reads(cst.AnnAssign)
def annotated(reader: Reader, node: cst.AnnAssign) -> Stmt:
    target = reader.expr(node.target)
    start = reader.edge
    annotation = reader.annotation(node.annotation)
    value = reader.optional(node.value)
    return Assign(start, reader.scan.end - start, (target,), value, annotation, ":")


@TABLE.reads(cst.AugAssign)
def augmented(reader: Reader, node: cst.AugAssign) -> Stmt:
    target = reader.expr(node.target)
    start = reader.edge
    value = reader.expr(node.value)
    return Assign(start, reader.scan.end - start, (target,), value, None, _AUGMENTED[type(node.operator)])


@TABLE.reads(cst.Return)
def returning(reader: Reader, node: cst.Return) -> Stmt:
    start = reader.scan.take("return")
    value = reader.optional(node.value)
    return Return(start, reader.scan.end - start, value)


@TABLE.reads(cst.Raise)
def raising(reader: Reader, node: cst.Raise) -> Stmt:
    start = reader.scan.take("raise")
    exc = reader.optional(node.exc)
    cause = reader.optional(node.cause.item if node.cause is not None else None)
    return Raise(start, reader.scan.end - start, exc, cause)


@TABLE.reads(cst.Assert)
def asserting(reader: Reader, node: cst.Assert) -> Stmt:
    start = reader.scan.take("assert")
    test = reader.expr(node.test)
    message = reader.optional(node.msg)
    return Assert(start, reader.scan.end - start, test, message)


@TABLE.reads(cst.Del)
def deleting(reader: Reader, node: cst.Del) -> Stmt:
    start = reader.scan.take("del")
    target = reader.expr(node.target)
    targets: tuple[Expr, ...] = getattr(target, "items", ()) if isinstance(node.target, cst.Tuple) else (target,)
    return Delete(start, reader.scan.end - start, targets)


@TABLE.reads(cst.Global)
def global_names(reader: Reader, node: cst.Global) -> Stmt:
    return _outer(reader, "global", node.names)


@TABLE.reads(cst.Nonlocal)
def nonlocal_names(reader: Reader, node: cst.Nonlocal) -> Stmt:
    return _outer(reader, "nonlocal", node.names)


def _outer(reader: Reader, word: str, names: Sequence[cst.NameItem]) -> Stmt:
    start = reader.scan.take(word)
    for item in names:
        reader.word(item.name)
    return Global(start, reader.scan.end - start, tuple([item.name.value for item in names]), word == "nonlocal")


@TABLE.reads(cst.TypeAlias)
def alias(reader: Reader, node: cst.TypeAlias) -> Stmt:
    start = reader.scan.take("type")
    reader.word(node.name)
    parameters = type_parameters(reader, node.type_parameters)
    value = reader.expr(node.value)
    return Alias(start, reader.scan.end - start, node.name.value, parameters, value)


@TABLE.reads(cst.Pass)
def passing(reader: Reader, _: cst.Pass) -> Stmt:
    return _jump(reader, "pass")


@TABLE.reads(cst.Break)
def breaking(reader: Reader, _: cst.Break) -> Stmt:
    return _jump(reader, "break")


@TABLE.reads(cst.Continue)
def continuing(reader: Reader, _: cst.Continue) -> Stmt:
    return _jump(reader, "continue")


def _jump(reader: Reader, word: Literal["pass", "break", "continue"]) -> Stmt:
    return Jump(reader.scan.take(word), len(word), word)
