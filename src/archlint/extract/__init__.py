"""source → facts: the only place that knows LibCST."""

from __future__ import annotations

from archlint.extract.deep import with_deep_stack
from archlint.extract.module import extract
from archlint.extract.unreadable import Unreadable

__all__ = ["Unreadable", "extract", "with_deep_stack"]
