"""A thread whose stack holds deep nesting: the parser recurses in native code, where an overflow ends the process."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

STACK_BYTES = 512 << 20
"""Address space, not memory: only pages that were touched count."""
RECURSION_LIMIT = 20_000

_lock = threading.Lock()
_here = threading.local()


def with_deep_stack(function: Callable[[], T]) -> T:
    """Run a function to its end in a thread with a deep stack, and hand on what it returns or raises."""
    if is_deep():
        return function()
    call = _Call(function)
    thread = threading.Thread(target=call, name="archlint-deep", daemon=True)
    with _lock:
        sys.setrecursionlimit(max(sys.getrecursionlimit(), RECURSION_LIMIT))
        before = threading.stack_size(STACK_BYTES)
        try:
            thread.start()
        finally:
            threading.stack_size(before)
    thread.join()
    return call.result()


def is_deep() -> bool:
    """Whether the current thread has a deep stack."""
    return getattr(_here, "deep", False)


class _Call(Generic[T]):
    """A function together with what came of it."""

    def __init__(self, function: Callable[[], T]) -> None:
        self._function = function
        self._value: T
        self._error: BaseException | None = None

    def __call__(self) -> None:
        _here.deep = True
        try:
            self._value = self._function()
        except BaseException as error:
            self._error = error

    def result(self) -> T:
        if self._error is not None:
            raise self._error
        return self._value
