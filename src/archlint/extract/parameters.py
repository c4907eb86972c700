"""The parameters of functions and lambdas, and the type parameters of definitions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

from archlint.extract.nodes import cst
from archlint.facts import Parameter

if TYPE_CHECKING:
    from archlint.extract.reader import Reader

_Kind: TypeAlias = Literal["positional", "normal", "keyword", "args", "kwargs"]


def parameters(reader: Reader, node: cst.Parameters) -> tuple[Parameter, ...]:
    """Read a list of parameters."""
    return tuple([_parameter(reader, param, kind) for param, kind in _in_order(node)])


def _in_order(node: cst.Parameters) -> Iterator[tuple[cst.Param, _Kind]]:
    for param in node.posonly_params:
        yield param, "positional"
    for param in node.params:
        yield param, "normal"
    if isinstance(node.star_arg, cst.Param):
        yield node.star_arg, "args"
    for param in node.kwonly_params:
        yield param, "keyword"
    if node.star_kwarg is not None:
        yield node.star_kwarg, "kwargs"


def _parameter(reader: Reader, node: cst.Param, kind: _Kind) -> Parameter:
    start = reader.word(node.name)
    end = reader.scan.end
    annotation = reader.annotation(node.annotation)
    default = reader.optional(node.default)
    return Parameter(start, end - start, node.name.value, kind, annotation, default)


def type_parameters(reader: Reader, node: cst.TypeParameters | None) -> tuple[str, ...]:
    """Read `[T: bound = default, *Ts, **P]`, of which facts keep the names."""
    if node is None:
        return ()
    names: list[str] = []
    reader.scan.take("[")
    for entry in node.params:
        reader.word(entry.param.name)
        if isinstance(entry.param, cst.TypeVar):
            reader.optional(entry.param.bound)
        if entry.star and entry.default is not None:
            reader.scan.take("*")
        reader.optional(entry.default)
        names.append(entry.param.name.value)
    reader.scan.take("]")
    return tuple(names)
