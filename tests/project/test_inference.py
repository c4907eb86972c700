"""Receivers are followed to where they were made."""

from __future__ import annotations

import pytest

from services import callees, project_of, runs


def called_in(body: str, **files: str) -> list[str]:
    return callees(project_of({"main.py": body, **{f"{k}.py": v for k, v in files.items()}}), "main.py", "run")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("import requests\ndef run():\n    s = requests.Session()\n    s.get('/')", "requests.Session.get"),
        ("import time as t\ndef run():\n    pause = t.sleep\n    pause(1)", "time.sleep"),
        ("from httpx import Client\ndef run():\n    with Client() as c:\n        c.get('/')", "httpx.Client.get"),
        ("def run(path):\n    with open(path) as f:\n        f.read()", "io.TextIOWrapper.read"),
        ("import boto3\ndef run():\n    boto3.client('s3').put_object()", "boto3.client().put_object"),
        (
            "import boto3\nclient = boto3.client('s3')\ndef run():\n    client.put_object()",
            "boto3.client().put_object",
        ),
        ("import requests\ndef run(s: requests.Session | None):\n    s.get('/')", "requests.Session.get"),
        ("import requests\ndef run(s: 'requests.Session'):\n    s.get('/')", "requests.Session.get"),
        (
            "from typing import Annotated\nfrom sqlalchemy.orm import Session\nDB = Annotated[Session, 1]\n"
            "def run(db: DB):\n    db.execute()",
            "sqlalchemy.orm.Session.execute",
        ),
        (
            "from fastapi import Depends\nfrom sqlalchemy.orm import Session, sessionmaker\n"
            "Local = sessionmaker()\ndef get_db():\n    db = Local()\n    try:\n        yield db\n    finally:\n"
            "        db.close()\ndef run(db=Depends(get_db)):\n    db.execute()",
            "sqlalchemy.orm.Session.execute",
        ),
        (
            "from sqlalchemy.ext.asyncio import AsyncSession\nfrom sqlalchemy.orm import sessionmaker\n"
            "Local = sessionmaker(None, class_=AsyncSession)\nasync def run():\n    async with Local() as db:\n"
            "        await db.execute()",
            "sqlalchemy.ext.asyncio.AsyncSession.execute",
        ),
        ("import pathlib\ndef run():\n    p = pathlib.Path('a') / 'b'\n    p.read_text()", "pathlib.Path.read_text"),
        (
            "import requests\ndef run(many: list[requests.Session]):\n    for s in many:\n        s.get('/')",
            "requests.Session.get",
        ),
        ("import requests\ndef run():\n    a, b = 1, requests.Session()\n    b.get('/')", "requests.Session.get"),
        (
            "from sqlalchemy.orm import Session\ndef run(db: Session):\n    db.query(1).filter(2).all()",
            "sqlalchemy.orm.Query.all",
        ),
    ],
)
def test_a_receiver_is_known_by_how_it_was_made(body: str, expected: str) -> None:
    assert called_in(body)[-1] == expected


def test_the_parameter_of_a_lambda_is_unknown_in_a_method_without_any() -> None:
    body = "class A:\n    @staticmethod\n    def build():\n        return sorted([], key=lambda x: x.name())\n"
    assert callees(project_of({"main.py": body}), "main.py", "A.build") == ["", "builtins.sorted"]


def test_different_values_of_a_name_make_it_unknown() -> None:
    body = """
        import redis, requests
        def run(flag):
            if flag:
                c = requests.Session()
            else:
                c = redis.Redis()
            c.get("/")
        """
    assert called_in(body)[-1] == ""


def test_a_name_set_again_is_what_it_was_set_to_last() -> None:
    body = """
        import redis, requests
        def run():
            c = requests.Session()
            c.get("/")
            c = redis.Redis()
            c.get("/")
        """
    assert called_in(body) == ["requests.Session", "requests.Session.get", "redis.Redis", "redis.Redis.get"]


def test_a_branch_that_returns_does_not_reach_what_follows() -> None:
    body = """
        import redis, requests
        def run(flag):
            c = requests.Session()
            if flag:
                c = redis.Redis()
                return
            c.get("/")
        """
    assert called_in(body)[-1] == "requests.Session.get"


def test_a_local_name_hides_the_import_of_the_same_name() -> None:
    assert called_in("import requests\ndef run(requests):\n    requests.get('/')") == [""]


def test_an_attribute_is_what_the_constructor_was_given() -> None:
    body = """
        import requests
        class Client:
            def __init__(self, session: requests.Session):
                self._session = session
            def fetch(self):
                self._session.get("/")
        """
    project = project_of({"main.py": body})
    assert callees(project, "main.py", "Client.fetch") == ["requests.Session.get"]


def test_calls_run_through_injected_types_properties_and_context_managers() -> None:
    body = """
        from typing import Annotated
        from fastapi import Depends
        class Repo:
            def load(self): ...
        class Service:
            def __init__(self, repo: Annotated[Repo, Depends()]):
                self.repo = repo
            @property
            def size(self): ...
            def __enter__(self): return self
            def __exit__(self, *args): ...
            def work(self):
                self.repo.load()
        def make() -> Service: ...
        def run(service: Service = Depends(make)):
            with service as s:
                s.work()
                s.size
        """
    project = project_of({"main.py": body})
    assert runs(project, "main.py", "run") == [
        "main.Service.__enter__",
        "main.Service.__exit__",
        "main.Service.work",
        "main.Service.size",
    ]
    assert runs(project, "main.py", "Service.work") == ["main.Repo.load"]


def test_an_abstract_method_leads_to_its_only_implementation() -> None:
    body = """
        from abc import ABC, abstractmethod
        class Port(ABC):
            @abstractmethod
            def load(self): ...
        class Adapter(Port):
            def load(self): ...
        def run(port: Port):
            port.load()
        """
    assert runs(project_of({"main.py": body}), "main.py", "run") == ["main.Adapter.load"]


def test_an_abstract_method_with_two_implementations_leads_nowhere() -> None:
    body = """
        from typing import Protocol
        class Port(Protocol):
            def load(self): ...
        class One(Port):
            def load(self): ...
        class Two(Port):
            def load(self): ...
        def run(port: Port):
            port.load()
        """
    assert runs(project_of({"main.py": body}), "main.py", "run") == []


def test_a_method_of_a_base_class_is_found_and_super_goes_up() -> None:
    body = """
        class Base:
            def save(self): ...
        class Child(Base):
            def save(self):
                super().save()
            def run(self):
                self.save()
        """
    project = project_of({"main.py": body})
    assert runs(project, "main.py", "Child.run") == ["main.Child.save"]
    assert runs(project, "main.py", "Child.save") == ["main.Base.save"]


def test_a_subclass_of_a_library_class_has_the_library_methods() -> None:
    body = """
        from sqlalchemy.orm import Session
        class Db(Session): ...
        def run(db: Db):
            db.execute()
        """
    assert called_in(body) == ["sqlalchemy.orm.Session.execute"]


def test_awaiting_gives_what_the_coroutine_returns() -> None:
    body = """
        import requests
        async def make() -> requests.Session: ...
        async def run():
            (await make()).get("/")
        """
    assert called_in(body) == ["main.make", "requests.Session.get"]


def test_functions_that_call_each_other_end() -> None:
    body = """
        def ping(): return pong()
        def pong(): return ping()
        def run():
            ping().get()
        """
    assert called_in(body) == ["main.ping", ""]
