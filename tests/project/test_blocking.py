"""Blocking calls, and the chains that lead to them."""

from __future__ import annotations

import pytest

from archlint.config import Config, SinkSettings
from archlint.project import Project
from services import function, project_of


def chains(project: Project, path: str = "main.py", qualname: str = "run") -> list[list[str]]:
    """The messages of the hops of every chain."""
    found = project.blocking.chains(function(project, path, qualname))
    return [[note.message for note in chain.notes()] for chain in found]


def direct(body: str, config: Config | None = None) -> list[tuple[str, str]]:
    """The names and kinds of the sinks that `run` calls itself."""
    project = project_of({"main.py": body}, config)
    return [(each.sink.name, each.sink.kind) for each in project.blocking.direct(function(project, "main.py", "run"))]


def test_a_chain_tells_every_hop_with_its_place() -> None:
    project = project_of(
        {
            "app/api.py": "from app.mail import notify\nasync def create():\n    notify(1)\n",
            "app/mail.py": "from app.smtp import send_mail\ndef notify(x):\n    send_mail(x)\n",
            "app/smtp.py": "import requests\ndef send_mail(x):\n    return requests.post('/', x)\n",
        }
    )
    (chain,) = project.blocking.chains(function(project, "app/api.py", "create"))
    assert (chain.first.place.path, chain.first.place.line) == ("app/api.py", 3)
    assert [(note.place.path, note.place.line, note.place.column, note.message) for note in chain.notes()] == [
        ("app/mail.py", 3, 5, "notify calls send_mail"),
        ("app/smtp.py", 3, 12, "send_mail calls requests.post (http)"),
    ]
    assert chain.way_out == "await asyncio.to_thread(notify, 1), or `httpx.AsyncClient.post` in app/smtp.py"


def test_the_shortest_chain_is_told() -> None:
    body = """
        import requests
        def near():
            requests.get("/")
        def far():
            near()
        def both():
            far()
            near()
        async def run():
            both()
        """
    assert chains(project_of({"main.py": body})) == [["both calls near", "near calls requests.get (http)"]]


def test_a_worse_end_is_told_before_a_nearer_one() -> None:
    body = """
        import bcrypt, time
        def wait():
            time.sleep(1)
        def both():
            bcrypt.checkpw(b"", b"")
            open("x")
            wait()
        async def run():
            both()
        """
    assert chains(project_of({"main.py": body})) == [["both calls wait", "wait calls time.sleep (sleep)"]]


def test_functions_that_call_each_other_end_the_search() -> None:
    body = """
        import time
        def a():
            b()
        def b():
            a()
            c()
        def c():
            c()
            time.sleep(1)
        def harmless():
            harmless()
        async def run():
            harmless()
            a()
        """
    assert chains(project_of({"main.py": body})) == [["a calls b", "b calls c", "c calls time.sleep (sleep)"]]


@pytest.mark.parametrize(
    ("statement", "hops"),
    [
        ("Box()", ["Box calls time.sleep (sleep)"]),
        ("Lazy().value", ["Lazy.value calls time.sleep (sleep)"]),
        ("with Held(): pass", ["Held.__enter__ calls time.sleep (sleep)"]),
        ("with held(): pass", ["held calls time.sleep (sleep)"]),
        ("[x for x in numbers()]", ["numbers calls time.sleep (sleep)"]),
        ("list(numbers())", ["numbers calls time.sleep (sleep)"]),
        ("Child().work()", ["Base.work calls time.sleep (sleep)"]),
    ],
)
def test_what_runs_without_a_plain_call_is_followed(statement: str, hops: list[str]) -> None:
    body = f"""
        import time
        from contextlib import contextmanager
        class Box:
            def __init__(self): time.sleep(1)
        class Lazy:
            @property
            def value(self): return time.sleep(1)
        class Held:
            def __enter__(self): time.sleep(1)
            def __exit__(self, *error): ...
        class Base:
            def work(self): time.sleep(1)
        class Child(Base): ...
        @contextmanager
        def held():
            time.sleep(1)
            yield
        def numbers():
            time.sleep(1)
            yield 1
        async def run():
            {statement}
        """
    assert chains(project_of({"main.py": body})) == [hops]


