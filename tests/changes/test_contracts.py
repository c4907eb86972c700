"""`archlint report --base`: which changes of models break the clients of a service."""

from __future__ import annotations

import pytest

from changes.conftest import Archlint, changed, section
from harness.repositories import Repo


def test_what_breaks_clients_is_told_and_nothing_else(service: Repo, archlint: Archlint) -> None:
    changed(
        service,
        "app/schemas.py",
        ("    name: str\n", "    name: str | None\n"),  # a request may send less; an answer may have less
        ("age: int | None = None", "age: int"),
        ("    id: int\n", "    id: str\n    extra: str\n"),
        ("    street: str\n", ""),
        ('alias="zip"', 'alias="post_code"'),
    )
    breaks = section(archlint("report", "--base", "HEAD").out, "Breaks clients")
    assert breaks == [
        "- request `Address`: `street` is removed (`POST /v1/users`)",
        "- request `Address`: `zip` is removed (`POST /v1/users`)",
        "- request `UserCreate`: `age` is `int`, was `int | None` (`POST /v1/users`)",
        "- request `UserCreate`: `age` is required now (`POST /v1/users`)",
        "- response `Address`: `street` is removed (`POST /v1/users`, `GET /v1/users/{key}`)",
        "- response `Address`: `zip` is removed (`POST /v1/users`, `GET /v1/users/{key}`)",
        "- response `UserRead`: `id` is `str`, was `int` (`POST /v1/users`, `GET /v1/users/{key}`)",
        "- response `UserRead`: `name` is `str | None`, was `str` (`POST /v1/users`, `GET /v1/users/{key}`)",
    ]


@pytest.mark.parametrize(
    "edit",
    [
        ("    age: int | None = None\n", "    age: int | None = None\n    nick: str = ''\n"),
        ("    email: Optional[str] = None", "    email: str | None = None"),
        ("class UserRead(UserBase):\n", "class UserRead(BaseModel):\n    name: str\n    email: str | None = None\n"),
        ("from pydantic import BaseModel, Field", "import pydantic\nfrom pydantic import BaseModel, Field"),
    ],
    ids=["optional-field", "spelling", "flattened", "imports"],
)  # fmt: skip
def test_what_clients_do_not_notice_is_not_told(edit: tuple[str, str], service: Repo, archlint: Archlint) -> None:
    changed(service, "app/schemas.py", edit)
    assert "Breaks clients" not in archlint("report", "--base", "HEAD").out


ENUMS = """
    import enum
    from typing import Annotated, Literal

    from pydantic import BaseModel, Field, PositiveInt, StringConstraints, constr


    class Colour(enum.StrEnum):
        RED = "red"
        GREEN = enum.auto()


    class Level(enum.IntEnum):
        LOW = 1


    class UserBase(BaseModel):
        colour: Colour = Colour.RED
        level: Level | None = None
        kind: Literal["a", "b"] = "a"


    class UserCreate(UserBase):
        name: str = Field(min_length=1, max_length=20)
        code: Annotated[str, StringConstraints(pattern="a+")] = "a"
        nick: constr(max_length=5) = ""
        count: int = Field(0, ge=0, lt=100)
        size: PositiveInt = 1


    class UserRead(UserBase):
        name: str
    """


