"""What runs before an application serves anybody, and what is said of a wait there."""

from __future__ import annotations

import pytest

from archlint.checks.concurrency.blocking_call_chain import blocking_call_chain
from archlint.checks.concurrency.blocking_file import blocking_file
from services import function, project_of

IMPORTS = """
from contextlib import asynccontextmanager, contextmanager
from fastapi import APIRouter, FastAPI
from app.files import Held, fill, read
"""
FILES = """
def read(): open("x")
def fill(): open("y")
class Held:
    def __exit__(self, *error): open("z")
"""
HOLDS_UP = "holds up the start of the application"


def said(body: str, name: str = "run") -> list[bool]:
    """Of each finding in a function, in order: whether it speaks of the start."""
    project = project_of({"app/main.py": IMPORTS + body, "app/files.py": FILES})
    checked = function(project, "app/main.py", name)
    found = [*blocking_file.run(checked, project), *blocking_call_chain.run(checked, project)]
    messages = [each.message for each in sorted(found, key=lambda each: each.place)]
    assert all(("event loop" in each) for each in messages)
    return [HOLDS_UP in each for each in messages]


@pytest.mark.parametrize(
    ("head", "speaks"),
    [
        ("@asynccontextmanager\nasync def run(app: FastAPI):", True),
        ("@asynccontextmanager\nasync def run(_: 'FastAPI | None', name):", False),
        ("@asynccontextmanager\nasync def run():", False),
        ("async def run(app: FastAPI):", False),
    ],
)
def test_a_lifespan_holds_up_the_start_before_its_yield_alone(head: str, speaks: bool) -> None:
    body = f"{head}\n    open('a')\n    read()\n    yield\n    open('b')\n    fill()\n"
    assert said(body) == [speaks, speaks, False, False]


def test_a_lifespan_may_be_known_by_its_name() -> None:
    body = "@asynccontextmanager\nasync def app_lifespan(app):\n    read()\n    yield\n"
    assert said(body, "app_lifespan") == [True]
    method = "class Worker:\n    @asynccontextmanager\n    async def lifespan(self):\n        read()\n        yield\n"
    assert said(method, "Worker.lifespan") == [False]


def test_what_runs_on_leaving_a_with_statement_around_the_yield_comes_later() -> None:
    body = "@asynccontextmanager\nasync def run(app: FastAPI):\n    with Held():\n        yield\n"
    assert said(body) == [False]


@pytest.mark.parametrize(
    ("registration", "speaks"),
    [
        ("@app.on_event('startup')\nasync def run():\n    read()\n", True),
        ("@app.on_event('shutdown')\nasync def run():\n    read()\n", False),
        ("async def run():\n    read()\napp.add_event_handler('startup', run)\n", True),
        ("async def run():\n    read()\napp.add_event_handler('shutdown', run)\n", False),
    ],
)
def test_a_handler_of_the_start_up_event_holds_up_the_start(registration: str, speaks: bool) -> None:
    assert said(f"app = FastAPI()\n{registration}") == [speaks]
