"""The one descent through a file's tree: what it carries along, and how it finds the function for a node."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias

from archlint.extract import (
    calls,
    compounds,
    comprehensions,
    definitions,
    displays,
    forms,
    imports,
    literals,
    operators,
    simples,
    strings,
)
from archlint.extract.nodes import cst
from archlint.extract.scanner import Scanner, Still
from archlint.extract.unreadable import TooDeepError
from archlint.facts import Block, Class, Expr, Function, Guard, Import, Stmt

MAX_DEPTH = 840
"""Nested arrays in the encoded facts: msgspec decodes 1,000 of them under Python's usual recursion limit."""
EXPRESSION_DEPTH = 3
BLOCK_DEPTH = 4
"""What a nested expression or block adds at most."""

_ExpressionTable: TypeAlias = "dict[type[cst.CSTNode], Callable[[Reader, cst.CSTNode], Expr]]"
_StatementTable: TypeAlias = "dict[type[cst.CSTNode], Callable[[Reader, cst.CSTNode], Stmt]]"

EXPRESSIONS: _ExpressionTable = {
    **literals.TABLE,
    **strings.TABLE,
    **calls.TABLE,
    **operators.TABLE,
    **displays.TABLE,
    **forms.TABLE,
    **comprehensions.TABLE,
}
STATEMENTS: _StatementTable = {**simples.TABLE, **imports.TABLE, **compounds.TABLE, **definitions.TABLE}

_OWN_PARENTHESES = frozenset({cst.Tuple, cst.GeneratorExp})
"""Nodes to which the innermost of their parentheses belong."""


class Reader:
    """What the descent knows while it goes: the scanner, the scope it is in, and the facts found so far."""

    __slots__ = (
        "annotating",
        "binds",
        "classes",
        "depth",
        "edge",
        "functions",
        "guard",
        "imports",
        "kind",
        "lookups",
        "scan",
        "scope",
        "words",
        "yields",
    )

    def __init__(self) -> None:
        self.scan: Scanner | Still = Still(0, 0)
        self.imports: list[Import] = []
        self.functions: list[Function | None] = []
        self.classes: list[Class | None] = []
        self.scope = ""
        self.kind: Literal["module", "class", "function"] = "module"
        self.guard: Guard = ""
        self.words: set[str] = set()
        self.yields = False
        self.annotating = False
        self.lookups: list[Expr] = []
        self.binds: list[str] = []
        self.depth = 0
        self.edge = 0
        """Where the expression read last starts, its parentheses included."""

    def expr(self, node: cst.BaseExpression) -> Expr:
        """Read an expression."""
        self.depth += EXPRESSION_DEPTH
        if self.depth > MAX_DEPTH:
            raise TooDeepError
        if node.lpar:
            found = self._parenthesised(node)
        else:
            found = EXPRESSIONS[type(node)](self, node)
            self.edge = found.start
        self.depth -= EXPRESSION_DEPTH
        return found

    def _parenthesised(self, node: cst.BaseExpression) -> Expr:
        count = len(node.lpar) - (type(node) in _OWN_PARENTHESES)
        starts = [self.scan.take("(") for _ in range(count)]
        found = EXPRESSIONS[type(node)](self, node)
        for _ in range(count):
            self.scan.take(")")
        self.edge = starts[0] if starts else found.start
        return found

    def optional(self, node: cst.BaseExpression | None) -> Expr | None:
        """Read an expression that may be absent."""
        return None if node is None else self.expr(node)

    def items(self, nodes: Iterable[cst.BaseElement]) -> tuple[Expr, ...]:
        """Read the elements of a display or tuple."""
        return tuple([self.expr(node if isinstance(node, cst.StarredElement) else node.value) for node in nodes])

    def annotation(self, node: cst.Annotation | None) -> Expr | None:
        """Read an annotation, in which strings are code."""
        if node is None:
            return None
        before, self.annotating = self.annotating, True
        found = self.expr(node.annotation)
        self.annotating = before
        return found

    def word(self, node: cst.Name) -> int:
        """Go past an identifier and tell where it starts."""
        self.words.add(node.value)
        return self.scan.take(node.value)

    def block(self, suite: cst.BaseSuite | cst.Module) -> Block:
        """Read the statements of a block."""
        self.depth += BLOCK_DEPTH
        if self.depth > MAX_DEPTH:
            raise TooDeepError
        found: list[Stmt] = []
        for node in suite.body:
            if type(node) is cst.SimpleStatementLine:
                found += [STATEMENTS[type(small)](self, small) for small in node.body]
            else:
                found.append(STATEMENTS[type(node)](self, node))
        self.depth -= BLOCK_DEPTH
        return tuple(found)
