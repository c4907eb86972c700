"""The route table: who declares a route, on what, under which path."""

from __future__ import annotations

from archlint.project import Project, Route
from services import function, project_of


def routes(files: dict[str, str]) -> list[tuple[str, str | None]]:
    """Handler and path of every route."""
    return [_told(route) for route in project_of(files).routes]


def _told(route: Route) -> tuple[str, str | None]:
    return (route.handler.name if route.handler is not None else "?", route.path)


def only(files: dict[str, str]) -> Route:
    (route,) = project_of(files).routes
    return route


def test_a_decorator_of_any_method_declares_a_route() -> None:
    project = project_of(
        {
            "app.py": """
            from fastapi import APIRouter
            users = APIRouter()

            @users.get("/a")
            def a(): ...

            @users.api_route("/b", methods=["GET", "post"])
            def b(): ...

            @users.websocket("/c")
            def c(): ...

            @users.trace("/d")
            @users.head("/d")
            def d(): ...
            """
        }
    )
    assert [(route.own_path, route.methods, route.is_websocket) for route in project.routes] == [
        ("/a", ("GET",), False),
        ("/b", ("GET", "POST"), False),
        ("/c", (), True),
        ("/d", ("TRACE",), False),
        ("/d", ("HEAD",), False),
    ]


def test_other_frameworks_have_no_routes() -> None:
    assert (
        routes(
            {
                "site.py": """
            from flask import Flask, Blueprint
            from celery import Celery
            from starlette.applications import Starlette
            app = Flask(__name__)
            pages = Blueprint("pages", __name__)
            jobs = Celery()
            plain = Starlette()

            @app.get("/a")
            @pages.route("/b")
            @plain.route("/c")
            @jobs.task
            def a(): ...

            jobs.add_route("/d", a)
            """
            }
        )
        == []
    )


def test_a_subclass_a_factory_and_an_attribute_are_routers() -> None:
    found = routes(
        {
            "kit.py": """
            from fastapi import APIRouter

            class Router(APIRouter): ...

            def get_router_class(tag: str) -> type[APIRouter]:
                class Tagged(APIRouter): ...
                return Tagged

            def make(): return Router()
            """,
            "api.py": """
            from fastapi import FastAPI
            from kit import Router, get_router_class, make
            Tagged = get_router_class("x")
            one, two, three = Router(), Tagged(), make()

            @one.get("/1")
            def first(): ...
            @two.get("/2")
            def second(): ...
            @three.get("/3")
            def third(): ...

            class Pages:
                def __init__(self):
                    self.router = Router(prefix="/pages")
                    self.router.add_api_route("/4", self.fourth)

                def fourth(self): ...

            app = FastAPI()
            app.include_router(one)
            app.include_router(two)
            app.include_router(three)
            app.include_router(Pages().router)
            """,
        }
    )
    assert found == [("first", "/1"), ("second", "/2"), ("third", "/3"), ("fourth", "/pages/4")]


def test_a_wrapped_method_is_read_through_its_wrapper() -> None:
    route = only(
        {
            "security.py": """
            def protected(method, path, scopes=(), **kwargs):
                def decorator(func):
                    return method("/safe" + path, status_code=202, **kwargs)(func)
                return decorator
            """,
            "api.py": """
            from fastapi import APIRouter
            from security import protected
            router = APIRouter()

            @protected(router.post, "/a", ["x"], response_model=None)
            def a(): ...
            """,
        }
    )
    assert (route.own_path, route.methods, route.status_code) == ("/safe/a", ("POST",), 202)
    assert route.response_model is not None
    assert not route.is_open
    assert route.place.path == "api.py"
    assert route.place.line == 6


def test_a_wrapper_of_a_library_gives_the_path_it_was_handed() -> None:
    route = only(
        {
            "api.py": """
            from acme import protected
            from fastapi import APIRouter
            router = APIRouter()

            @protected(router.get, "/a")
            def a(): ...
            """
        }
    )
    assert (route.own_path, route.methods) == ("/a", ("GET",))


def test_a_decorator_kept_in_a_variable_or_made_by_a_function_declares_a_route() -> None:
    found = routes(
        {
            "api.py": """
            from fastapi import APIRouter, FastAPI
            router = APIRouter()
            get_a = router.get("/a")

            def get(path: str):
                return router.get("/b" + path)

            @get_a
            def a(): ...

            @get("/c")
            def b(): ...

            app = FastAPI()
            app.include_router(router, prefix="/v1")
            """
        }
    )
    assert found == [("a", "/v1/a"), ("b", "/v1/b/c")]


