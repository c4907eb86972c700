"""From checked text to a tree."""

from __future__ import annotations

from archlint.extract import nodes
from archlint.extract.nodes import SyntaxRefused, cst
from archlint.extract.prescan import prescan
from archlint.extract.scanner import Scanner
from archlint.extract.syntax import plain, refusal
from archlint.extract.unreadable import WAY_OUT, Unreadable


def parse_expression(text: str) -> cst.BaseExpression | None:
    """The tree of an expression, or None for what is none."""
    try:
        prescan(text)
        return nodes.parse_expression(text)
    except Exception:  # LibCST leaves open what it raises
        return None


def parse_module(text: str, start: int, stop: int, scan: Scanner) -> cst.Module:
    """The tree of a stretch of a file."""
    try:
        return nodes.parse_module(text[start:stop])
    except RecursionError:
        raise Unreadable("too-deep", f"the code nests too deep to be parsed; {WAY_OUT}") from None
    except MemoryError:
        raise Unreadable("too-large", f"the file needs more memory than there is; {WAY_OUT}") from None
    except SyntaxRefused as error:
        raise refusal(error, text, start, scan) from None
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        message = f"the file cannot be parsed ({plain(str(error))}); correct it or {WAY_OUT}"
        raise Unreadable("parse-error", message) from None
