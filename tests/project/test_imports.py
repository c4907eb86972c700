"""Imports lead to the module that defines a name, and are needed at run time or not."""

from __future__ import annotations

import pytest

from services import module, project_of

PACKAGE = {
    "app/__init__.py": "",
    "app/services/__init__.py": "from app.services.users import UserService\nfrom .mail import *\n",
    "app/services/users.py": "class UserService: ...\nLIMIT = 3\n",
    "app/services/mail.py": "def send(): ...\n",
}


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("from app.services import UserService", "app.services.users"),
        ("from app.services import users", "app.services.users"),
        ("from app.services import send", "app.services.mail"),
        ("from app.services.users import LIMIT", "app.services.users"),
        ("import app.services.users", "app.services.users"),
        ("from . import services", "app.services"),
        ("from .services.mail import send as mail", "app.services.mail"),
        ("from fastapi import Depends", None),
    ],
)
def test_an_import_leads_to_the_module_that_defines_the_name(text: str, target: str | None) -> None:
    project = project_of(PACKAGE | {"app/main.py": text})
    (edge,) = project.imports.of(module(project, "app/main.py"))
    assert (edge.target.name if edge.target else None) == target


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("from app.services import UserService\ndef f(a: UserService) -> None: ...", False),
        ("from app.services import UserService\ndef f() -> UserService: ...", False),
        ("from app.services import UserService\nx: UserService | None = None", False),
        ("from app.services import UserService\ndef f():\n    return UserService()", True),
        ("from app.services import UserService\ndef f(a=UserService): ...", True),
        ("from app.services import UserService\nclass A(UserService): ...", True),
        ("from app.services import UserService\n@UserService\ndef f(): ...", True),
        ("from app.services import UserService\ntry: ...\nexcept UserService: ...", True),
        ("from app.services import UserService\n__all__ = ['UserService']", True),
        (
            "from typing import Annotated\nfrom fastapi import Depends\nfrom app.services import send\n"
            "def f(a: Annotated[str, Depends(send)]): ...",
            True,
        ),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app.services import UserService\n"
            "def f():\n    return UserService",
            False,
        ),
        ("def f():\n    from app.services import UserService\n    return UserService", True),
        ("def f():\n    from app.services import UserService\ndef g():\n    return UserService", False),
    ],
)
def test_only_what_is_read_outside_annotations_is_needed_at_run_time(text: str, used: bool) -> None:
    project = project_of(PACKAGE | {"app/main.py": text})
    edge = next(each for each in project.imports.of(module(project, "app/main.py")) if each.target is not None)
    assert project.imports.is_used_at_runtime(edge) is used


def test_an_import_stands_where_its_statement_begins() -> None:
    project = project_of(PACKAGE | {"app/main.py": "from app.services import (\n    UserService,\n    send,\n)\n"})
    first, second = project.imports.of(module(project, "app/main.py"))
    assert (first.place.line, second.place.line) == (1, 1)


def test_an_import_inside_a_function_is_lazy() -> None:
    text = "from app.services import send\ndef f():\n    from app.services import UserService\n    return UserService\n"
    project = project_of(PACKAGE | {"app/main.py": text})
    assert [each.is_lazy for each in project.imports.of(module(project, "app/main.py"))] == [False, True]


def test_circles_of_services_are_told_once_and_cut_where_it_is_cheapest() -> None:
    one = "from app.services.{0} import {1}\n{2}def work():\n    return {1}\n"
    project = project_of(
        {
            "app/services/a.py": one.format("b", "B, b2", "class A: ...\n").replace("return B, b2", "return (B, b2)"),
            "app/services/b.py": one.format("c", "C", "class B: ...\nb2 = 1\n"),
            "app/services/c.py": one.format("a", "A", "class C: ...\n"),
        }
    )
    (cycle,) = project.cycles.all()
    assert len(cycle.needs) == 3
    assert cycle.cheapest.module.path == "app/services/b.py"
