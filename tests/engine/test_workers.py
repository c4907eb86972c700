"""What kills a worker costs one file."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import pytest

from archlint import facts
from archlint.extract import extract
from archlint.workers import crew, machine, serving
from archlint.workers.crew import Crew, extract_all
from archlint.workers.messages import Answer, Failure, Task

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the tests change what forked workers do")
LIMIT = 1_000_000


def tasks(folder: Path, *names: str) -> list[Task]:
    """A file of one function each."""
    for name in names:
        (folder / name).write_text(f"def {name.removesuffix('.py')}(): pass\n", encoding="utf-8")
    return [Task(os.fsencode(folder / name), LIMIT) for name in names]


def told(answers: dict[int, Answer]) -> list[str]:
    """By task: the name of the function in the file, or the kind of the failure."""
    return [
        each.kind if isinstance(each, Failure) else facts.loads(each).functions[0].name
        for _, each in sorted(answers.items())
    ]


def test_every_file_gets_its_own_answer(tmp_path: Path) -> None:
    given = tasks(tmp_path, *(f"f{number}.py" for number in range(20)))
    assert told(dict(extract_all(given, 3))) == [f"f{number}" for number in range(20)]
    assert multiprocessing.active_children() == []


AT_THE_FIRST_FORK = """
import os, sys
from archlint.cli import main

fork = os.fork

def noting():
    os.fork = fork
    sys.stderr.write(f"project: {'archlint.project' in sys.modules}\\n")
    return fork()

