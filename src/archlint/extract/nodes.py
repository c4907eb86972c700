"""The nodes of the trees that are read here: LibCST's, by their names and fields, made for reading only.

The native parser imports the package that it is part of, and asks it for a class by name, for every node that it makes.
Here it is given structs: LibCST's own classes check each new node and freeze it, which is two fifths of the time of a
parse, and importing them takes as long as parsing thirty files. Two thirds of all nodes are whitespace and signs that
nobody reads: they are all one empty text.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar, cast

import msgspec

from archlint.extract.layouts import LAYOUTS, VERSION

if TYPE_CHECKING:
    import libcst as cst

__all__ = ["SyntaxRefused", "cst", "parse_expression", "parse_module"]

P = ParamSpec("P")
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., object])
_PACKAGE = "libcst"
UNREAD = frozenset(
    {
        *("SimpleWhitespace", "ParenthesizedWhitespace", "TrailingWhitespace", "EmptyLine", "Newline", "Comment"),
        *("AssignEqual", "Dot", "Semicolon", "LeftSquareBracket", "RightSquareBracket"),
        *("LeftCurlyBrace", "RightCurlyBrace"),
    }
)
"""The kinds of node that no reader looks into; of each there is only told whether it is there."""


class SyntaxRefused(Exception):  # noqa: N818 - said by the parser, which calls it ParserSyntaxError
    """What the native parser raises for a text that is no Python."""

    def __init__(self, message: str, *, lines: Sequence[str], raw_line: int, raw_column: int) -> None:
        super().__init__(message)
        self.message = message
        self.lines = lines
        self.raw_line = raw_line
        self.raw_column = raw_column


class _Native(Protocol):
    def parse_module(self, source: str, encoding: str) -> cst.Module: ...
    def parse_expression(self, source: str) -> cst.BaseExpression: ...


def parse_module(source: str) -> cst.Module:
    """The tree of a module; raises SyntaxRefused."""
    with _standing_in(_offered):
        return _called(_native.parse_module, source, "utf-8")


def parse_expression(source: str) -> cst.BaseExpression:
    """The tree of an expression; raises SyntaxRefused."""
    with _standing_in(_offered):
        return _called(_native.parse_expression, source)


def layouts_of_libcst() -> dict[str, tuple[str, ...]]:
    """The fields of every kind of node in the LibCST that is installed, which is imported for it."""
    from dataclasses import fields
    from inspect import isabstract

    import libcst

    kinds = (each for each in vars(libcst).values() if isinstance(each, type) and issubclass(each, libcst.CSTNode))
    return {kind.__name__: tuple(each.name for each in fields(kind)) for kind in kinds if not isabstract(kind)}


def _layouts() -> Mapping[str, Sequence[str]]:
    try:
        is_recorded = f"'{VERSION}'" in (Path(_folders[0]) / "_version.py").read_text(encoding="utf-8")
    except (OSError, IndexError):
        is_recorded = False
    return {kind: names.split() for kind, names in LAYOUTS.items()} if is_recorded else layouts_of_libcst()


def _package() -> ModuleType:
    """A module with a struct for every kind of node; what the parser leaves out is None."""
    made = ModuleType(_PACKAGE)
    made.__spec__, made.__path__ = _spec, _folders
    for kind, names in _layouts().items():
        setattr(made, kind, msgspec.defstruct(kind, [(name, object, None) for name in names], eq=False, gc=False))
    made.ParserSyntaxError = SyntaxRefused  # type: ignore[attr-defined]
    return made


def _offered_by(package: ModuleType) -> ModuleType:
    """What the parser takes for a package: names that stand in a class are found in one step, in a module in three."""
    names = {name: value for name, value in vars(package).items() if not name.startswith("_")}
    unread = dict.fromkeys(UNREAD, "".format)
    return cast("ModuleType", type(_PACKAGE, (), {"__slots__": (), **names, **unread})())


def _importing_nothing(function: F) -> F:
    """A function that has `sys.audit` for its imports, which takes anything and has nothing to do; it has no other
    names than its own.
    """
    assert isinstance(function, FunctionType)
    return cast("F", FunctionType(function.__code__, {"__builtins__": {"__import__": sys.audit}}))


@_importing_nothing
def _called(parse: Callable[P, T], *texts: P.args, **options: P.kwargs) -> T:
    return parse(*texts, **options)


@contextmanager
def _standing_in(package: ModuleType) -> Iterator[None]:
    """Have the parser find a package where it looks for LibCST's."""
    whole = sys.modules.get(_PACKAGE)
    sys.modules[_PACKAGE] = package
    try:
        yield
    finally:
        if whole is None:
            del sys.modules[_PACKAGE]
        else:
            sys.modules[_PACKAGE] = whole


_found = find_spec(_PACKAGE)
assert _found is not None
_spec = _found
_folders = list(_spec.submodule_search_locations or ())
_light = _package()
with _standing_in(_light):
    _native = cast("_Native", importlib.import_module(f"{_PACKAGE}.native"))
_offered = _offered_by(_light)
if not TYPE_CHECKING:
    cst = _light
