"""Trees for reading only: the parser's nodes are well-formed and nobody changes them, so they can be built for less.

LibCST checks each new node, freezes it, and makes an object of every space; together that is a third of the time
that a parse takes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import libcst as cst

_UNREAD: dict[str, cst.CSTNode] = {
    "Comment": cst.Comment("#"),
    "EmptyLine": cst.EmptyLine(),
    "Newline": cst.Newline(),
    "ParenthesizedWhitespace": cst.ParenthesizedWhitespace(),
    "SimpleWhitespace": cst.SimpleWhitespace(" "),
    "TrailingWhitespace": cst.TrailingWhitespace(),
}
"""What the descent does not look into, by the name under which the parser asks for the class: one stands for all."""
_WHOLE = {name: getattr(cst, name) for name in _UNREAD}
_FREQUENT: tuple[type[cst.CSTNode], ...] = (
    *(cst.AnnAssign, cst.Annotation, cst.Arg, cst.Assign, cst.AssignEqual, cst.AssignTarget, cst.Asynchronous),
    *(cst.Attribute, cst.Await, cst.BinaryOperation, cst.BitOr, cst.BooleanOperation, cst.Call, cst.ClassDef),
    *(cst.Comparison, cst.ComparisonTarget, cst.Decorator, cst.Dict, cst.DictElement, cst.Dot, cst.Element, cst.Equal),
    *(cst.Expr, cst.FormattedString, cst.FormattedStringExpression, cst.FormattedStringText, cst.FunctionDef, cst.If),
    *(cst.ImportAlias, cst.ImportFrom, cst.IndentedBlock, cst.Index, cst.Integer, cst.LeftCurlyBrace, cst.LeftParen),
    *(cst.LeftSquareBracket, cst.List, cst.Name, cst.Param, cst.Parameters, cst.Return, cst.RightCurlyBrace),
    *(cst.RightParen, cst.RightSquareBracket, cst.SimpleStatementLine, cst.SimpleString, cst.Subscript),
    *(cst.SubscriptElement, cst.Tuple),
)
"""The classes of nine nodes in ten."""


def lighten() -> None:
    """Build lean trees in this process from now on; for a process in which nobody else wants trees of LibCST."""
    source = "".join(_initializer(kind) for kind in _FREQUENT)
    made: dict[str, Callable[..., None]] = {}
    exec(compile(source, __file__, "exec"), made)  # noqa: S102 - of names of fields only
    for kind in _FREQUENT:
        plain, lean = kind.__init__, made[kind.__name__]
        lean.__defaults__, lean.__kwdefaults__ = plain.__defaults__, plain.__kwdefaults__
        kind.__init__ = lean  # type: ignore[method-assign]
        kind.__setattr__ = object.__setattr__  # type: ignore[method-assign]
    _put({name: _giving(node) for name, node in _UNREAD.items()})


@contextmanager
def whole_trees() -> Iterator[None]:
    """Parse with every space, for those who want the text back."""
    before = {name: getattr(cst, name) for name in _UNREAD}
    _put(_WHOLE)
    try:
        yield
    finally:
        _put(before)


def _put(named: Mapping[str, object]) -> None:
    for name, value in named.items():
        setattr(cst, name, value)


def _initializer(kind: type[cst.CSTNode]) -> str:
    names = [field.name for field in dataclasses.fields(kind)]
    return f"def {kind.__name__}(self, {', '.join(names)}):\n" + "".join(f"  self.{name} = {name}\n" for name in names)


def _giving(node: cst.CSTNode) -> Callable[..., cst.CSTNode]:
    return lambda **_: node
