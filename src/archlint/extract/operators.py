"""Operators: what stands in a row is read in a row, however long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.extract.nodes import cst
from archlint.extract.table import Table
from archlint.facts import Expr, Operator

if TYPE_CHECKING:
    from archlint.extract.reader import Reader

TABLE: Table[Expr] = Table()

_BINARY: dict[type[cst.BaseBinaryOp], tuple[str, int]] = {
    cst.BitOr: ("|", 1),
    cst.BitXor: ("^", 2),
    cst.BitAnd: ("&", 3),
    cst.LeftShift: ("<<", 4),
    cst.RightShift: (">>", 4),
    cst.Add: ("+", 5),
    cst.Subtract: ("-", 5),
    cst.Multiply: ("*", 6),
    cst.Divide: ("/", 6),
    cst.FloorDivide: ("//", 6),
    cst.Modulo: ("%", 6),
    cst.MatrixMultiply: ("@", 6),
    cst.Power: ("**", 7),
}
"""Symbol and precedence: operators of one precedence share an `Operator`."""
_COMPARISONS: dict[type[cst.BaseCompOp], str] = {
    cst.LessThan: "<",
    cst.GreaterThan: ">",
    cst.Equal: "==",
    cst.LessThanEqual: "<=",
    cst.GreaterThanEqual: ">=",
    cst.NotEqual: "!=",
    cst.In: "in",
    cst.NotIn: "not in",
    cst.Is: "is",
    cst.IsNot: "is not",
}
_UNARY: dict[type[cst.BaseUnaryOp], str] = {cst.Not: "not", cst.Minus: "-", cst.Plus: "+", cst.BitInvert: "~"}


@TABLE.reads(cst.BinaryOperation)
def binary(reader: Reader, node: cst.BinaryOperation) -> Expr:
    spine = [node]
    left = node.left
    while isinstance(left, cst.BinaryOperation) and not left.lpar:
        spine.append(left)
        left = left.left
    operands = [reader.expr(left)]
    start = reader.edge
    ops: list[str] = []
    last = 0
    for step in reversed(spine):
        symbol, precedence = _BINARY[type(step.operator)]
        if ops and precedence != last:
            operands = [Operator(start, reader.scan.end - start, tuple(ops), tuple(operands))]
            ops = []
        if symbol in "+-":
            reader.scan.take(symbol)
        operands.append(reader.expr(step.right))
        ops.append(symbol)
        last = precedence
    return Operator(start, reader.scan.end - start, tuple(ops), tuple(operands))


@TABLE.reads(cst.BooleanOperation)
def boolean(reader: Reader, node: cst.BooleanOperation) -> Expr:
    word = type(node.operator)
    rights = [node.right]
    left = node.left
    while isinstance(left, cst.BooleanOperation) and type(left.operator) is word and not left.lpar:
        rights.append(left.right)
        left = left.left
    operands = [reader.expr(left)]
    start = reader.edge
    operands += [reader.expr(right) for right in reversed(rights)]
    ops = ("and" if word is cst.And else "or",) * len(rights)
    return Operator(start, reader.scan.end - start, ops, tuple(operands))


@TABLE.reads(cst.Comparison)
def comparison(reader: Reader, node: cst.Comparison) -> Expr:
    operands = [reader.expr(node.left)]
    start = reader.edge
    ops: list[str] = []
    for target in node.comparisons:
        op = _COMPARISONS[type(target.operator)]
        if "not" in op:
            reader.scan.take("not")
        operands.append(reader.expr(target.comparator))
        ops.append(op)
    return Operator(start, reader.scan.end - start, tuple(ops), tuple(operands))


@TABLE.reads(cst.UnaryOperation)
def unary(reader: Reader, node: cst.UnaryOperation) -> Expr:
    op = _UNARY[type(node.operator)]
    start = reader.scan.take(op)
    operand = reader.expr(node.expression)
    return Operator(start, reader.scan.end - start, (op,), (operand,))
