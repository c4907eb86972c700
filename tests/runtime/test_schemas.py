"""What the pages of the family schemas say happens, happens: small applications on FastAPI, Pydantic and SQLAlchemy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from pydantic import MISSING, BaseModel, ConfigDict, TypeAdapter, ValidationError
from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from sqlalchemy.pool import StaticPool


class Base(DeclarativeBase):
    pass


class Bed(Base):
    __tablename__ = "beds"

    id: Mapped[int] = mapped_column(primary_key=True)
    ward_id: Mapped[int] = mapped_column(ForeignKey("wards.id"))


class Ward(Base):
    __tablename__ = "wards"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    note: Mapped[str | None]
    floor: Mapped[int] = mapped_column(default=0)
    beds: Mapped[list[Bed]] = relationship()


@pytest.fixture
def session() -> Iterator[Session]:
    """A database with one ward: "A" on floor 3, with a note and no bed."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    Base.metadata.create_all(engine)
    with Session(engine) as opened:
        opened.add(Ward(id=1, name="A", note="quiet", floor=3))
        opened.commit()
        yield opened
    engine.dispose()


def client(router: APIRouter) -> TestClient:
    """A client of an application that answers 500 as in production."""
    app = FastAPI()
    app.include_router(router)
    return TestClient(app, raise_server_exceptions=False)


def stored(session: Session) -> tuple[str, str | None, int]:
    """Name, note and floor of the ward, as the database has them."""
    session.rollback()
    name, note, floor = session.execute(select(Ward.name, Ward.note, Ward.floor).where(Ward.id == 1)).one()
    return name, note, floor


# missing-from-attributes


class Blind(BaseModel):
    id: int


class Reading(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    beds: list[Blind]


def test_a_row_without_from_attributes_is_a_500(session: Session) -> None:
    router = APIRouter()

    @router.get("/blind")
    def blind() -> Blind:
        return Blind.model_validate(session.get_one(Ward, 1))

    @router.get("/told")
    def told() -> Blind:
        return Blind.model_validate(session.get_one(Ward, 1), from_attributes=True)

    @router.get("/answered", response_model=Blind)
    def answered() -> Ward:
        return session.get_one(Ward, 1)

    assert client(router).get("/blind").status_code == 500
    assert client(router).get("/told").json() == {"id": 1}
    assert client(router).get("/answered").json() == {"id": 1}  # FastAPI reads attributes by itself


def test_a_model_in_a_field_must_read_attributes_itself_once_there_are_rows(session: Session) -> None:
    ward = session.get_one(Ward, 1)
    assert Reading.model_validate(ward).beds == []
    ward.beds.append(Bed(id=7))
    with pytest.raises(ValidationError, match=r"beds\.0"):
        Reading.model_validate(ward)
    assert Reading.model_validate(ward, from_attributes=True).beds == [Blind(id=7)]


def test_an_adapter_of_a_list_and_the_old_name_of_the_setting_refuse_rows(session: Session) -> None:
    with pytest.warns(UserWarning, match="orm_mode"):

        class Old(Blind):
            model_config = {"orm_mode": True}  # type: ignore[typeddict-unknown-key]

    ward = session.get_one(Ward, 1)
    with pytest.raises(ValidationError):
        Old.model_validate(ward)
    with pytest.raises(ValidationError):
        TypeAdapter(list[Blind]).validate_python([ward])


# patch-without-exclude-unset


class Change(BaseModel):
    name: str | None = None
    note: str | None = None


def patched(session: Session, *, exclude_unset: bool, sent: dict[str, Any]) -> int:
    """The status of a PATCH whose body is dumped and set on the row, as services do."""
    router = APIRouter()

    @router.patch("/wards/{ward_id}", status_code=204)
    def change(ward_id: int, data: Change) -> None:
        ward = session.get_one(Ward, ward_id)
        for name, value in data.model_dump(exclude_unset=exclude_unset).items():
            setattr(ward, name, value)
        session.commit()

    return client(router).patch("/wards/1", json=sent).status_code


def test_a_patch_that_dumps_everything_empties_what_the_client_did_not_send(session: Session) -> None:
    assert patched(session, exclude_unset=False, sent={"name": "B"}) == 204
    assert stored(session) == ("B", None, 3)


def test_a_patch_that_dumps_what_was_sent_leaves_the_rest(session: Session) -> None:
    assert patched(session, exclude_unset=True, sent={"name": "B"}) == 204
    assert stored(session) == ("B", "quiet", 3)


# nullable-update-of-required-column


def test_a_null_that_passes_validation_is_a_500_where_the_column_may_not_be_null(session: Session) -> None:
    assert patched(session, exclude_unset=True, sent={"name": None}) == 500
    assert stored(session) == ("A", "quiet", 3)


def test_missing_refuses_null_and_is_not_dumped() -> None:
    class Refusing(BaseModel):
        name: str | MISSING = MISSING

    assert Refusing().model_dump() == {}
    with pytest.raises(ValidationError):
        Refusing(name=None)


# patch-rebuilds-entity


def rebuilt(session: Session, *, merged: bool) -> int:
    """The status of a PATCH that makes a new row of what was sent."""
    router = APIRouter()

    @router.patch("/wards/{ward_id}", status_code=204)
    def change(ward_id: int, data: Change) -> None:
        ward = Ward(id=ward_id, **data.model_dump())
        if merged:
            session.merge(ward)
        else:
            session.add(ward)
        session.commit()

    return client(router).patch("/wards/1", json={"name": "B"}).status_code


def test_a_row_made_of_the_body_and_added_meets_the_one_that_is_there(session: Session) -> None:
    assert rebuilt(session, merged=False) == 500
    assert stored(session) == ("A", "quiet", 3)


def test_a_row_made_of_the_body_and_merged_empties_what_the_client_did_not_send(session: Session) -> None:
    assert rebuilt(session, merged=True) == 204
    assert stored(session) == ("B", None, 3)


def test_a_merge_copies_only_what_was_set(session: Session) -> None:
    session.merge(Ward(id=1, **Change(name="B").model_dump(exclude_unset=True)))
    session.commit()
    assert stored(session) == ("B", "quiet", 3)
