"""A text, piece by piece: parsed, and read along its tokens."""

from __future__ import annotations

from typing import NamedTuple

from archlint.extract.formatted import spans_in_tree
from archlint.extract.lexing import masked
from archlint.extract.parsing import parse_module
from archlint.extract.pragmas import pragmas
from archlint.extract.prescan import Outline, prescan
from archlint.extract.reader import Reader
from archlint.extract.scanner import OutOfStepError, Scanner
from archlint.extract.unreadable import WAY_OUT, TooDeepError, Unreadable
from archlint.extract.weight import check_weight
from archlint.facts import Block, Class, Function, Import, Pragma, Stmt


class Found(NamedTuple):
    """All that the pieces of a text hold."""

    imports: list[Import]
    classes: list[Class]
    functions: list[Function]
    pragmas: list[Pragma]
    top: Block


def descend(text: str) -> Found:
    """Read a text; where quick positions fall out of step with the tree, read it again with certain ones."""
    outline = prescan(text)
    try:
        try:
            return _read(text, outline, certain=False)
        except (OutOfStepError, IndexError):
            return _read(text, outline, certain=True)
    except (OutOfStepError, IndexError):
        message = f"archlint cannot tell where things stand in the file, please report it; until then, {WAY_OUT}"
        raise Unreadable("parse-error", message) from None
    except (TooDeepError, RecursionError):
        message = f"the code nests deeper than any reader could follow; {WAY_OUT}"
        raise Unreadable("too-deep", message) from None


def _read(text: str, outline: Outline, *, certain: bool) -> Found:
    reader = Reader()
    comments: list[Pragma] = []
    top: list[Stmt] = []
    for start, stop in outline.pieces:
        check_weight(outline.masked[start:stop])
        scan = Scanner(outline.masked, start, stop)
        comments += pragmas(text, scan)
        tree = parse_module(text, start, stop, scan)
        reader.scan = Scanner(masked(text, spans_in_tree(text, start, stop)), start, stop) if certain else scan
        top += reader.block(tree)
    classes = [entry for entry in reader.classes if entry is not None]
    functions = [entry for entry in reader.functions if entry is not None]
    return Found(reader.imports, classes, functions, comments, tuple(top))
