"""Queries about accounts and the tokens that renew logins."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update

from app.core.domain.account import Account, RefreshToken, Role
from app.core.ports.repositories import AccountRepository, RefreshTokenRepository
from app.db.errors import translated
from app.db.repositories.base import BaseRepository
from app.models import AccountRow, RefreshTokenRow


class SqlAccountRepository(BaseRepository[Account, AccountRow], AccountRepository):
    """The accounts in the database; addresses in lower case."""

    row_type = AccountRow
    noun = "account"

    def to_entity(self, row: AccountRow) -> Account:
        return Account(row.email, row.password_hash, Role(row.role), row.patient_id, row.id)

    def write(self, entity: Account, row: AccountRow) -> None:
        row.id = entity.id
        row.email = entity.email.lower()
        row.password_hash = entity.password_hash
        row.role = entity.role.value
        row.patient_id = entity.patient_id

    def identity(self, entity: Account) -> UUID:
        return entity.id

    async def by_email(self, email: str) -> Account | None:
        return await self._first(select(AccountRow).where(AccountRow.email == email.lower()))


class SqlRefreshTokenRepository(BaseRepository[RefreshToken, RefreshTokenRow], RefreshTokenRepository):
    """The tokens in the database, by their hashes."""

    row_type = RefreshTokenRow
    noun = "token"

    def to_entity(self, row: RefreshTokenRow) -> RefreshToken:
        return RefreshToken(
            row.account_id, row.token_hash, row.expires_at, row.family_id, row.used_at, row.revoked_at, row.id
        )

    def write(self, entity: RefreshToken, row: RefreshTokenRow) -> None:
        row.id = entity.id
        row.account_id = entity.account_id
        row.token_hash = entity.token_hash
        row.expires_at = entity.expires_at
        row.family_id = entity.family_id
        row.used_at = entity.used_at
        row.revoked_at = entity.revoked_at

    def identity(self, entity: RefreshToken) -> UUID:
        return entity.id

    async def by_hash(self, token_hash: str) -> RefreshToken | None:
        # A lock for the whole family, so that a token renewed meanwhile cannot escape a revocation; locks on its rows,
        # new ones among them, would be taken in different orders and end in a deadlock.
        family = select(RefreshTokenRow.family_id).where(RefreshTokenRow.token_hash == token_hash)
        with translated():
            family_id = await self._session.scalar(family)
            if family_id is None:
                return None
            await self._session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(family_id), 0))))
        return await self._first(select(RefreshTokenRow).where(RefreshTokenRow.token_hash == token_hash))

    async def revoke_family(self, family_id: UUID, moment: datetime) -> None:
        of_family = RefreshTokenRow.family_id == family_id
        with translated():
            await self._session.execute(
                update(RefreshTokenRow)
                .where(of_family, RefreshTokenRow.revoked_at.is_(None))
                .values(revoked_at=moment)
                .execution_options(synchronize_session=False)
            )
