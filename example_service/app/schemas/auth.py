"""Logins in requests and responses."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, SecretStr

from app.schemas.base import RequestModel, ResponseModel
from app.schemas.patients import Email

GivenPassword = Annotated[SecretStr, Field(min_length=1, max_length=128)]
GivenToken = Annotated[SecretStr, Field(min_length=1, max_length=200)]


class LoginRequest(RequestModel):
    """Who wants to log in."""

    email: Email
    password: GivenPassword


class RefreshRequest(RequestModel):
    """The token that renews a login, or ends it."""

    refresh_token: GivenToken


class TokenResponse(ResponseModel):
    """What a login gives."""

    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105  # the name of a scheme
    expires_in: int
    """Seconds that the access token lasts."""