@pytest.mark.parametrize(
    "statement",
    [
        "await asyncio.to_thread(wait)",
        "await loop.run_in_executor(None, lambda: wait())",
        "tasks.add_task(wait)",
        "numbers()",
        "hand_on(numbers())",
        "await pause()",
        "await in_thread()",
        "kept()",
    ],
)
def test_what_runs_elsewhere_later_or_once_is_not(statement: str) -> None:
    body = f"""
        import asyncio, functools, time
        from asgiref.sync import sync_to_async
        def wait(): time.sleep(1)
        def numbers():
            time.sleep(1)
            yield 1
        async def pause(): time.sleep(1)
        @sync_to_async
        def in_thread(): time.sleep(1)
        @functools.lru_cache
        def kept(): return open("x").read()
        async def run(tasks, loop, hand_on):
            {statement}
        """
    assert chains(project_of({"main.py": body})) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("requests.get('/').json()", [("requests.get", "http")]),
        ("with smtplib.SMTP('h') as s: s.login('a', 'b')", [("smtplib.SMTP", "mail")]),
        ("s = smtplib.SMTP(); s.connect('h')", [("smtplib.SMTP.connect", "mail")]),
        ("with open('x') as f: f.read()", [("builtins.open", "file")]),
        ("zipfile.ZipFile('x').extractall()", [("zipfile.ZipFile", "file")]),
        ("zipfile.ZipFile(io.BytesIO(b'')).namelist()", [("zipfile.ZipFile", "cpu")]),
        ("zipfile.ZipFile(given).extractall()", [("zipfile.ZipFile.extractall", "file")]),
        ("zipfile.ZipFile(given).namelist()", []),
        ("zipfile.ZipFile(given.zip_path).namelist()", [("zipfile.ZipFile", "file")]),
        ("wave.open(io.BytesIO(b''))", []),
        ("wave.open('x')", [("wave.open", "file")]),
        ("tarfile.open(fileobj=io.BytesIO(b''))", [("tarfile.open", "cpu")]),
        ("q.get(block=False); q.get(False); q.get(timeout=0)", []),
        ("q.get(timeout=1)", [("queue.Queue.get", "thread")]),
        ("s = socket.socket(); s.connect(given)", [("socket.socket.connect", "socket")]),
        ("s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect(given)", []),
        ("return lambda: requests.get('/')", []),
        ("await requests.get('/')", []),
        ("async with requests.get('/') as r: r.json()", []),
        ("async for x in requests.get('/'): x()", []),
        ("c = sqlite3.connect('x').cursor(); c.execute('')", [("sqlite3.connect", "database")]),
    ],
)
def test_the_blocking_calls_of_a_body(statement: str, found: list[tuple[str, str]]) -> None:
    body = f"""
        import io, queue, requests, smtplib, socket, sqlite3, tarfile, wave, zipfile
        q = queue.Queue()
        async def run(given):
            {statement}
        """
    assert direct(body) == found


def test_the_users_own_sinks_may_be_functions_of_the_project() -> None:
    body = """
        from main import legacy
        def legacy(): ...
        async def run():
            legacy()
        """
    config = Config(sinks=(SinkSettings(name="main.legacy", kind="http"),))
    assert direct(body, config) == [("main.legacy", "http")]
    assert direct(body) == []


@pytest.mark.parametrize(
    ("decorator", "parameter", "call", "ends"),
    [
        ("@lru_cache(maxsize=1)", "", "time.sleep(1)", 0),
        ("@lru_cache", "name", "time.sleep(1)", 1),
        ("@lru_cache", "name", "open(name)", 0),
        ("@retry", "name", "open(name)", 1),
    ],
)
def test_what_is_computed_once_is_no_wait(decorator: str, parameter: str, call: str, ends: int) -> None:
    body = f"""
        import time
        from functools import lru_cache
        from tenacity import retry
        {decorator}
        def kept({parameter}):
            {call}
        async def run():
            kept({parameter and "'x'"})
        """
    assert len(chains(project_of({"main.py": body}))) == ends


