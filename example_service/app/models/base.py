"""What all tables share."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, TypeAlias
from uuid import UUID, uuid4

from pydantic import JsonValue
from sqlalchemy import DateTime, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeEngine

Json: TypeAlias = dict[str, JsonValue]
"""An object of JSON, kept as JSONB."""


class Base(DeclarativeBase):
    """Names every constraint, so that migrations and error messages can speak of it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[object, TypeEngine[Any]]] = {
        datetime: DateTime(timezone=True),
        Json: JSONB(),
    }


class EntityRow(Base):
    """A row with an identity of its own."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
