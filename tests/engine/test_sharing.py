"""Two processes judge as one does."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archlint.checks import Check, load
from archlint.config import discover
from archlint.engine import Request, run, sharing
from archlint.findings import Finding, Outcome
from archlint.project import Function, Project
from archlint.workers.beside import beside
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


@pytest.fixture
def shared(service: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Outcome]:
    """Judge the service with so many processes, however small it is."""
    monkeypatch.setattr(sharing, "FEWEST", 1)
    write(service, SERVICE)

    def judge(processes: int) -> Outcome:
        ((_, outcome),) = run(Request(discover([Path()], cwd=service, flags={"select": ["all"]}), workers=processes))
        return outcome

    return judge


@pytest.fixture
def halves(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What each second process has said."""
    said: list[object] = []

    def heard(here: Callable[[], object], there: Callable[[], object]) -> tuple[object, object]:
        both = beside(here, there)
        said.append(both[1])
        return both

    monkeypatch.setattr(sharing, "beside", heard)
    return said


def test_two_processes_find_what_one_finds(shared: Callable[[int], Outcome], halves: list[object]) -> None:
    alone = shared(1)
    assert {"concurrency", "errors", "routing"} <= {each.rule.partition("/")[0] for each in alone.findings}
    assert "suppressions/unused-suppression" not in {each.rule for each in alone.findings}
    assert halves == []
    assert shared(2) == alone
    assert len(halves) == 1


def test_a_comment_that_is_used_in_the_second_process_counts_as_used(
    shared: Callable[[int], Outcome], monkeypatch: pytest.MonkeyPatch, halves: list[object]
) -> None:
    monkeypatch.setattr(sharing, "_BESIDE", frozenset({"concurrency"}))
    assert shared(2) == shared(1)
    assert len(halves) == 1


@pytest.mark.parametrize("rule", ["errors/swallowed-exception", "concurrency/blocking-call"])
def test_a_check_that_fails_in_either_process_is_told_once(
    rule: str, shared: Callable[[int], Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_function: Function, _project: Project) -> Iterator[Finding]:
        raise RuntimeError("broken")

    broken: Check[object] = Check(rule, Function, fail)  # type: ignore[arg-type]
    monkeypatch.setattr("archlint.engine.judging.load", lambda name: broken if name == rule else load(name))
    alone = shared(1)
    assert [each.kind for each in alone.problems] == ["internal-error"] * 2
    assert shared(2) == alone


@pytest.mark.parametrize("rule", ["errors/swallowed-exception", "concurrency/blocking-call"])
def test_a_check_that_cannot_be_loaded_is_told_once(
    rule: str, shared: Callable[[int], Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(name: str) -> Check[object]:
        if name == rule:
            raise ImportError(name)
        return load(name)

    monkeypatch.setattr("archlint.engine.judging.load", fail)
    alone = shared(1)
    assert [each.kind for each in alone.problems] == ["internal-error"]
    assert shared(2) == alone


def test_what_each_process_returns_comes_back() -> None:
    here, there = beside(os.getpid, lambda: [os.getppid()])
    assert [here] == there


def test_what_a_process_that_died_would_have_said_is_found_out_here() -> None:
    me = os.getpid()

    def die_elsewhere() -> str:
        if os.getpid() != me:
            os.kill(os.getpid(), signal.SIGKILL)
        return "there"

    assert beside(lambda: "here", die_elsewhere) == ("here", "there")


def test_an_answer_that_cannot_travel_is_found_out_here() -> None:
    def find() -> Callable[[], str]:
        return lambda: "found"

    _, there = beside(lambda: None, find)
    assert there() == "found"


def test_where_no_process_can_be_had_one_does_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("archlint.workers.beside.os.fork", refuse)
    before = len(list(Path("/proc/self/fd").iterdir()))
    assert beside(lambda: "here", lambda: "there") == ("here", "there")
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_no_process_is_left_when_the_first_one_fails() -> None:
    def fail() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        beside(fail, signal.pause)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
