"""Who asks, and which checks of roles stand in the chain from there."""

from __future__ import annotations

from archlint.project import Project, Route
from archlint.project.web.principals import called
from services import function, project_of

SECURITY = """
from typing import Annotated
from fastapi import Depends, Header, HTTPException, Request
from fastapi.security import APIKeyHeader, OAuth2PasswordBearer

bearer = OAuth2PasswordBearer("/login")

class KeyHeader(APIKeyHeader): ...

def user(token: Annotated[str, Depends(bearer)]) -> str: ...
def active(user: Annotated[str, Depends(user)]) -> str: ...
def key(key: Annotated[str, Depends(KeyHeader(name="x"))]) -> str: ...
def header(authorization: Annotated[str, Header()]) -> str: ...
def by_hand(request: Request) -> str:
    return request.headers.get("Authorization")
def size(page: int = 1) -> int: ...
def current_user(request: Request) -> str: ...
def is_admin(request: Request) -> None:
    if request.state.role != "admin":
        raise HTTPException(403)
def require_admin(user: Annotated[str, Depends(current_user)]) -> None:
    raise HTTPException(403)
def is_page(request: Request) -> bool: ...
"""


def route(project: Project, name: str) -> Route:
    (found,) = project.routes_of(function(project, "api.py", name))
    return found


def test_schemes_are_reached_through_dependencies_of_routes_routers_includes_and_applications() -> None:
    project = project_of(
        {
            "security.py": SECURITY,
            "api.py": """
            from typing import Annotated
            from fastapi import APIRouter, Depends, FastAPI
            import security

            own, included = APIRouter(), APIRouter()
            routed = APIRouter(dependencies=[Depends(security.key)])

            @own.post("/a")
            def nested(user: Annotated[str, Depends(security.active)]): ...
            @own.post("/b", dependencies=[Depends(security.header)])
            def listed(): ...
            @own.post("/c")
            def looked_up(who: Annotated[str, Depends(security.by_hand)]): ...
            @own.post("/d")
            def unknown(size: Annotated[int, Depends(security.size)]): ...
            @routed.post("/e")
            def by_router(): ...
            @included.post("/f")
            def by_include(): ...
            app = FastAPI()
            app.include_router(own)
            app.include_router(routed)
            app.include_router(included, dependencies=[Depends(security.user)])
            """,
        }
    )
    names = ("nested", "listed", "looked_up", "unknown", "by_router", "by_include")
    found = {name: project.web.principals.authenticates(route(project, name)) for name in names}
    assert {name: None if each is None else called(each) for name, each in found.items()} == {
        "nested": "active",
        "listed": "header",
        "looked_up": "by_hand",
        "unknown": None,
        "by_router": "key",
        "by_include": "user",
    }


def test_a_check_of_a_role_is_outside_the_chain_where_nothing_it_needs_tells_the_user() -> None:
    project = project_of(
        {
            "security.py": SECURITY,
            "api.py": """
            from fastapi import APIRouter, Depends
            import security

            router = APIRouter(dependencies=[Depends(security.current_user)])

            @router.get("/", dependencies=[Depends(security.is_admin), Depends(security.require_admin)])
            def read(page: bool = Depends(security.is_page)): ...
            """,
        }
    )
    names = ("is_admin", "require_admin", "is_page", "current_user")
    outside = [each for each in names if project.web.roles.is_outside(function(project, "security.py", each))]
    assert outside == ["is_admin"]
