"""Models on the wire: who sends them, who gets them, how a PATCH is written."""

from __future__ import annotations

import pytest

from archlint.project import Project
from services import project_of

HEAD = """
from typing import Annotated, Generic, TypeVar
from fastapi import APIRouter, Body, Depends, File, Form, Header, Query
from pydantic import BaseModel, ConfigDict, Field
T = TypeVar("T")
class Inner(BaseModel):
    x: int
class In(BaseModel):
    inner: Inner
class Out(BaseModel):
    inner: list[Inner]
class Page(BaseModel, Generic[T]):
    items: list[T]
Alias = Annotated[In | None, Body()]
router = APIRouter()
def dependency(data: In) -> In: return data
"""


def wire(route: str) -> tuple[list[str], list[str]]:
    """The names of the models that one route takes and answers with."""
    project = project_of({"app.py": HEAD + route})
    used = project.schemas.traffic
    return [each.cls.name for each in used.bodies], [each.cls.name for each in used.answers]


@pytest.mark.parametrize(
    ("parameter", "sent"),
    [
        ("data: In", ["In"]),
        ("data: list[In]", ["In"]),
        ("data: In | None = None", ["In"]),
        ("data: Annotated[In, Body(embed=True)]", ["In"]),
        ("data: Annotated[In, Form()]", ["In"]),
        ("data: Alias", ["In"]),
        ("data: In = Body()", ["In"]),
        ("data: Annotated[In, Depends(dependency)]", ["In"]),
        ("data: Annotated[In, Query()]", []),
        ("data: In = Query()", []),
        ("data: Annotated[In, Header()]", []),
        ("data: In = Depends()", []),
        ("data: int", []),
    ],
)
def test_a_body_is_a_parameter_that_nothing_else_fills(parameter: str, sent: list[str]) -> None:
    assert wire(f"@router.post('/')\ndef f({parameter}) -> None: ...")[0] == sent


def test_a_get_has_no_body() -> None:
    assert wire("@router.get('/')\ndef f(data: In) -> None: ...")[0] == []


@pytest.mark.parametrize(
    ("route", "answered"),
    [
        ("@router.get('/', response_model=Out)\ndef f(): ...", ["Out"]),
        ("@router.get('/', response_model=None)\ndef f() -> Out: ...", []),
        ("@router.get('/')\ndef f() -> list[Out]: ...", ["Out"]),
        ("@router.get('/')\ndef f() -> Page[Out]: ...", ["Page", "Out"]),
        ("@router.get('/')\ndef f(): return Out(inner=[])", ["Out"]),
        ("@router.get('/')\ndef f(): return {}", []),
    ],
)
def test_an_answer_is_declared_or_seen_to_be_returned(route: str, answered: list[str]) -> None:
    assert wire(route)[1] == answered


def test_what_stands_in_the_fields_of_models_crosses_as_well() -> None:
    project = project_of({"app.py": HEAD + "@router.post('/')\ndef f(data: In) -> Page[Out]: ..."})
    used, inner = project.schemas.traffic, project.modules["app.py"].classes["Inner"]
    assert [each.cls.name for each in used.brought[inner]] == ["In"]
    assert [each.cls.name for each in used.carried[inner]] == ["Out"]
    assert used.sent(inner) == ()


@pytest.mark.parametrize(
    ("said", "is_on"),
    [
        ("class M(BaseModel): model_config = ConfigDict(from_attributes=True)", True),
        ("class M(BaseModel): model_config = {'from_attributes': True, 'extra': 'forbid'}", True),
        ("class M(BaseModel, from_attributes=True): ...", True),
        ("class M(BaseModel):\n    class Config:\n        from_attributes = True", True),
        ("class B(BaseModel): model_config = ConfigDict(from_attributes=True)\nclass M(B): ...", True),
        (
            "class B(BaseModel): model_config = {'from_attributes': True}\nclass M(B, from_attributes=False): ...",
            False,
        ),
        ("class M(BaseModel): model_config = ConfigDict(extra='forbid')", False),
        ("class M(BaseModel): ...", False),
        ("class M(BaseModel): model_config = ConfigDict(**options)", None),
        ("class M(BaseModel): model_config = configured()", None),
        ("from lib import Base\nclass M(Base, BaseModel): ...", None),
    ],
)
def test_a_setting_is_on_or_off_or_nobody_knows(said: str, is_on: bool | None) -> None:
    project = project_of({"app.py": f"from pydantic import BaseModel, ConfigDict\n{said}"})
    assert project.schemas.configs.is_on(project.modules["app.py"].classes["M"], "from_attributes") is is_on


WRITING = """
from dataclasses import replace
from fastapi import APIRouter
from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel
from sqlalchemy import insert, update
from sqlalchemy.orm import DeclarativeBase, Session
from sqlmodel import SQLModel
from lib import collection, log, ward_repo
class Base(DeclarativeBase): ...
class Ward(Base):
    __tablename__ = "wards"
class Change(BaseModel):
    name: str = ""
router = APIRouter()
def setting(row, values):
    for name, value in values.items():
        setattr(row, name, value)
def spreading(row, **values):
    for name in values:
        setattr(row, name, values[name])
"""
WRITES = {
    "setting(row, data.model_dump())": [("sets", "Ward", True)],
    "setting(row, data.model_dump(exclude_unset=True))": [("sets", "Ward", False)],
    "spreading(row, **data.dict())": [("sets", "Ward", True)],
    "setting(row, {k: v for k, v in data.model_dump().items() if v})": [("sets", "Ward", False)],
    "values = data.model_dump(); values = {**values, 'x': 1}; setting(row, values)": [("sets", "Ward", True)],
    "session.execute(update(Ward).where(Ward.id == 1).values(**vars(data)))": [("sets", "Ward", True)],
    "session.query(Ward).filter_by(id=1).update(data.model_dump())": [("sets", "Ward", True)],
    "session.execute(insert(Ward).values(**data.model_dump()))": [],
    "collection.update_one({'id': 1}, {'$set': jsonable_encoder(data)})": [("sets", None, True)],
    "ward_repo.update(1, data.model_dump())": [("sets", None, True)],
    "replace(row, **data.model_dump())": [("sets", None, True)],
    "session.add(Ward(id=1, **data.model_dump()))": [("rebuilds", "Ward", True)],
    "log.info(data.model_dump())": [],
    "told = {}; told.update(data.model_dump())": [],
    "setting(row, {})": [],
}


def writes(project: Project) -> list[tuple[str, str | None, bool | None]]:
    return [
        (each.how, None if each.row is None else each.row.name, None if each.dump is None else each.dump.keeps_unset)
        for each in project.schemas.writes.all
    ]


@pytest.mark.parametrize(("code", "expected"), WRITES.items())
def test_a_body_is_followed_to_where_it_is_written(code: str, expected: list[tuple[str, str | None, bool]]) -> None:
    route = f"@router.patch('/')\ndef change(data: Change, session: Session, row: Ward) -> None:\n    {code}\n"
    assert writes(project_of({"app.py": WRITING + route})) == expected
