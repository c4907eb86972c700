"""Entries follow files to their new names, and only to those."""

from __future__ import annotations

import shutil
from textwrap import dedent

import pytest

from baseline.conftest import CLOCK, FILE, Archlint
from harness.repositories import Repo

STALE = "suppressions/stale-baseline"


@pytest.mark.parametrize("how", ["not told", "staged", "committed", "with a new layout", "committed and changed later"])
def test_a_renamed_file_takes_its_entries_along(how: str, known: Repo, archlint: Archlint) -> None:
    old, new = known.top / "app/clock.py", known.top / "app/ward/timing.py"
    new.parent.mkdir()
    old.rename(new)
    if how == "staged":
        known.git("add", "-A")
    if how.startswith("committed"):
        known.commit()
    if how == "with a new layout":
        new.write_text(new.read_text().replace("(", "(\n        "), encoding="utf-8")
    if how == "committed and changed later":
        for number in range(9):
            text = new.read_text(encoding="utf-8")
            more = "".join(f"\n\ndef more_{number}_{each}(a: int) -> int:\n    return {each}\n" for each in range(9))
            new.write_text(text + more, encoding="utf-8")
            known.commit()
    assert archlint("check").told == []
    ran = archlint("baseline")
    assert ran.code == 0
    assert ran.out.endswith(f"{FILE}: 3 renamed.\n")
    assert "app/ward/timing.py" in (known.top / FILE).read_text(encoding="utf-8")


def test_a_file_renamed_in_the_commit_of_the_baseline_is_followed(repo: Repo, archlint: Archlint) -> None:
    archlint("baseline")
    (repo.top / "app/clock.py").rename(repo.top / "app/timing.py")
    assert archlint("check").told == []
    repo.commit()
    assert archlint("check").told == []


def test_a_file_renamed_twice_is_followed(known: Repo, archlint: Archlint) -> None:
    (known.top / "app/clock.py").rename(known.top / "app/timing.py")
    known.commit()
    (known.top / "app/timing.py").rename(known.top / "app/pauses.py")
    assert archlint("check").told == []


def test_a_renamed_package_takes_the_targets_of_others_along(repo: Repo, archlint: Archlint) -> None:
    repo.write(
        {
            "app/__init__.py": "",
            "app/services/__init__.py": "",
            "app/services/users.py": "from app.api import routes\n\n\ndef get() -> None:\n    routes.router\n",
            "app/api/__init__.py": "",
            "app/api/routes.py": """
                from fastapi import APIRouter

                router = APIRouter(prefix="/users")


                @router.get("/")
                async def read() -> int:
                    return 1
                """,
        }
    )
    archlint("baseline")
    repo.commit()
    assert "upward-import" in (text := (repo.top / FILE).read_text(encoding="utf-8"))
    assert "app.api.routes" in text
    (repo.top / "app/api").rename(repo.top / "app/endpoints")
    users = repo.top / "app/services/users.py"
    users.write_text(users.read_text(encoding="utf-8").replace("app.api", "app.endpoints"), encoding="utf-8")
    assert archlint("check").told == []


def test_another_file_with_the_same_finding_is_no_rename(known: Repo, archlint: Archlint) -> None:
    (known.top / "app/clock.py").unlink()
    other = """
        import logging
        import time
        from pathlib import Path

        LOG = logging.getLogger(__name__)


        def folders(top: Path) -> list[Path]:
            LOG.info("looking below %s", top)
            return sorted(each for each in top.rglob("*") if each.is_dir())


        async def wait() -> None:
            time.sleep(3)
        """
    known.write({"app/files.py": other})
    told = archlint("check").told
    assert [each.partition(" ")[2] for each in told] == ["concurrency/blocking-call", *[STALE] * 3]


def test_where_git_knows_nothing_the_entries_tell(known: Repo, archlint: Archlint) -> None:
    shutil.rmtree(known.top / ".git")
    (known.top / "app/clock.py").rename(known.top / "app/timing.py")
    assert archlint("check").told == []
    (known.top / "app/timing.py").write_text(dedent(CLOCK).replace("wait()", "nap()"), encoding="utf-8")
    assert len(archlint("check").told) == 6


def test_a_file_renamed_twice_before_its_first_commit_is_followed(repo: Repo, archlint: Archlint) -> None:
    (repo.top / "app/clock.py").rename(repo.top / "app/timing.py")
    archlint("baseline")
    (repo.top / "app/timing.py").rename(repo.top / "app/pauses.py")
    assert archlint("check").told == []
    repo.commit()
    assert archlint("check").told == []
    text = (repo.top / "app/pauses.py").read_text(encoding="utf-8")
    (repo.top / "app/pauses.py").write_text(text.replace("time.sleep(1)", "pass"), encoding="utf-8")
    assert [each.partition(" ")[2] for each in archlint("check").told] == [STALE]


def test_where_git_knows_nothing_targets_are_told_under_the_new_name(repo: Repo, archlint: Archlint) -> None:
    schemas = """
        from pydantic import BaseModel


        class AuthorCreate(BaseModel):
            name: str


        class AuthorResponse(AuthorCreate):
            id: int
        """
    routes = """
        from fastapi import APIRouter

        from app.authors import AuthorCreate, AuthorResponse

        router = APIRouter(prefix="/v1/authors")


        @router.post("", status_code=201)
        async def create(author: AuthorCreate) -> AuthorResponse:
            return AuthorResponse(id=1, name=author.name)
        """
    repo.write({"app/authors.py": schemas, "app/routes.py": routes})
    archlint("baseline")
    assert "app.authors.AuthorCreate" in (repo.top / FILE).read_text(encoding="utf-8")
    (repo.top / "app/authors.py").rename(repo.top / "app/people.py")
    repo.write({"app/routes.py": routes.replace("app.authors", "app.people")})
    assert archlint("check").told == []


def test_in_a_clone_without_history_the_entries_tell(known: Repo, archlint: Archlint) -> None:
    (known.top / "app/clock.py").rename(known.top / "app/timing.py")
    known.commit()
    top, clone = known.top, known.top.with_name("clone")
    known.git("clone", "-q", "--depth", "1", f"file://{top}", str(clone))
    shutil.rmtree(top)
    clone.rename(top)
    assert archlint("check").told == []


def test_a_function_that_moved_to_another_file_is_new_there(known: Repo, archlint: Archlint) -> None:
    known.write({"app/clock.py": "x = 1\n", "app/mail.py": dedent(CLOCK)})
    assert len(archlint("check").told) == 3 + 3 + 1