def test_prefixes_compose_over_modules_and_several_includes() -> None:
    project = project_of(
        {
            "config.py": """
            from pydantic import Field
            from pydantic_settings import BaseSettings

            class Settings(BaseSettings):
                api: str = "/api"
                version: str = Field(default="/v1")

            settings = Settings()
            """,
            "users.py": """
            from fastapi import APIRouter
            router = APIRouter(prefix="/users")

            @router.get("/{user_id}")
            def read(user_id: int): ...
            """,
            "main.py": """
            from fastapi import FastAPI
            import users
            from config import settings

            def create_app():
                app = FastAPI()
                app.include_router(users.router, prefix=f"{settings.api}{settings.version}")
                app.include_router(users.router, prefix="/legacy")
                return app

            outer = FastAPI()
            outer.mount("/mounted", create_app())
            """,
        }
    )
    (route,) = project.routes
    assert route.paths == ("/mounted/api/v1/users/{user_id}", "/mounted/legacy/users/{user_id}")


def test_routers_in_loops_and_through_functions_are_included() -> None:
    found = routes(
        {
            "api.py": """
            from fastapi import APIRouter, FastAPI

            def make(name: str) -> APIRouter:
                router = APIRouter(prefix=f"/{name}")

                @router.get("/list")
                def list_all(): ...

                return router

            users, bills, notes = APIRouter(), APIRouter(), APIRouter()

            @users.get("/u")
            def u(): ...
            @bills.get("/b")
            def b(): ...
            @notes.get("/n")
            def n(): ...

            def include(app: FastAPI, router: APIRouter, prefix: str) -> None:
                app.include_router(router, prefix=prefix)

            ROUTERS = [(users, "/1"), (bills, "/2")]
            app = FastAPI()
            for router, prefix in ROUTERS:
                app.include_router(router, prefix=prefix)
            for each in [make("x"), make("y")]:
                app.include_router(each)
            include(app, notes, "/3")
            """
        }
    )
    assert found == [("list_all", "/x/list"), ("u", "/1/u"), ("b", "/2/b"), ("n", "/3/n")]


def test_an_unknown_prefix_leaves_the_path_unknown() -> None:
    route = only(
        {
            "api.py": """
            import os
            from fastapi import APIRouter, FastAPI
            router = APIRouter()

            @router.get("/a")
            def a(): ...

            app = FastAPI()
            app.include_router(router, prefix=os.environ["PREFIX"])
            """
        }
    )
    assert (route.path, route.own_path) == (None, "/a")


def test_a_path_that_comes_in_by_a_parameter_is_what_all_callers_make_it() -> None:
    project = project_of(
        {
            "main.py": """
            from fastapi import FastAPI

            def create_app(health: str = "/health", docs: str = "/docs"):
                app = FastAPI()

                @app.get(health)
                def live(): ...

                @app.get(docs)
                def read(): ...

                return app

            public = create_app()
            private = create_app(docs="/private")
            """,
        }
    )
    assert [(route.handler and route.handler.name, route.own_path) for route in project.routes] == [
        ("live", "/health"),
        ("read", None),
    ]


def test_a_route_of_a_parameter_stands_on_what_the_callers_hand_in() -> None:
    project = project_of(
        {
            "wiring.py": """
            def about(target):
                @target.get("/about")
                def read(): ...
            """,
            "main.py": """
            from fastapi import FastAPI
            from wiring import about
            app = FastAPI()
            about(app)
            """,
        }
    )
    assert [(route.on_app, route.path) for route in project.routes] == [(True, "/about")]


def test_a_method_that_overrides_another_is_called_through_its_base() -> None:
    project = project_of(
        {
            "plugins.py": """
            class Plugin:
                def start(self, app): ...

            class Login(Plugin):
                def start(self, app):
                    @app.post("/login")
                    def login(): ...
            """,
            "main.py": """
            from fastapi import FastAPI
            from plugins import Plugin

            def create_app(plugin: Plugin):
                app = FastAPI()
                plugin.start(app)
            """,
        }
    )
    assert [(route.on_app, route.path) for route in project.routes] == [(True, "/login")]


def test_options_are_found_in_dictionaries_and_constants() -> None:
    project = project_of(
        {
            "api.py": """
            from http import HTTPStatus
            from acme import more
            from fastapi import APIRouter, status
            from starlette.status import HTTP_201_CREATED as CREATED
            router = APIRouter()
            GONE = 204
            COMMON = dict(status_code=202, include_in_schema=False)

            @router.get("/1", status_code=GONE)
            @router.get("/2", status_code=status.HTTP_404_NOT_FOUND)
            @router.get("/3", status_code=HTTPStatus.NO_CONTENT)
            @router.get("/4", status_code=CREATED)
            @router.get("/5", **COMMON)
            @router.get("/6", **more())
            def a(): ...
            """
        }
    )
    found = {route.own_path: (route.status_code, route.include_in_schema, route.is_open) for route in project.routes}
    assert found == {
        "/1": (204, True, False),
        "/2": (404, True, False),
        "/3": (204, True, False),
        "/4": (201, True, False),
        "/5": (202, False, False),
        "/6": (None, True, True),
    }