@pytest.mark.parametrize(
    ("old", "new", "breaks"),
    [
        ("GREEN = enum.auto()", "", ["request `UserCreate`: `colour` does not take `'green'` any more"]),
        ('RED = "red"', 'RED = "rot"', ["request `UserCreate`: `colour` does not take `'red'` any more",
                                        "response `UserRead`: `colour` may be `'rot'` now"]),
        ("LOW = 1", "LOW = 1\n    HIGH = 2", ["response `UserRead`: `level` may be `2` now"]),
        ('Literal["a", "b"]', 'Literal["b", "c"]', ["request `UserCreate`: `kind` does not take `'a'` any more",
                                                    "response `UserRead`: `kind` may be `'c'` now"]),
        ("colour: Colour = Colour.RED", 'colour: str = "red"', ["response `UserRead`: `colour` is `str`, was"
                                                                " `Colour`"]),
        ("min_length=1", "min_length=2", ["request `UserCreate`: `name` has `min_length=2` now, had `min_length=1`"]),
        ("max_length=20", "max_length=10", ["request `UserCreate`: `name` has `max_length=10` now, had"
                                                 " `max_length=20`"]),
        ('pattern="a+"', 'pattern="b+"', ["request `UserCreate`: `code` has `pattern='b+'` now, had `pattern='a+'`"]),
        ("constr(max_length=5)", "constr(max_length=4)", ["request `UserCreate`: `nick` has `max_length=4` now, had"
                                                          " `max_length=5`"]),
        ("ge=0, lt=100", "ge=-1, lt=50", ["request `UserCreate`: `count` has `lt=50` now, had `lt=100`"]),
        ("ge=0, lt=100", "ge=0, lt=100, multiple_of=5", ["request `UserCreate`: `count` has `multiple_of=5` now"]),
        ("size: PositiveInt", "size: int", []),
        ("size: PositiveInt", "size: float", []),
        ("min_length=1, max_length=20", "max_length=21", []),
        ("min_length=1, max_length=20", "min_length=0, max_length=LIMIT", []),
        ("ge=0, lt=100", "gt=-1, le=99", []),
        ("constr(max_length=5)", "constr(max_length=6) | None", []),
        ("constr(max_length=5)", "str", []),
        ('StringConstraints(pattern="a+")', 'Field(regex="a+")', []),
        ('    RED = "red"\n', '    RED = "red"\n    ROUGE = "red"\n', []),
    ],
)  # fmt: skip
def test_values_and_limits_are_part_of_a_contract(
    old: str, new: str, breaks: list[str], service: Repo, archlint: Archlint
) -> None:
    service.commit({"app/schemas.py": ENUMS})
    changed(service, "app/schemas.py", (old, new))
    told = archlint("report", "--base", "HEAD").out
    found = section(told, "Breaks clients") if "Breaks clients" in told else []
    assert [each.removeprefix("- ").partition(" (`")[0] for each in found] == breaks


def test_a_model_that_takes_the_place_of_another_is_compared_with_it(service: Repo, archlint: Archlint) -> None:
    changed(service, "app/schemas.py", ("class UserRead(UserBase):\n    id: int\n", "class UserOut(UserBase):\n"))
    changed(service, "app/api/users.py", ("UserRead", "UserOut"))
    changed(service, "app/services/users.py", ("UserRead", "UserOut"))
    breaks = section(archlint("report", "--base", "HEAD").out, "Breaks clients")
    assert breaks == ["- response `UserOut`: `id` is removed (`POST /v1/users`, `GET /v1/users/{key}`)"]


def test_a_renamed_file_of_models_breaks_nobody(service: Repo, archlint: Archlint) -> None:
    service.git("mv", "app/schemas.py", "app/models_of_the_api.py")
    for path in ("app/api/users.py", "app/services/users.py"):
        changed(service, path, ("app.schemas", "app.models_of_the_api"))
    told = archlint("report", "--base", "HEAD").out
    assert "Breaks clients" not in told
    assert "Routes" not in told


def test_what_a_dependency_hands_in_is_nothing_that_clients_send(service: Repo, archlint: Archlint) -> None:
    service.commit({"app/api/users.py": """
        from typing import Annotated

        from fastapi import APIRouter, Depends
        from pydantic import BaseModel

        from app.schemas import UserCreate, UserRead

        router = APIRouter(prefix="/users")


        class Paging(BaseModel):
            size: int = 10


        def current_user() -> UserRead: ...


        CurrentUser = Annotated[UserRead, Depends(current_user)]


        @router.post("")
        async def create(data: UserCreate, user: CurrentUser, page: Paging = Depends()) -> None:
            await keep(data, user, page)
        """})  # fmt: skip
    changed(service, "app/schemas.py", ("    id: int\n", "    key: int\n"))
    changed(service, "app/api/users.py", ("size: int = 10", "limit: int"))
    assert section(archlint("report", "--base", "HEAD").out, "Breaks clients") == [
        "- request `Paging`: `limit` is new and required (`POST /v1/users`)",
        "- request `Paging`: `size` is removed (`POST /v1/users`)",
    ]
