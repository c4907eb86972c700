"""Layers are told from what files hold, what they are called, and what is around them; ambiguity is no guess."""

from __future__ import annotations

import pytest

from archlint.config import Config, LayerSettings
from services import module, project_of

ROUTER = "from fastapi import APIRouter\nrouter = APIRouter()\n"
APP = "from fastapi import FastAPI\napp = FastAPI()\n"
ORM = """
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
    class Base(DeclarativeBase): ...
    class User(Base):
        __tablename__ = "users"
        id: Mapped[int] = mapped_column(primary_key=True)
"""
SCHEMA = "from pydantic import BaseModel\nclass User(BaseModel):\n    id: int\n"
SETTINGS = "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    url: str\n"
ABSTRACT = """
    from abc import ABC, abstractmethod
    class UserRepository(ABC):
        @abstractmethod
        def get(self, user_id: int) -> str: ...
"""
QUERIES = """
    from sqlalchemy import text
    from sqlalchemy.ext.asyncio import AsyncSession
    async def find(session: AsyncSession, name: str):
        return await session.execute(text(name))
"""
LOGIC = "def plan(day):\n    return day + 1\n"
TASK = "from celery import shared_task\n@shared_task\ndef send(): ...\n"


def layer_of(path: str, text: str, **others: str) -> str:
    files = {path: text} | {name.replace("__", "/") + ".py": body for name, body in others.items()}
    project = project_of(files)
    return project.layers.name_of(module(project, path))


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        # content
        ("app/services.py", ROUTER, "router"),
        ("app/routers/services.py", ROUTER, "router"),
        ("app/things.py", APP, "composition"),
        ("app/things.py", ORM, "model"),
        ("app/things.py", SCHEMA, "schema"),
        ("app/things.py", SETTINGS, "settings"),
        ("app/models/user.py", SCHEMA, "schema"),
        ("app/domain/entity/user.py", ORM, "model"),
        ("app/api/users.py", "def factory():\n    from fastapi import APIRouter\n    return APIRouter()\n", "router"),
        # names
        ("app/users/service.py", LOGIC, "service"),
        ("app/users/use_cases.py", LOGIC, "service"),
        ("app/core/user_service.py", LOGIC, "service"),
        ("services/AuthorService.py", LOGIC, "service"),
        ("app/crud.py", LOGIC, "repository"),
        ("app/crud/crud_users.py", LOGIC, "repository"),
        ("app/module_admin/dao/users.py", LOGIC, "repository"),
        ("app/deps.py", "from fastapi import Depends\n", "dependency"),
        ("app/routes/helpers.py", LOGIC, "router"),
        ("app/container.py", LOGIC, "composition"),
        # the innermost name, the trust of the name
        ("app/models/schemas/user.py", LOGIC, "schema"),
        ("app/api/users/service.py", LOGIC, "service"),
        ("app/services/user_repository.py", LOGIC, "repository"),
        ("app/services/settings.py", LOGIC, "service"),
        ("app/crud/tasks.py", LOGIC, "repository"),
        ("app/schema/admin/settings.py", LOGIC, "schema"),
        ("app/api/dependencies/repository.py", "from fastapi import Depends\n", "dependency"),
        ("alembic/versions/users_service.py", LOGIC, "migration"),
        ("cli/db/service.py", LOGIC, "script"),
        # words that need a witness
        ("app/domain/repository/user.py", ABSTRACT, "port"),
        ("app/adapters/services/maps.py", LOGIC, ""),
        ("app/services/exceptions.py", LOGIC, ""),
        ("app/models/names.py", LOGIC, ""),
        ("app/middlewares/dependencies.py", LOGIC, "middleware"),
        ("app/plugins/dependencies.py", LOGIC, ""),
        ("app/git/repos/clone.py", LOGIC, ""),
        # behaviour, where names are silent
        ("app/db/users.py", QUERIES, "repository"),
        ("app/models/users.py", QUERIES, "repository"),
        ("app/api/lookups.py", QUERIES, ""),
        ("app/db/users.py", "    from fastapi import Depends" + QUERIES, ""),
        ("app/mail/sending.py", TASK, "task"),
        ("app/helpers.py", LOGIC, ""),
        ("tests/services/test_users.py", LOGIC, "test"),
    ],
)
def test_a_module_has_the_layer_that_content_name_and_folder_tell(path: str, text: str, expected: str) -> None:
    assert layer_of(path, text) == expected


def test_a_folder_that_holds_several_layers_is_a_domain_whatever_it_is_called() -> None:
    around = {"app__service__views": ROUTER, "app__service__models": ORM, "app__service__service": LOGIC}
    assert layer_of("app/service/flows.py", LOGIC, **around) == ""
    assert layer_of("app/service/flows.py", LOGIC) == "service"


