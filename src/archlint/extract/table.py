"""Which function reads which kind of node."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar, cast

from libcst import CSTNode

if TYPE_CHECKING:
    from archlint.extract.reader import Reader

T = TypeVar("T")
N = TypeVar("N", bound=CSTNode)
Entering: TypeAlias = "Callable[[Callable[[Reader, N], T]], Callable[[Reader, N], T]]"


class Table(dict[type[CSTNode], "Callable[[Reader, CSTNode], T]"], Generic[T]):
    """Reading functions by the exact type of node."""

    def reads(self, kind: type[N], *more: type[CSTNode]) -> Entering[N, T]:
        """Enter a function for the kinds of node it reads."""

        def enter(function: Callable[[Reader, N], T]) -> Callable[[Reader, N], T]:
            kinds: list[type[CSTNode]] = [kind, *more]
            self.update(dict.fromkeys(kinds, cast("Callable[[Reader, CSTNode], T]", function)))
            return function

        return enter
