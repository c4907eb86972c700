"""What the repositories of all entities share."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import NotFoundError
from app.core.ports.repositories import EntityT, Repository
from app.db.errors import translated
from app.models import Base

RowT = TypeVar("RowT", bound=Base)


class SqlRepository(Repository[EntityT], Generic[EntityT, RowT]):
    """Keeps entities as rows of one table; a subclass names the table and translates both ways."""

    row_type: type[RowT]

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @abstractmethod
    def to_entity(self, row: RowT) -> EntityT:
        """What a row stands for."""

    @abstractmethod
    def write(self, entity: EntityT, row: RowT) -> None:
        """Make a row stand for an entity."""

    @abstractmethod
    def identity(self, entity: EntityT) -> UUID:
        """What tells an entity from all others."""

    async def get(self, entity_id: UUID) -> EntityT | None:
        with translated():
            row = await self._session.get(self.row_type, entity_id)
        return None if row is None else self.to_entity(row)

    async def add(self, entity: EntityT) -> None:
        row = self.row_type()
        self.write(entity, row)
        with translated():
            self._session.add(row)
            await self._session.flush()

    async def save(self, entity: EntityT) -> None:
        row = await self._existing(self.identity(entity))
        self.write(entity, row)
        with translated():
            await self._session.flush()

    async def remove(self, entity_id: UUID) -> None:
        row = await self._existing(entity_id)
        with translated():
            await self._session.delete(row)
            await self._session.flush()

    async def _existing(self, entity_id: UUID) -> RowT:
        with translated():
            row = await self._session.get(self.row_type, entity_id)
        if row is None:
            raise NotFoundError(f"there is no such {self.row_type.__tablename__.removesuffix('s')}")
        return row

    async def _all(self, query: Select[RowT]) -> list[EntityT]:
        with translated():
            rows = await self._session.scalars(query)
            return [self.to_entity(row) for row in rows]
