"""Which function reads which kind of node."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar, cast

if TYPE_CHECKING:
    from archlint.extract.nodes import cst
    from archlint.extract.reader import Reader

T = TypeVar("T")
N = TypeVar("N", bound="cst.CSTNode")
Entering: TypeAlias = "Callable[[Callable[[Reader, N], T]], Callable[[Reader, N], T]]"


class Table(dict["type[cst.CSTNode]", "Callable[[Reader, cst.CSTNode], T]"], Generic[T]):
    """Reading functions by the exact type of node."""

    def reads(self, kind: type[N], *more: type[cst.CSTNode]) -> Entering[N, T]:
        """Enter a function for the kinds of node it reads."""

        def enter(function: Callable[[Reader, N], T]) -> Callable[[Reader, N], T]:
            kinds: list[type[cst.CSTNode]] = [kind, *more]
            self.update(dict.fromkeys(kinds, cast("Callable[[Reader, cst.CSTNode], T]", function)))
            return function

        return enter
