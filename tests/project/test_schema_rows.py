"""ORM classes: their columns, and which expressions are rows of them."""

from __future__ import annotations

import pytest

from archlint import facts
from archlint.project.flow.events import StmtEvent
from archlint.project.schemas.columns import Column, Relation
from services import function, project_of

MODELS = """
from typing import Annotated, Optional
from sqlalchemy import JSON, Column, ForeignKey, Integer, String, types
from sqlalchemy.orm import DeclarativeBase, Mapped, column_property, declarative_base, mapped_column, relationship
from sqlmodel import Field, Relationship, SQLModel

Key = Annotated[int, mapped_column(primary_key=True)]
Note = Annotated[Optional[str], mapped_column(String(20))]
class Base(DeclarativeBase): ...
class Encrypted(types.TypeDecorator): ...
class Stamped:
    created: Mapped[int]
class Ward(Stamped, Base):
    __tablename__ = "wards"
    id: Mapped[Key]
    name: Mapped[str]
    note: Mapped[Note]
    alias: Mapped[str | None] = mapped_column(nullable=False)
    floor: Mapped[int] = mapped_column(nullable=True, server_default="0")
    plan: Mapped[list[int]] = mapped_column(JSON)
    secret: Mapped[str] = mapped_column(Encrypted)
    size: Mapped[int] = column_property(1)
    beds: Mapped[list["Bed"]] = relationship()
class Bed(declarative_base()):
    __tablename__ = "beds"
    id = Column(Integer, primary_key=True)
    ward_id = Column(ForeignKey("wards.id"), nullable=False)
    note = Column(String)
    ward = relationship(Ward)
class Nurse(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    phone: str | None = None
    code: str | None = Field(nullable=False)
    raw: str = Field(sa_column=Column(String))
    ward: Ward = Relationship()
"""


@pytest.mark.parametrize(
    ("of", "name", "nullable"),
    [
        ("Ward", "id", False),
        ("Ward", "created", False),
        ("Ward", "name", False),
        ("Ward", "note", True),
        ("Ward", "alias", False),
        ("Ward", "floor", True),
        ("Ward", "plan", None),
        ("Ward", "secret", None),
        ("Bed", "id", False),
        ("Bed", "ward_id", False),
        ("Bed", "note", True),
        ("Nurse", "id", False),
        ("Nurse", "name", False),
        ("Nurse", "phone", True),
        ("Nurse", "code", False),
        ("Nurse", "raw", True),
    ],
)
def test_a_column_may_be_null_or_not_or_nobody_knows(of: str, name: str, nullable: bool | None) -> None:
    project = project_of({"models.py": MODELS})
    column = project.schemas.columns.of(project.modules["models.py"].classes[of])[name]
    assert isinstance(column, Column)
    assert column.nullable is nullable
    assert column.is_key is (name == "id")


@pytest.mark.parametrize(("of", "name", "target"), [("Ward", "beds", "Bed"), ("Bed", "ward", "Ward")])
def test_a_relationship_is_no_column_and_leads_to_a_class(of: str, name: str, target: str) -> None:
    project = project_of({"models.py": MODELS})
    relation = project.schemas.columns.of(project.modules["models.py"].classes[of])[name]
    assert isinstance(relation, Relation)
    assert relation.target is not None
    assert relation.target.name == target


def test_what_is_computed_is_no_column() -> None:
    project = project_of({"models.py": MODELS})
    assert "size" not in project.schemas.columns.of(project.modules["models.py"].classes["Ward"])


ROWS = {
    "row": "row",
    "self.find()": "row",
    "session.get(Ward, 1)": "row",
    "await asynchronous.get_one(Ward, 1)": "row",
    "session.query(Ward).filter(Ward.id == 1).first()": "row",
    "session.query(Ward).all()": "rows",
    "session.query(Ward).count()": None,
    "session.query(Ward, Other).first()": None,
    "session.scalar(select(Ward).where(Ward.id == 1))": "row",
    "session.scalars(query).unique().all()": "rows",
    "(await asynchronous.execute(query)).scalars()": "scalars",
    "(await asynchronous.execute(query)).scalar_one_or_none()": "row",
    "session.execute(query).all()": None,
    "session.execute(select(Ward.id)).scalar()": None,
    "[each for each in session.scalars(query)]": "rows",
    "rows[0]": "row",
    "session.merge(row)": "row",
    "cache.get(Ward, 1)": None,
    "either": None,
}


@pytest.mark.parametrize(("expr", "what"), ROWS.items())
def test_a_row_is_known_by_its_type_or_by_the_query_that_fetched_it(expr: str, what: str | None) -> None:
    text = f"""
        from sqlalchemy import select
        from sqlalchemy.ext.asyncio import AsyncSession
        from sqlalchemy.orm import DeclarativeBase, Session
        from cache import cache
        class Base(DeclarativeBase): ...
        class Ward(Base):
            __tablename__ = "wards"
        class Other(Base):
            __tablename__ = "others"
        class Wards:
            def __init__(self, session: Session):
                self.session = session
            def find(self):
                return self.session.query(Ward).one()
            async def use(self, session: Session, asynchronous: AsyncSession, row: Ward, rows: list[Ward], flag: bool):
                query = select(Ward).order_by(Ward.id)
                either = row if flag else session.get(Other, 1)
                return {expr}
    """
    project = project_of({"app.py": text})
    use = function(project, "app.py", "Wards.use")
    (returned,) = [
        event.stmt.value
        for event in project.flow(use).events
        if isinstance(event, StmtEvent) and isinstance(event.stmt, facts.Return) and event.stmt.value is not None
    ]
    found = project.schemas.rows.of(returned, use)
    assert (None if found is None else (found.cls.name, found.what)) == (None if what is None else ("Ward", what))
