"""The reason behind a rule, a finding, a layer: answers as data, then in words."""

from __future__ import annotations

from archlint.explain.answering import answer, missing
from archlint.explain.shape import Answer
from archlint.explain.target import Asked, UnknownTargetError, asked, page_of
from archlint.explain.telling import tell
from archlint.explain.viewing import Viewing

__all__ = ["Answer", "Asked", "UnknownTargetError", "Viewing", "answer", "asked", "missing", "page_of", "tell"]
