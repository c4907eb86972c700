"""Two processes judge as one does."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest

from archlint.checks import Check, load
from archlint.config import discover
from archlint.engine import Request, run, sharing
from archlint.findings import Finding, Outcome
from archlint.project import Function, Project
from archlint.workers.beside import _Turns, from_both_ends
from engine.conftest import write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked here")
SERVICE = {
    "main.py": """
        import time

        from fastapi import FastAPI

        app = FastAPI()


        def pause() -> None:
            time.sleep(1)  # archlint: ignore[blocking-call-chain] reason="short"


        @app.get("/things/{thing}")
        async def show(name: str):
            time.sleep(1)
            pause()
            try:
                rows = open(name).read()
            except Exception:
                pass
            return rows
    """
}
"""A service with findings of both halves, and a comment that ends a chain."""


Judged: TypeAlias = Callable[..., Outcome]


@pytest.fixture
def shared(service: Path, monkeypatch: pytest.MonkeyPatch) -> Judged:
    """Judge the service with so many processes, however small it is."""
    monkeypatch.setattr(sharing, "FEWEST", 1)
    write(service, SERVICE)

    def judge(processes: int, *select: str) -> Outcome:
        flags = {"select": list(select or ("all",))}
        ((_, outcome),) = run(Request(discover([Path()], cwd=service, flags=flags), workers=processes))
        return outcome

    return judge


ALL = 1000
"""More turns than there are rules."""


@pytest.fixture
def leave(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], list[object]]]:
    """Let this process take so many turns, and a second one what is left; returns what second ones will have said."""
    pipes: list[int] = []

    def limit(turns: int) -> list[object]:
        me, real, left = os.getpid(), _Turns.take, [turns]
        said: list[object] = []
        opened, gate = os.pipe()
        pipes.extend((opened, gate))

        def take(shared: _Turns) -> bool:
            if os.getpid() == me:
                left[0] -= 1
                if left[0] >= 0 and real(shared):
                    return True
                os.write(gate, b"!")
                return False
            if left[0] >= 0:
                left[0] = -1
                os.read(opened, 1)
            return real(shared)

        def heard(
            row: Sequence[str], do: Callable[[str], None], tell: Callable[[], sharing._Told]
        ) -> sharing._Told | None:
            left[0] = turns
            told = from_both_ends(row, do, tell)
            said.append(told)
            return told

        monkeypatch.setattr(_Turns, "take", take)
        monkeypatch.setattr(sharing, "from_both_ends", heard)
        return said

    yield limit
    for each in pipes:
        os.close(each)


@pytest.mark.parametrize("turns", [0, 1, 20, ALL])
def test_two_processes_find_what_one_finds_however_they_share_the_rules(
    turns: int, shared: Judged, leave: Callable[[int], list[object]]
) -> None:
    alone = shared(1)
    assert {"concurrency", "errors", "routing"} <= {each.rule.partition("/")[0] for each in alone.findings}
    assert "suppressions/unused-suppression" not in {each.rule for each in alone.findings}
    said = leave(turns)
    assert shared(2) == alone
    assert len(said) == 1
    assert said[0] is not None


@pytest.mark.parametrize("select", [("errors", "schemas"), ("concurrency",), ("routing",)])
def test_rules_of_one_end_alone_are_judged_by_one_process(
    select: tuple[str, ...], shared: Judged, leave: Callable[[int], list[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Project, "foresee", lambda _: pytest.fail("nothing need be found out ahead"))
    said = leave(ALL)
    assert {each.rule.partition("/")[0] for each in shared(2, *select).findings} <= set(select)
    assert said == []


@pytest.mark.parametrize("turns", [0, ALL])
def test_a_check_that_fails_in_either_process_is_told_once(
    turns: int,
    shared: Judged,
    leave: Callable[[int], list[object]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule = "concurrency/blocking-call"

    def fail(_function: Function, _project: Project) -> Iterator[Finding]:
        raise RuntimeError("broken")

    broken: Check[object] = Check(rule, Function, fail)  # type: ignore[arg-type]
    monkeypatch.setattr("archlint.engine.judging.load", lambda name: broken if name == rule else load(name))
    alone = shared(1)
    assert [each.kind for each in alone.problems] == ["internal-error"] * 2
    leave(turns)
    assert shared(2) == alone


@pytest.mark.parametrize("turns", [0, ALL])
def test_a_check_that_cannot_be_loaded_is_told_once(
    turns: int,
    shared: Judged,
    leave: Callable[[int], list[object]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule = "concurrency/blocking-call"

    def fail(name: str) -> Check[object]:
        if name == rule:
            raise ImportError(name)
        return load(name)

    monkeypatch.setattr("archlint.engine.judging.load", fail)
    alone = shared(1)
    assert [each.kind for each in alone.problems] == ["internal-error"]
    leave(turns)
    assert shared(2) == alone


@pytest.fixture
def row() -> tuple[list[int], list[int], Callable[[], list[int]]]:
    """Eight numbers, what was done with them in this process, and how a second one tells what it did."""
    done: list[int] = []
    return list(range(8)), done, lambda: [os.getpid(), *done]


Row = tuple[list[int], list[int], Callable[[], list[int]]]


@pytest.mark.parametrize("turns", [0, 3, 8])
def test_everything_in_a_row_is_done_once(turns: int, row: Row, leave: Callable[[int], list[object]]) -> None:
    leave(turns)
    numbers, done, tell = row
    told = from_both_ends(numbers, done.append, tell)
    assert told is not None
    second, *there = told
    assert second != os.getpid()
    assert (done, there) == (numbers[:turns], numbers[turns:][::-1])


@pytest.mark.parametrize("turns", [0, 3])
def test_what_a_process_that_died_had_taken_is_done_here(
    turns: int, row: Row, leave: Callable[[int], list[object]]
) -> None:
    leave(turns)
    numbers, done, tell = row
    me = os.getpid()

    def do(number: int) -> None:
        if os.getpid() != me and number == 4:
            os.kill(os.getpid(), signal.SIGKILL)
        done.append(number)

    assert from_both_ends(numbers, do, tell) is None
    assert done == numbers


def test_where_an_answer_cannot_travel_all_is_done_here(row: Row, leave: Callable[[int], list[object]]) -> None:
    leave(3)
    numbers, done, _ = row
    assert from_both_ends(numbers, done.append, lambda: lambda: None) is None
    assert done[-8:] == numbers


def test_where_no_process_can_be_had_all_is_done_here(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("archlint.workers.beside.os.fork", refuse)
    numbers, done, tell = row
    before = len(list(Path("/proc/self/fd").iterdir()))
    assert from_both_ends(numbers, done.append, tell) is None
    assert done == numbers
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_no_process_is_left_when_the_first_one_fails() -> None:
    me = os.getpid()

    def fail(_number: int) -> None:
        if os.getpid() != me:
            signal.pause()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        from_both_ends(range(8), fail, lambda: None)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