@pytest.mark.parametrize(
    "body",
    [
        "global filled\n    if filled is None:\n        filled = open('x').read()\n    return filled",
        "if table.get('x') is None:\n        table['x'] = open('x').read()\n    return table['x']",
        "if 'x' not in table:\n        table['x'] = open('x').read()\n    return table['x']",
        "if logger.handlers:\n        return\n    open('x')",
    ],
)
def test_what_fills_a_global_that_it_looks_at_is_done_once(body: str) -> None:
    project = project_of(
        {"main.py": f"filled = None\ntable = {{}}\ndef kept():\n    {body}\nasync def run():\n    kept()\n"}
    )
    assert chains(project) == []


@pytest.mark.parametrize(
    ("test", "call", "runs"),
    [
        ("if name: wait()", "work()", False),
        ("if name: wait()", "work('x')", True),
        ("if name: wait()", "work(given)", True),
        ("if name: wait()", "work(name=None)", False),
        ("if name: wait()", "work(**given)", True),
        ("if name is not None: wait()", "work('')", True),
        ("if name is not None and wait(): ...", "work()", False),
        ("if not name: return\n            wait()", "work()", False),
        ("if name is None: return\n            wait()", "work('x')", True),
        ("if name: ...\n            else: wait()", "work('x')", False),
        ("return wait() if flag else None", "work()", True),
        ("return wait() if flag else None", "work(flag=False)", False),
        ("name = name or 'x'\n            if name: wait()", "work()", True),
    ],
)
def test_the_arguments_decide_what_runs(test: str, call: str, runs: bool) -> None:
    body = f"""
        import time
        def wait(): time.sleep(1)
        def work(name=None, *, flag=True):
            {test}
        async def run(given):
            {call}
        """
    assert bool(chains(project_of({"main.py": body}))) == runs


@pytest.mark.parametrize(
    ("test", "filled", "runs"),
    [
        ("given.get('id') is None", "given['id']", False),
        ("not given['id']", "given['id']", False),
        ("'id' not in given", "given['id']", False),
        ("held is None", "given.id", False),
        ("given.state is not self", "other", False),
        ("given.get('id') is None", "given['name']", True),
        ("given.get('id') is not None", "given['id']", True),
        ("given is None", "given", True),
        ("self.id is None", "self.id", True),
        ("local.id is None", "local.id", True),
    ],
)
def test_what_fills_in_a_part_of_an_argument_runs_for_those_who_left_it_out(test: str, filled: str, runs: bool) -> None:
    body = f"""
        import time
        class Reader:
            def read(self, given):
                held = getattr(given, "id")
                local = dict()
                if {test}:
                    time.sleep(1)
                    {filled} = wait()
        def wait():
            time.sleep(1)
        async def run(reader: Reader, given):
            reader.read(given)
        """
    assert bool(chains(project_of({"main.py": body}))) is runs


@pytest.mark.parametrize(
    ("path", "serves"),
    [("app/services/mail.py", True), ("scripts/mail.py", False), ("app/cli/services/mail.py", False)],
)
def test_a_script_has_a_loop_of_its_own(path: str, serves: bool) -> None:
    schema = "from pydantic import BaseModel\nclass Letter(BaseModel):\n    text: str\n"  # content beats names
    project = project_of({path: f"{schema}async def run(): ..."})
    assert project.runs_on_loop(function(project, path, "run")) == serves


def test_a_decorator_may_hand_arguments_on() -> None:
    body = """
        import time
        from other import with_session
        @with_session
        def work(session=None):
            if session is not None:
                time.sleep(1)
        async def run():
            work()
        """
    assert len(chains(project_of({"main.py": body}))) == 1


@pytest.mark.parametrize(("of_property", "of_method"), [("time.sleep(1)", "open('x')"), ("open('x')", "time.sleep(1)")])
def test_one_place_tells_one_chain_the_worst(of_property: str, of_method: str) -> None:
    body = f"""
        import time
        class Tool:
            def use(self): {of_method}
        class Box:
            @property
            def tool(self) -> Tool: {of_property}
        async def run(box: Box):
            box.tool.use()
        """
    (chain,) = chains(project_of({"main.py": body}))
    assert chain[-1].endswith("calls time.sleep (sleep)")
