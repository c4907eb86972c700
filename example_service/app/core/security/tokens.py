"""Tokens: signed ones that say who asks, and secret ones that renew a login."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import jwt
from pydantic import BaseModel, ValidationError

from app.core.errors import AuthenticationError

_ALGORITHM = "HS256"
_ISSUER = _AUDIENCE = "clinic"


class _Claims(BaseModel):
    """What an access token says: who, and nothing about them."""

    sub: UUID


class AccessTokens:
    """Signs and reads access tokens. Their content is public: an identity, no personal data."""

    def __init__(self, secret: str, lifetime: timedelta) -> None:
        self._secret = secret
        self.lifetime = lifetime

    def issue(self, account_id: UUID) -> str:
        """A token for an account, good for the lifetime."""
        now = datetime.now(UTC)
        claims = {
            "sub": str(account_id),
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "iat": now,
            "exp": now + self.lifetime,
            "jti": uuid4().hex,
        }
        return jwt.encode(claims, self._secret, algorithm=_ALGORITHM)

    def account_of(self, token: str) -> UUID:
        """The account a token was issued for; raises AuthenticationError for a token that is not ours or too old."""
        try:
            claims = jwt.decode(
                token,
                self._secret,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                issuer=_ISSUER,
                options={"require": ["exp", "iat", "sub"]},
            )
            return _Claims.model_validate(claims).sub
        except (jwt.InvalidTokenError, ValidationError) as error:
            raise AuthenticationError from error


def new_refresh_token() -> str:
    """A secret nobody can guess."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What is kept of a refresh token. The token is long and random, so a fast hash does."""
    return hashlib.sha256(token.encode()).hexdigest()
