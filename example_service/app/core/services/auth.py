"""Use cases about logins."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from app.core.domain.account import Account, RefreshToken, Role, TokenPair
from app.core.errors import AuthenticationError
from app.core.ports.unit_of_work import UnitOfWorkFactory
from app.core.security.passwords import Passwords
from app.core.security.tokens import AccessTokens, fingerprint, new_refresh_token
from app.schemas.auth import LoginRequest


class AuthService:
    """Who may come in, and for how long."""

    def __init__(
        self,
        units_of_work: UnitOfWorkFactory,
        passwords: Passwords,
        access_tokens: AccessTokens,
        refresh_lifetime: timedelta,
    ) -> None:
        self._units_of_work = units_of_work
        self._passwords = passwords
        self._access_tokens = access_tokens
        self._refresh_lifetime = refresh_lifetime

    async def login(self, data: LoginRequest) -> TokenPair:
        """Begin a login; raises AuthenticationError, in the same time for a wrong address as for a wrong password."""
        async with self._units_of_work() as work:
            account = await work.accounts.by_email(data.email)
        hashed = None if account is None else account.password_hash
        right = await asyncio.to_thread(self._passwords.matches, data.password.get_secret_value(), hashed)
        if account is None or not right:
            raise AuthenticationError
        secret = new_refresh_token()
        token = RefreshToken(account.id, fingerprint(secret), datetime.now(UTC) + self._refresh_lifetime)
        async with self._units_of_work() as work:
            await work.refresh_tokens.create(token)
            await work.commit()
        return self._pair(account, secret)

    async def refresh(self, secret: str) -> TokenPair:
        """Renew a login, once a token; a token that comes again ends the login. Raises AuthenticationError."""
        now = datetime.now(UTC)
        async with self._units_of_work() as work:
            token = await work.refresh_tokens.by_hash(fingerprint(secret))
            if token is None or token.expires_at <= now:
                raise AuthenticationError
            if token.is_spent():
                await work.refresh_tokens.revoke_family(token.family_id, now)
                await work.commit()
                raise AuthenticationError
            account = await work.accounts.get(token.account_id)
            if account is None:
                raise AuthenticationError
            renewed = new_refresh_token()
            await work.refresh_tokens.update(token.used(now))
            await work.refresh_tokens.create(
                RefreshToken(account.id, fingerprint(renewed), now + self._refresh_lifetime, token.family_id)
            )
            await work.commit()
        return self._pair(account, renewed)

    async def logout(self, secret: str) -> None:
        """End a login; a token that is unknown ends nothing."""
        async with self._units_of_work() as work:
            token = await work.refresh_tokens.by_hash(fingerprint(secret))
            if token is not None:
                await work.refresh_tokens.revoke_family(token.family_id, datetime.now(UTC))
                await work.commit()

    async def authenticate(self, access_token: str) -> Account:
        """Whose token it is; raises AuthenticationError, the same for a bad token and for an account that is gone."""
        account_id = self._access_tokens.account_of(access_token)
        async with self._units_of_work() as work:
            account = await work.accounts.get(account_id)
        if account is None:
            raise AuthenticationError
        return account

    async def add_staff(self, email: str, password: str) -> Account:
        """Let somebody of the staff in; raises ConflictError when the address is taken."""
        hashed = await asyncio.to_thread(self._passwords.hash_password, password)
        account = Account(email, hashed, Role.STAFF)
        async with self._units_of_work() as work:
            await work.accounts.create(account)
            await work.commit()
        return account

    def _pair(self, account: Account, secret: str) -> TokenPair:
        lifetime = int(self._access_tokens.lifetime.total_seconds())
        return TokenPair(self._access_tokens.issue(account.id), secret, lifetime)
