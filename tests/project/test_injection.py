"""What is injected where, and by whom."""

from __future__ import annotations

from archlint.project import Project
from archlint.project.web.injection import Dependency
from services import function, project_of


def asked(project: Project, path: str, qualname: str) -> list[tuple[str | None, str]]:
    """Parameter and provider of everything that a function asks for."""
    return _told(project.injection.dependencies(function(project, path, qualname)))


def _told(dependencies: tuple[Dependency, ...]) -> list[tuple[str | None, str]]:
    return [(each.parameter, each.provider.name if each.provider is not None else each.name) for each in dependencies]


def test_defaults_annotations_and_aliases_of_other_modules_are_read() -> None:
    project = project_of(
        {
            "deps.py": """
            from typing import Annotated, Optional
            from fastapi import Depends, Security

            class Session: ...
            def get_db(): ...
            def get_user(db: "SessionDep"): ...
            SessionDep = Annotated[Session, Depends(get_db)]
            MaybeUser = Optional[Annotated[str, Security(get_user, scopes=["me"])]]
            user = Depends(get_user)
            """,
            "api.py": """
            from fastapi import Depends
            from acme import current_user
            import deps
            from deps import SessionDep as DB, MaybeUser, get_db, user

            def handler(a: DB, b: deps.SessionDep, c: MaybeUser, d=user, e=Depends(get_db, use_cache=False),
                        f=Depends(current_user), g: int = 1): ...
            """,
        }
    )
    assert asked(project, "api.py", "handler") == [
        ("a", "get_db"),
        ("b", "get_db"),
        ("c", "get_user"),
        ("d", "get_user"),
        ("e", "get_db"),
        ("f", "acme.current_user"),
    ]
    found = project.injection.dependencies(function(project, "api.py", "handler"))
    assert [each.is_security for each in found] == [False, False, True, False, False, False]
    assert [each.use_cache for each in found] == [True, True, True, True, False, True]


def test_classes_callables_and_factories_are_providers() -> None:
    project = project_of(
        {
            "api.py": """
            from functools import partial
            from typing import Annotated
            from fastapi import Depends

            class Page:
                def __init__(self, size: int = 1): ...

            class Checker:
                def __init__(self, role: str): ...
                def __call__(self): ...

            def require(role: str):
                def check(): ...
                return check

            def asks(role: str):
                return Depends(require(role))

            def plain(n: int): ...

            def handler(a: Page = Depends(), b: Annotated[Page, Depends()] = None, c=Depends(Checker("x")),
                        d=Depends(require("y")), e=asks("z"), f=Depends(partial(plain, 1)), g=Depends(Page)): ...
            """
        }
    )
    assert asked(project, "api.py", "handler") == [
        ("a", "Page"),
        ("b", "Page"),
        ("c", "__call__"),
        ("d", "check"),
        ("e", "check"),
        ("f", "plain"),
        ("g", "Page"),
    ]
    dependencies = {each.name for each in project.functions() if project.is_dependency(each)}
    assert dependencies == {"__call__", "check", "plain", "__init__"}


def test_one_of_two_providers_is_both() -> None:
    project = project_of(
        {
            "api.py": """
            from fastapi import Depends
            def anyone(): ...
            def user(): ...

            def handler(flag=None):
                base = anyone if flag else user
                def inner(u=Depends(base)): ...
            """
        }
    )
    inner = function(project, "api.py", "handler.<locals>.inner")
    (dependency,) = project.injection.dependencies(inner)
    assert {each.name for each in dependency.providers} == {"anyone", "user"}
    assert dependency.provider is None


def test_a_controller_asks_by_its_fields_and_those_of_its_bases() -> None:
    project = project_of(
        {
            "api.py": """
            from fastapi import APIRouter, Depends
            from fastapi_utils.cbv import cbv
            router = APIRouter()
            def get_user(): ...
            def get_repo(): ...

            class Base:
                user: str = Depends(get_user)

            @cbv(router)
            class Controller(Base):
                repo: str = Depends(get_repo)

                @router.get("/")
                def index(self): ...
            """
        }
    )
    assert sorted(asked(project, "api.py", "Controller.index")) == [("repo", "get_repo"), ("user", "get_user")]


def test_a_route_asks_for_what_its_routers_and_application_demand() -> None:
    project = project_of(
        {
            "deps.py": """
            from fastapi import APIRouter, Depends
            def of_app(): ...
            def of_class(): ...
            def of_include(): ...
            def of_router(): ...
            def of_route(): ...
            def inner(): ...
            def of_handler(x=Depends(inner)): ...

            class Router(APIRouter):
                def __init__(self, **kwargs):
                    super().__init__(dependencies=[Depends(of_class)], **kwargs)
            """,
            "main.py": """
            from fastapi import APIRouter, Depends, FastAPI
            from deps import *
            router = Router()
            plain = APIRouter(dependencies=[Depends(of_router)])

            @router.get("/", dependencies=[Depends(of_route)])
            def handler(x=Depends(of_handler)): ...

            plain.include_router(router, dependencies=[Depends(of_include)])
            app = FastAPI(dependencies=[Depends(of_app)])
            app.include_router(plain)
            """,
        }
    )
    (route,) = project.routes
    assert [name for _, name in _told(project.web.demands.tree(route))] == [
        "of_app",
        "of_router",
        "of_include",
        "of_class",
        "of_route",
        "of_handler",
        "inner",
    ]


def test_other_frameworks_injections_are_known_as_such() -> None:
    project = project_of(
        {
            "api.py": """
            from typing import Annotated
            from dependency_injector.wiring import Provide, inject
            from dishka.integrations.fastapi import FromDishka

            @inject
            def handler(a: FromDishka[int], b: int = Provide["b"], c: Annotated[int, FromDishka()] = 0, d: int = 0): ...
            """
        }
    )
    handler = function(project, "api.py", "handler")
    injected = [each.name for each in handler.facts.parameters if project.injection.is_injected(each, handler)]
    assert injected == ["a", "b", "c"]
