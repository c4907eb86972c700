"""A repository with a small service, and a command line over it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pytest

from archlint.cli import main
from harness.repositories import Repo

READS = """
    import os


    def server() -> str:
        return os.environ["MAIL_SERVER"]
    """
"""A module with one finding: `settings/environ-outside-settings`."""
RULE = "settings/environ-outside-settings"
SERVICE = {
    "app/__init__.py": "",
    "app/main.py": """
        from fastapi import FastAPI

        from app.api import users

        app = FastAPI()
        app.include_router(users.router, prefix="/v1")
        """,
    "app/api/__init__.py": "",
    "app/api/users.py": """
        from fastapi import APIRouter

        from app.schemas import UserCreate, UserRead
        from app.services import users as service

        router = APIRouter(prefix="/users")


        @router.post("", status_code=201)
        async def create(data: UserCreate) -> UserRead:
            return await service.create(data)


        @router.get("/{key}", response_model=UserRead)
        async def read(key: int) -> UserRead:
            return await service.read(key)


        @router.delete("/{key}", status_code=204)
        async def remove(key: int) -> None:
            await service.remove(key)
        """,
    "app/schemas.py": """
        from typing import Optional

        from pydantic import BaseModel, Field


        class Address(BaseModel):
            street: str
            zip_code: int | None = Field(default=None, alias="zip")


        class UserBase(BaseModel):
            name: str
            email: Optional[str] = None


        class UserCreate(UserBase):
            age: int | None = None
            address: Address


        class UserRead(UserBase):
            id: int
            address: Address
        """,
    "app/services/__init__.py": "",
    "app/services/users.py": """
        from app.schemas import UserCreate, UserRead


        class UserService:
            async def create(self, data: UserCreate) -> UserRead: ...


        async def create(data: UserCreate) -> UserRead: ...
        async def read(key: int) -> UserRead: ...
        async def remove(key: int) -> None: ...
        """,
    "app/settings.py": """
        from pydantic_settings import BaseSettings


        class Settings(BaseSettings):
            debug: bool = False
        """,
}


@dataclass
class Told:
    """What `check --base` said."""

    code: int
    new: list[str]
    gone: list[str]
    comments: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    elsewhere: int = 0


class Ran(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str


Archlint: TypeAlias = Callable[..., Ran]
Compare: TypeAlias = Callable[..., Told]


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository as the working directory: one commit, with a module that keeps the rules."""
    made = Repo.made(tmp_path / "service")
    made.commit({"app/__init__.py": "", "app/fine.py": "x = 1\n"})
    monkeypatch.chdir(made.top)
    monkeypatch.setenv("ARCHLINT_CACHE_DIR", str(tmp_path / "cache"))
    for variable in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(variable, raising=False)
    return made


@pytest.fixture
def archlint(capsys: pytest.CaptureFixture[str]) -> Archlint:
    """`archlint` in this process."""

    def run(*arguments: str) -> Ran:
        code = main(list(arguments))
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def compare(archlint: Archlint) -> Compare:
    """`archlint check --base REF`, taken apart."""

    def run(*arguments: str) -> Told:
        ran = archlint("check", "--output-format", "json", "--base", *arguments)
        assert ran.out, ran.err
        document = json.loads(ran.out)
        changes: dict[str, Any] = document.get("changes", {})
        return Told(
            ran.code,
            _places(document["findings"]),
            _places(changes.get("gone", [])),
            [f"{each['path']}:{each['line']} {each['message']}" for each in changes.get("comments", [])],
            changes.get("remarks", []),
            [each["message"] for each in document["errors"]],
            changes.get("elsewhere", 0),
        )

    return run


def _places(findings: list[dict[str, Any]]) -> list[str]:
    return [f"{each['path']}:{each['line']} {each['rule'].partition('/')[2]}" for each in findings]


@pytest.fixture
def service(repo: Repo) -> Repo:
    repo.commit(SERVICE)
    return repo


def changed(repo: Repo, path: str, *edits: tuple[str, str]) -> None:
    """Replace texts in a file, each of which is there."""
    text = (repo.top / path).read_text()
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    (repo.top / path).write_text(text)


def section(text: str, title: str) -> list[str]:
    """The lines below a heading."""
    _, found, rest = text.partition(f"#### {title}\n")
    assert found, text
    return [line for line in rest.partition("\n#### ")[0].splitlines() if line]