os.fork = noting
sys.exit(main(["check", sys.argv[1], "--isolated", "--no-cache"]))
"""


def test_workers_do_not_wait_for_the_imports_of_what_judges(tmp_path: Path) -> None:
    tasks(tmp_path, "a.py", "b.py")
    done = subprocess.run(
        [sys.executable, "-c", AT_THE_FIRST_FORK, str(tmp_path)], capture_output=True, check=True, text=True
    )
    assert done.stderr.startswith("project: False\n")
    assert "Nothing found in 2 files." in done.stdout


def test_something_else_is_done_when_every_worker_has_a_file(tmp_path: Path) -> None:
    seen: list[int] = []
    answers = extract_all(
        tasks(tmp_path, "a.py", "b.py", "c.py"),
        2,
        meanwhile=lambda: seen.append(len(multiprocessing.active_children())),
    )
    assert told(dict(answers)) == ["a", "b", "c"]
    assert seen == [2]


def test_content_stands_for_what_is_on_the_disk(tmp_path: Path) -> None:
    (given,) = tasks(tmp_path, "a.py")
    unsaved = Task(given.path, LIMIT, b"def unsaved(): pass\n")
    assert told(dict(extract_all([unsaved], 1))) == ["unsaved"]


def test_what_cannot_be_read_or_parsed_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    given = tasks(tmp_path, "a.py", "b.py", "c.py", "d.py")
    (tmp_path / "a.py").unlink()
    (tmp_path / "b.py").unlink()
    (tmp_path / "b.py").mkdir()
    (tmp_path / "c.py").write_text("def f(:\n", encoding="utf-8")
    assert told(dict(extract_all(given, 2))) == ["unreadable", "unreadable", "parse-error", "d"]


def test_a_fifo_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    answers = dict(extract_all([Task(os.fsencode(tmp_path / "pipe.py"), LIMIT), *tasks(tmp_path, "a.py")], 1))
    assert told(answers) == ["unreadable", "a"]


def test_a_worker_that_is_killed_loses_nothing_but_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = serving.answer

    def die_once(asked: Task) -> Answer:
        if asked.path.endswith(b"victim.py") and not (tmp_path / "died").exists():
            (tmp_path / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return real(asked)

    monkeypatch.setattr(serving, "answer", die_once)
    assert told(dict(extract_all(tasks(tmp_path, "a.py", "victim.py", "b.py", "c.py"), 2))) == ["a", "victim", "b", "c"]
    assert (tmp_path / "died").exists()


def test_a_file_that_kills_every_worker_is_a_failure_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = serving.answer

    def die(asked: Task) -> Answer:
        if b"killer" in asked.path:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(asked)

    monkeypatch.setattr(serving, "answer", die)
    given = tasks(tmp_path, "killer1.py", "a.py", "killer2.py", "killer3.py", "b.py")
    assert told(dict(extract_all(given, 2))) == ["worker-died", "a", "worker-died", "worker-died", "b"]
    assert multiprocessing.active_children() == []


def test_a_file_that_takes_too_long_is_a_failure_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = serving.answer

    def dawdle(asked: Task) -> Answer:
        if b"slow" in asked.path:
            time.sleep(3600)
        return real(asked)

    monkeypatch.setattr(serving, "answer", dawdle)
    assert told(dict(extract_all(tasks(tmp_path, "slow.py", "a.py"), 2, time_limit=1.0))) == ["timeout", "a"]
    assert multiprocessing.active_children() == []


def test_a_file_that_takes_too_much_memory_is_a_failure_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hoard(data: bytes, *, max_size: int) -> facts.Module:
        if b"greedy" in data:
            bytearray(serving.MEMORY)
        return extract(data, max_size=max_size)

    monkeypatch.setattr(serving, "extract", hoard)
    assert told(dict(extract_all(tasks(tmp_path, "greedy.py", "a.py"), 1))) == ["out-of-memory", "a"]


def test_no_process_to_be_had_is_a_failure_of_each_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: object) -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.popen_fork.Popen._launch", lambda *_: refuse(None))
    assert told(dict(extract_all(tasks(tmp_path, "a.py", "b.py"), 2))) == ["worker-died", "worker-died"]


def test_workers_end_when_the_run_stops_asking(tmp_path: Path) -> None:
    answers = extract_all(tasks(tmp_path, *(f"f{number}.py" for number in range(10))), 3)
    next(answers)
    assert multiprocessing.active_children() != []
    answers.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


def test_workers_spawned_as_fresh_interpreters_do_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_context", lambda: multiprocessing.get_context("spawn"))
    assert told(dict(extract_all(tasks(tmp_path, "a.py", "b.py"), 1))) == ["a", "b"]


def test_there_is_at_least_one_core() -> None:
    assert machine.cores() >= 1


def test_a_standing_worker_answers_again_and_again(tmp_path: Path) -> None:
    with Crew(1) as standing:
        standing.hire()
        (worker,) = standing.workers
        for name in ("a", "b"):
            assert told(dict(extract_all(tasks(tmp_path, f"{name}.py"), 2, standing=standing))) == [name]
        assert standing.workers == [worker]
        assert len(multiprocessing.active_children()) == 1
    assert multiprocessing.active_children() == []


def test_many_files_are_not_left_to_a_standing_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Crew(1) as standing:
        standing.hire()
        monkeypatch.setattr(serving, "answer", lambda _: Failure("unreadable", "told by one that came later"))
        few = tasks(tmp_path, "a.py", "b.py")
        many = tasks(tmp_path, *(f"f{number}.py" for number in range(9)))
        assert told(dict(extract_all(few, 2, standing=standing))) == ["a", "b"]
        assert told(dict(extract_all(many, 2, standing=standing))) == ["unreadable"] * 9


def test_a_standing_worker_that_died_is_replaced(tmp_path: Path) -> None:
    with Crew(1) as standing:
        standing.hire()
        os.kill(standing.workers[0].process.pid or 0, signal.SIGKILL)
        for name in ("a", "b"):
            assert told(dict(extract_all(tasks(tmp_path, f"{name}.py"), 1, standing=standing))) == [name]


def test_what_nobody_waited_for_is_not_taken_for_the_next_answer(tmp_path: Path) -> None:
    with Crew(1) as standing:
        given = tasks(tmp_path, "a.py", "b.py", "c.py")
        answers = extract_all(given, 1, standing=standing)
        assert isinstance(answers, Generator)
        next(answers)
        answers.close()
        assert told(dict(extract_all(given[2:], 1, standing=standing))) == ["c"]
