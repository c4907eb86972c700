"""What applications serve, and which of two routes is asked."""

from __future__ import annotations

import pytest

from archlint.project.web.templates import Template, template
from services import project_of


def read(path: str) -> Template:
    found = template(path)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("/{name}", "/me"),
        ("/{name}", "/{number:int}"),
        ("/{name}", "/{name}.json"),
        ("/{ratio:float}", "/{number:int}"),
        ("/{rest:path}", "/a/{b}/c"),
        ("/{rest:path}", "/{other:path}"),
        ("/files/{rest:path}/raw", "/files/a/raw"),
        ("/{number:int}", "/42"),
        ("/v{version}", "/v1"),
    ],
)
def test_a_wider_path_takes_all_of_a_narrower_one(wide: str, narrow: str) -> None:
    assert read(wide).takes_all_of(read(narrow))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/{number:int}", "/me"),
        ("/{number:int}", "/{name}"),
        ("/{key:uuid}", "/{number:int}"),
        ("/{a}", "/{a}/{b}"),
        ("/{a}/{b}", "/{rest:path}"),
        ("/{a}", "/"),
        ("/items", "/items/"),
        ("/{a}.json", "/{a}"),
        ("/a.b", "/acb"),
    ],
)
def test_a_path_that_leaves_something_out_does_not(one: str, other: str) -> None:
    assert not read(one).takes_all_of(read(other))


def test_a_convertor_of_the_projects_own_is_not_read() -> None:
    assert template("/{name:slug}") is None


APPLICATION = {
    "users.py": """
        from fastapi import APIRouter
        router = APIRouter(prefix="/users")

        @router.get("/{user_id}")
        def read(user_id: int): ...
        """,
    "main.py": """
        import os
        from fastapi import FastAPI
        import users

        def create_app():
            app = FastAPI()
            app.include_router(users.router, prefix="/api")
            app.include_router(users.router, prefix=os.environ["PREFIX"])
            return app
        """,
}


def test_a_route_is_served_by_each_way_and_paths_begin_where_they_are_known() -> None:
    project = project_of(APPLICATION)
    (route,) = project.routes
    assert [(each.path, each.is_whole) for each in project.web.served.of(route)] == [
        ("/users/{user_id}", False),
        ("/api/users/{user_id}", True),
    ]


def test_routers_that_one_function_makes_are_told_apart_by_its_calls() -> None:
    project = project_of(
        {
            "kit.py": """
            from fastapi import APIRouter

            def make(**options):
                return APIRouter(**options)
            """,
            "users.py": """
            from kit import make

            def make_users():
                router = make(prefix="/users")
                inner = make()

                @inner.get("/list")
                def list_users(): ...

                router.include_router(inner)
                return router
            """,
            "notes.py": """
            from kit import make
            router = make()

            @router.get("/list")
            def list_notes(): ...
            """,
            "main.py": """
            from fastapi import FastAPI
            import notes
            from users import make_users
            app = FastAPI()
            app.include_router(make_users())
            app.include_router(notes.router, prefix="/notes")
            """,
        }
    )
    assert {route.handler.name: route.paths for route in project.routes if route.handler} == {
        "list_users": ("/users/list",),
        "list_notes": ("/notes/list",),
    }
    assert sorted(each.path for each in project.web.served.all) == ["/notes/list", "/users/list"]


def test_a_router_that_a_function_keeps_is_one_wherever_it_is_asked_for() -> None:
    project = project_of(
        {
            "main.py": """
            from functools import cache
            from fastapi import APIRouter, FastAPI

            @cache
            def router() -> APIRouter:
                return APIRouter()

            @router().get("/list")
            def list_all(): ...

            app = FastAPI()
            app.include_router(router(), prefix="/api")
            """,
        }
    )
    assert [route.path for route in project.routes] == ["/api/list"]


ORDER = """
    from fastapi import APIRouter, FastAPI
    from settings import settings

    a, b = APIRouter(), APIRouter()

    @a.get("/{{x}}")
    def wide(): ...

    @b.get("/me")
    def narrow(): ...

    {body}
    """


@pytest.mark.parametrize(
    ("body", "hidden"),
    [
        ("app = FastAPI(); app.include_router(a); app.include_router(b)", True),
        ("app = FastAPI(); app.include_router(b); app.include_router(a)", False),
        ("app = FastAPI()\n    for each in (a, b): app.include_router(each)", True),
        ("app = FastAPI()\n    for each in [b, a]: app.include_router(each)", False),
        ("app = FastAPI()\n    if settings.x: app.include_router(a)\n    app.include_router(b)", False),
        ("app = FastAPI()\n    if settings.x:\n        app.include_router(a)\n        app.include_router(b)", True),
        ("app = FastAPI()\n    app.include_router(a)\n    if settings.x: app.include_router(b)", True),
        ("app = FastAPI()\n    if settings.x: app.include_router(a)\n    else: app.include_router(b)", False),
        ("app = FastAPI()\n    try: app.include_router(a)\n    except ValueError: app.include_router(b)", False),
        ("def put(app, router): app.include_router(router)\n    app = FastAPI(); put(app, a); put(app, b)", True),
        ("def put(app, router): app.include_router(router)\n    app = FastAPI(); put(app, b); put(app, a)", False),
        (
            "def put(app):\n        app.include_router(a); app.include_router(b)\n    app = FastAPI(); put(app)",
            True,
        ),
        (
            "def one(app):\n        if settings.x: return\n        app.include_router(a)\n"
            "    def two(app): app.include_router(b)\n    app = FastAPI(); one(app); two(app)",
            False,
        ),
        ("app = FastAPI(); app.mount('/', object()); app.include_router(b)", True),
        ("app = FastAPI(); app.include_router(b); app.mount('/', object())", False),
        ("app = FastAPI(); inner = FastAPI(); inner.include_router(b); app.mount('/', inner)", False),
    ],
)
def test_the_order_of_calls_decides_who_is_asked(body: str, hidden: bool) -> None:
    project = project_of({"main.py": ORDER.format(body=body), "settings.py": "settings = object()"})
    (narrow,) = [each for each in project.routes if each.own_path == "/me"]
    assert (project.web.precedence.shadow(narrow) is not None) is hidden
