"""What `explain` tells of schemas and ORM classes: who sends and gets them, and which belong together."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from archlint.explain.shape import RelationShape, SymbolShape
from cli.conftest import Archlint, write
from explain.conftest import Explain

FILES = {
    "app/models.py": """
        from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


        class Base(DeclarativeBase):
            pass


        class WardRow(Base):
            __tablename__ = "wards"

            id: Mapped[int] = mapped_column(primary_key=True)
            name: Mapped[str]
        """,
    "app/schemas.py": """
        from pydantic import BaseModel, ConfigDict


        class WardUpdate(BaseModel):
            name: str = ""


        class WardResponse(BaseModel):
            model_config = ConfigDict(from_attributes=True)

            id: int
            name: str


        class WardSummary(BaseModel):
            id: int
            name: str


        class WardPlan(BaseModel):
            beds: int
        """,
    "app/service.py": """
        from app.models import WardRow
        from app.schemas import WardResponse


        def shown(row: WardRow) -> WardResponse:
            return WardResponse.model_validate(row)
        """,
    "app/wards.py": """
        from fastapi import APIRouter

        from app.models import WardRow
        from app.schemas import WardResponse, WardUpdate
        from app.service import shown

        router = APIRouter(prefix="/wards")


        @router.patch("/{ward_id}")
        async def update_ward(ward_id: int, data: WardUpdate) -> WardResponse:
            row = WardRow(id=ward_id, name="")
            for name, value in data.model_dump(exclude_unset=True).items():
                setattr(row, name, value)
            return shown(row)
        """,
}


@pytest.fixture
def wards(service: Path) -> Path:
    write(service, FILES)
    return service


def pairs(explain: Explain, symbol: str) -> list[RelationShape]:
    return cast("SymbolShape", explain(symbol))["pairs"]


@pytest.mark.parametrize(
    ("schema", "how", "path"),
    [
        ("WardUpdate", "update_ward writes it to rows", "app/wards.py"),
        ("WardResponse", "shown makes it of a row", "app/service.py"),
        ("WardSummary", "their names and fields say so", "app/schemas.py"),
    ],
)
def test_a_schema_is_told_with_its_orm_class_and_what_says_so(
    wards: Path, explain: Explain, schema: str, how: str, path: str
) -> None:
    (pair,) = pairs(explain, f"app.schemas.{schema}")
    assert (pair["symbol"], pair["how"], pair["place"]["path"]) == ("app.models.WardRow", how, path)


def test_a_schema_that_nothing_pairs_has_no_pair(wards: Path, explain: Explain) -> None:
    assert pairs(explain, "app.schemas.WardPlan") == []


def test_an_orm_class_is_told_with_its_schemas(wards: Path, explain: Explain) -> None:
    told = [each["symbol"].rpartition(".")[2] for each in pairs(explain, "app.models.WardRow")]
    assert told == ["WardUpdate", "WardResponse", "WardSummary"]


def test_a_schema_is_told_with_the_routes_that_take_it_and_answer_with_it(wards: Path, archlint: Archlint) -> None:
    assert "PATCH /{ward_id} takes it" in archlint("explain", "app.schemas.WardUpdate").out
    out = archlint("explain", "app.schemas.WardResponse").out
    assert "PATCH /{ward_id} answers with it" in out
    assert "app.models.WardRow  (shown makes it of a row)" in out