def test_a_folder_around_an_application_is_no_layer() -> None:
    assert layer_of("services/users/helpers.py", LOGIC, services__users__main=APP) == ""


def test_application_means_use_cases_beside_a_domain_and_the_web_where_routes_are() -> None:
    assert layer_of("app/application/create.py", LOGIC, app__domain__user=LOGIC) == "service"
    assert layer_of("app/application/create.py", LOGIC) == ""
    assert layer_of("app/application/create.py", LOGIC, app__domain__user=LOGIC, app__application__web=ROUTER) == ""


def test_models_without_orm_classes_count_where_a_neighbour_has_some() -> None:
    assert layer_of("app/models/names.py", LOGIC, app__models__user=ORM) == "model"


def test_tasks_are_no_layer_where_the_service_keeps_tasks_as_data() -> None:
    data = ORM.replace("class User", "class Task")
    assert layer_of("app/work/tasks.py", LOGIC, app__models__task=data) == ""
    assert layer_of("app/work/tasks.py", LOGIC) == "task"


def test_routes_beside_orm_classes_tell_no_layer_unless_the_name_does() -> None:
    both = ROUTER + "from sqlalchemy.orm import DeclarativeBase\nclass User(DeclarativeBase):\n    id = 1\n"
    assert layer_of("app/users.py", both) == ""
    assert layer_of("app/router.py", both) == "router"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from fastapi import Depends\nfrom app.a import A\ndef get_a(b=Depends(str)): return A(b)\n", ""),
        ("from fastapi import Depends\nfrom app.a import A\ndef get_a(b=Depends(str)): return A(b).c()\n", "service"),
        ("from fastapi import FastAPI\ndef start(app: FastAPI): app.state.a = 1\n", ""),
        ("from fastapi import FastAPI, Request\ndef start(app: FastAPI): ...\ndef a(r: Request): ...\n", "service"),
        ("from fastapi import FastAPI\nclass A: ...\ndef start(app: FastAPI): app.state.a = A()\n", "service"),
    ],
)
def test_a_module_that_only_makes_or_starts_what_others_use_is_no_service(text: str, expected: str) -> None:
    route = ROUTER + "from fastapi import Depends\nfrom app.services.a import get_a\n"
    route += '@router.get("/")\ndef read(a=Depends(get_a)): ...\n'
    others = {"app__a": "class A:\n    def __init__(self, b): ...\n    def c(self): ...\n", "app__api": route}
    assert layer_of("app/services/a.py", text, **others) == expected


def test_the_configuration_decides_and_says_so() -> None:
    config = Config(
        layers=(LayerSettings(name="use-case", match=("app/logic/**",)), LayerSettings(name="model", match=("db/**",))),
        shared=("app/logic/shared.py",),
        composition_root=("app/wire.py",),
    )
    files = {
        "app/logic/a.py": LOGIC,
        "app/logic/shared.py": LOGIC,
        "app/wire.py": LOGIC,
        "app/user_service.py": LOGIC,
        "app/crud.py": LOGIC,
    }
    layers = (project := project_of(files, config)).layers
    told = {path: layers.of(module(project, path)) for path in files}
    names = {path: layer.name if layer else None for path, layer in told.items()}
    assert names == {
        "app/logic/a.py": "use-case",
        "app/logic/shared.py": "shared",
        "app/wire.py": "composition",
        "app/user_service.py": None,  # the configuration says where services are
        "app/crud.py": "repository",
    }
    placed = told["app/logic/a.py"]
    assert placed is not None
    assert placed.role == "service"
    assert [each.kind for each in placed.evidence] == ["configuration"]
    assert "app/logic/**" in placed.evidence[0].sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class UserDao: ...", "repository"),
        ("class UserRepositoryImpl: ...", "repository"),
        ("class UserService: ...", "service"),
        ("class Repository: ...", ""),
        ("class UserError(Exception): ...", ""),
        ("from pydantic import BaseModel\nclass UserService(BaseModel): ...", "schema"),
    ],
)
def test_a_class_has_a_role_by_its_bases_and_its_name(text: str, expected: str) -> None:
    project = project_of({"app/things.py": text})
    cls = module(project, "app/things.py").all_classes[-1]
    assert project.layers.of_class(cls) == expected


def test_a_service_layer_is_one_that_works_with_data_and_is_asked_by_the_web_side() -> None:
    web = "from fastapi import APIRouter\nfrom app.services import {0}\nrouter = APIRouter()\n"
    mail = project_of({"app/services/mail.py": LOGIC, "app/api/users.py": web.format("mail")})
    data = project_of({"app/services/users.py": QUERIES, "app/api/users.py": web.format("users")})
    alone = project_of({"app/services/users.py": QUERIES, "app/api/users.py": ROUTER})
    assert [each.layers.has("service") for each in (mail, data, alone)] == [False, True, False]
