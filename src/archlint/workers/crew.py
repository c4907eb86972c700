"""The processes of a run, who does what, and what happens when one dies."""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Self

from archlint.workers import machine
from archlint.workers.interrupts import interrupts_held
from archlint.workers.messages import Answer, Failure, Task, unpacked
from archlint.workers.serving import serve

TIME_LIMIT = 60.0
"""Seconds that one file may take, before its worker is ended."""
_LITTLE = 4
"""Files that are read as soon by one worker as it takes to start others."""


def extract_all(
    tasks: Sequence[Task],
    count: int,
    *,
    meanwhile: Callable[[], object] = lambda: None,
    time_limit: float = TIME_LIMIT,
    standing: Crew | None = None,
) -> Iterator[tuple[int, Answer]]:
    """The answer to each task with the task's number, in the order in which they are ready; something else is done
    `meanwhile`, once everybody has something to do.

    A file whose worker dies is tried once more, alone, when all others are done. A `standing` crew is asked where there
    is little to do.
    """
    suspects: list[int] = []
    is_little = len(tasks) <= _LITTLE
    with standing.shift() if standing and is_little else Crew(min(count, len(tasks)), time_limit) as crew:
        waiting = deque(range(len(tasks)))
        crew.assign(tasks, waiting)
        meanwhile()
        for number, answer in crew.work(tasks, waiting):
            if answer is None:
                suspects.append(number)
            else:
                yield number, answer
    for number in suspects:
        with Crew(1, time_limit) as crew:
            for _, answer in crew.work(tasks, deque([number])):
                yield number, answer or Failure("worker-died", "the process that read the file died, twice")


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    connection: Connection
    task: int | None = None
    deadline: float = 0.0

    def end(self) -> None:
        """End the process now, whatever it does."""
        self.connection.close()
        self.process.kill()
        self.process.join()
        self.process.close()


class Crew:
    """Workers, and what each is busy with; leaving the context ends them all."""

    def __init__(self, count: int, time_limit: float = TIME_LIMIT) -> None:
        self.count = count
        self.time_limit = time_limit
        self.workers: list[_Worker] = []
        self.context = _context()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.end()

    @contextmanager
    def shift(self) -> Iterator[Self]:
        """Work after which the workers stay; one that is still busy then is ended, for nobody wants its answer."""
        try:
            yield self
        finally:
            for worker in [each for each in self.workers if each.task is not None]:
                self.dismiss(worker)

    def work(self, tasks: Sequence[Task], waiting: deque[int]) -> Iterator[tuple[int, Answer | None]]:
        """The answers to what is waiting or assigned; None for a task whose worker died."""
        while waiting or any(worker.task is not None for worker in self.workers):
            if not self.assign(tasks, waiting):
                yield from ((number, Failure("worker-died", "no process could be started")) for number in waiting)
                return
            answers = [*self.collect(), *self.overdue()]
            self.assign(tasks, waiting)  # nobody is to wait while the answers are worked on
            yield from answers

    def assign(self, tasks: Sequence[Task], waiting: deque[int]) -> bool:
        """Give every idle worker a task; False when there is no worker to give one to."""
        while waiting:
            idle = next((worker for worker in self.workers if worker.task is None), None) or self.hire()
            if idle is None:
                break
            idle.task = waiting.popleft()
            idle.deadline = time.monotonic() + self.time_limit
            with suppress(OSError):  # it died: its end of the pipe says so next
                idle.connection.send_bytes(tasks[idle.task].packed())
        return bool(self.workers)

    def hire(self) -> _Worker | None:
        """One more worker, if there is room and the system has one to give; it shares all that is in memory now."""
        if len(self.workers) >= self.count:
            return None
        mine, theirs = self.context.Pipe()
        inherited = [mine, *(worker.connection for worker in self.workers)] if self.is_fork else []
        process = self.context.Process(target=serve, args=(theirs, inherited), daemon=True)  # type: ignore[attr-defined]
        try:
            with interrupts_held():
                process.start()
                worker = _Worker(process, mine)
                self.workers.append(worker)
        except OSError:
            mine.close()
            return None
        finally:
            theirs.close()
        return worker

    @property
    def is_fork(self) -> bool:
        return self.context.get_start_method() == "fork"

    def collect(self) -> Iterator[tuple[int, Answer | None]]:
        """What workers have to say, waiting for the first that says something."""
        busy = {worker.connection: worker for worker in self.workers if worker.task is not None}
        patience = max(0.0, min(worker.deadline for worker in busy.values()) - time.monotonic())
        for ready in wait(list(busy), patience):
            worker = busy[ready]  # type: ignore[index]
            task = worker.task
            assert task is not None
            try:
                answer: Answer | None = unpacked(worker.connection.recv_bytes())
                worker.task = None
            except (EOFError, OSError):
                answer = None
                self.dismiss(worker)
            yield task, answer

    def overdue(self) -> Iterator[tuple[int, Answer]]:
        now = time.monotonic()
        for worker in list(self.workers):
            if worker.task is not None and worker.deadline <= now:
                task = worker.task
                self.dismiss(worker)
                yield task, Failure("timeout", f"reading the file takes longer than {self.time_limit:.0f} seconds")

    def dismiss(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.end()


def _context() -> BaseContext:
    """How processes come into being."""
    return multiprocessing.get_context("fork" if machine.FORKS else "spawn")