def test_endpoints_are_unwrapped() -> None:
    found = routes(
        {
            "api.py": """
            from functools import partial
            from acme import limit
            from fastapi import FastAPI
            app = FastAPI()

            def a(): ...
            def b(): ...
            def make():
                def inner(): ...
                return inner
            class Callable:
                def __call__(self): ...

            app.get("/1")(a)
            app.add_api_route("/2", partial(b, 1))
            app.add_api_route("/3", limit("5/minute")(a))
            app.add_api_route("/4", make())
            app.add_api_route("/5", Callable())
            app.add_api_route("/6", lambda: 1)
            """
        }
    )
    assert found == [("a", "/1"), ("b", "/2"), ("a", "/3"), ("inner", "/4"), ("__call__", "/5"), ("?", "/6")]


def test_a_router_class_that_passes_a_registration_up_declares_none() -> None:
    assert (
        routes(
            {
                "kit.py": """
            from fastapi import APIRouter

            class Router(APIRouter):
                def add_api_route(self, path, endpoint, **kwargs):
                    return super().add_api_route(path, endpoint, **kwargs)
            """
            }
        )
        == []
    )


def test_tests_declare_no_routes() -> None:
    source = """
    from fastapi import FastAPI
    app = FastAPI()

    @app.get("/")
    def a(): ...
    """
    assert routes({"tests/test_app.py": source}) == []


def _parts(project: Project, path: str) -> dict[str, str | None]:
    return {each.name: project.web_side(each) for each in project.modules[path].all_functions}


def test_the_web_side_is_what_fastapi_runs() -> None:
    project = project_of(
        {
            "main.py": """
            from fastapi import Depends, FastAPI, WebSocket
            from starlette.middleware.base import BaseHTTPMiddleware

            def get_db(): ...
            def in_table(request, error): ...
            def by_call(request, error): ...
            def helper(): ...

            app = FastAPI(exception_handlers={ValueError: in_table})
            app.add_exception_handler(KeyError, by_call)

            @app.exception_handler(LookupError)
            def decorated(request, error): ...

            @app.middleware("http")
            async def timing(request, call_next): ...

            class Limits(BaseHTTPMiddleware):
                async def dispatch(self, request, call_next): ...

            @app.get("/")
            def index(db=Depends(get_db)): ...

            @app.websocket("/ws")
            async def live(websocket: WebSocket): ...
            """
        }
    )
    assert _parts(project, "main.py") == {
        "get_db": "dependency",
        "in_table": "exception handler",
        "by_call": "exception handler",
        "helper": None,
        "decorated": "exception handler",
        "timing": "middleware",
        "dispatch": "middleware",
        "index": "handler",
        "live": "websocket handler",
    }
    assert project.routes_of(function(project, "main.py", "index"))[0].on_app


def test_an_endpoint_that_comes_in_as_an_argument_is_followed_to_the_calls() -> None:
    found = routes(
        {
            "api.py": """
            from fastapi import FastAPI

            def put(app: FastAPI, path: str, endpoint):
                app.add_api_route(path, endpoint)

            def index(): ...
            def about(): ...

            app = FastAPI()
            put(app, "/index", index)
            put(app, "/about", about)
            """
        }
    )
    assert found == [("index", "/index"), ("about", "/about")]


def test_what_a_subclass_may_override_is_not_told() -> None:
    route = only(
        {
            "api.py": """
            from fastapi import APIRouter, FastAPI

            class Base:
                prefix = "/base"

                def __init__(self):
                    self.router = APIRouter(prefix=self.prefix)
                    self.router.get("/x")(self.x)

                def x(self): ...

            class Child(Base):
                prefix = "/child"

            app = FastAPI()
            app.include_router(Child().router)
            """
        }
    )
    assert (route.path, route.own_path) == (None, "/x")


def test_a_name_of_a_method_declares_routes_even_where_the_application_is_wrapped_later() -> None:
    found = routes(
        {
            "api.py": """
            from acme import Wrapped
            from fastapi import FastAPI
            from faststream.rabbit.fastapi import RabbitRouter

            class Server:
                def __init__(self, app):
                    self.app = app

                def start(self):
                    @self.app.get("/inside")
                    def inside(): ...

            app = FastAPI()
            get = app.get
            broker = RabbitRouter()
            Server(app).start()

            @get("/a")
            def a(): ...

            @app.get("/b")
            def b(): ...

            @broker.get("/c")
            def c(): ...

            app.include_router(broker)
            app = Wrapped(app)
            """
        }
    )
    assert found == [("inside", "/inside"), ("a", "/a"), ("b", "/b"), ("c", "/c")]


def test_a_name_that_means_itself_many_times_over_is_given_up() -> None:
    lines = ["x = " + " or ".join(["x"] * 20)] * 20
    source = "\n".join(["from fastapi import FastAPI", "x = FastAPI()", *lines, "def f(): ...", "x.get('/')(f)"])
    assert [handler for handler, _ in routes({"api.py": source})] == ["f"]
