from __future__ import annotations

import sys
import threading

import pytest

from archlint.extract import with_deep_stack
from archlint.extract.deep import is_deep


def depth(levels: int) -> int:
    return 0 if levels == 0 else 1 + depth(levels - 1)


def test_a_deep_stack_holds_deep_recursion() -> None:
    assert with_deep_stack(lambda: depth(15_000)) == 15_000


def test_what_a_function_raises_is_handed_on() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        with_deep_stack(lambda: int("no number"))


def test_one_deep_thread_serves_all_calls_inside_it() -> None:
    outer, inner = with_deep_stack(lambda: (threading.get_ident(), with_deep_stack(threading.get_ident)))
    assert outer == inner != threading.get_ident()
    assert not is_deep()


def test_other_threads_keep_their_stack_size() -> None:
    before = threading.stack_size()
    with_deep_stack(lambda: None)
    assert threading.stack_size() == before


def test_the_recursion_limit_is_never_lowered() -> None:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(50_000)
    try:
        assert with_deep_stack(sys.getrecursionlimit) == 50_000
    finally:
        sys.setrecursionlimit(before)
