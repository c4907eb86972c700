"""One file's bytes to its facts."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import libcst as cst

from archlint.extract.decode import decode
from archlint.extract.deep import with_deep_stack
from archlint.extract.exports import exported
from archlint.extract.fields import docstring
from archlint.extract.formatted import spans_in_tree
from archlint.extract.lexing import LINE_END, masked
from archlint.extract.parsing import parse_module
from archlint.extract.pragmas import pragmas
from archlint.extract.prescan import prescan
from archlint.extract.reader import Reader, TooDeepError
from archlint.extract.scanner import OutOfStepError, Scanner
from archlint.extract.unreadable import WAY_OUT, Unreadable
from archlint.facts import Block, Module

MAX_TOKENS = 2_000_000
"""Words, numbers, strings, brackets and comments: LibCST takes 1 to 2 kB for each."""


def extract(data: bytes, *, max_size: int) -> Module:
    """The facts of a file; raises `Unreadable` for what cannot become facts."""
    if len(data) > max_size:
        message = f"the file has {len(data)} bytes, more than the {max_size} that are read; {WAY_OUT}"
        raise Unreadable("too-large", message)
    return with_deep_stack(lambda: _extract(data))


def _extract(data: bytes) -> Module:
    text = decode(data)
    with _uncollected():
        scan = Scanner(prescan(text))
        if len(scan) > MAX_TOKENS:
            message = f"the file has {len(scan)} words, more than the {MAX_TOKENS} that fit in memory; {WAY_OUT}"
            raise Unreadable("too-large", message)
        found = pragmas(text, scan)
        tree = parse_module(text, scan)
        reader, top = _read(tree, text, scan)
    starts = (0, *(match.end() for match in LINE_END.finditer(text)))
    return Module(
        digest=hashlib.sha256(data).hexdigest(),
        line_starts=starts,
        length=len(text),
        imports=tuple(reader.imports),
        exports=exported(top),
        pragmas=found,
        classes=tuple([entry for entry in reader.classes if entry is not None]),
        functions=tuple([entry for entry in reader.functions if entry is not None]),
        top=top,
        doc=docstring(top),
    )


def _read(tree: cst.Module, text: str, scan: Scanner) -> tuple[Reader, Block]:
    try:
        try:
            return _descend(tree, scan)
        except (OutOfStepError, IndexError):
            return _descend(tree, Scanner(masked(text, spans_in_tree(tree, text))))
    except (OutOfStepError, IndexError):
        message = f"archlint cannot tell where things stand in the file, please report it; until then, {WAY_OUT}"
        raise Unreadable("parse-error", message) from None
    except (TooDeepError, RecursionError):
        message = f"the code nests deeper than any reader could follow; {WAY_OUT}"
        raise Unreadable("too-deep", message) from None


def _descend(tree: cst.Module, scan: Scanner) -> tuple[Reader, Block]:
    reader = Reader(scan)
    return reader, reader.block(tree)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the garbage collector rest: a tree has no cycles, yet is millions of objects to look at."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
