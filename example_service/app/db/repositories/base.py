"""What the repositories of all entities share."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import NotFoundError
from app.core.ports.repositories import EntityT, Repository
from app.db.errors import translated
from app.models import EntityRow

RowT = TypeVar("RowT", bound=EntityRow)


class BaseRepository(Repository[EntityT], Generic[EntityT, RowT]):
    """Keeps entities as rows of one table; a subclass names the table and translates both ways."""

    row_type: type[RowT]
    noun: str
    """What one entity is called."""

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

    async def create(self, entity: EntityT) -> EntityT:
        row = self.row_type()
        self.write(entity, row)
        with translated():
            self._session.add(row)
            await self._session.flush()
        return entity

    async def get(self, entity_id: UUID, *, lock: bool = False) -> EntityT | None:
        with translated():
            row = await self._session.get(self.row_type, entity_id, with_for_update=lock)
        return None if row is None else self.to_entity(row)

    async def get_multi(self, limit: int, offset: int = 0) -> list[EntityT]:
        return await self._all(select(self.row_type).order_by(self.row_type.id).limit(limit).offset(offset))

    async def update(self, entity: EntityT) -> EntityT:
        row = await self._existing(self.identity(entity))
        self.write(entity, row)
        with translated():
            await self._session.flush()
        return entity

    async def update_multi(self, entities: list[EntityT]) -> None:
        by_identity = {self.identity(entity): entity for entity in entities}
        with translated():
            rows = await self._session.scalars(select(self.row_type).where(self.row_type.id.in_(by_identity)))
            for row in rows:
                self.write(by_identity[row.id], row)
            await self._session.flush()

    async def delete(self, entity_id: UUID) -> None:
        row = await self._existing(entity_id)
        with translated():
            await self._session.delete(row)
            await self._session.flush()

    async def _existing(self, entity_id: UUID) -> RowT:
        with translated():
            row = await self._session.get(self.row_type, entity_id)
        if row is None:
            raise NotFoundError(f"there is no such {self.noun}")
        return row

    async def _all(self, query: Select[RowT]) -> list[EntityT]:
        with translated():
            rows = await self._session.scalars(query)
            return [self.to_entity(row) for row in rows]

    async def _first(self, query: Select[RowT]) -> EntityT | None:
        with translated():
            row = await self._session.scalar(query.limit(1))
        return None if row is None else self.to_entity(row)
