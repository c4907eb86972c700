"""Logins."""

from __future__ import annotations

from fastapi import APIRouter, status

from app.api.responses import EVERYWHERE, WITH_LOGIN
from app.deps import AuthServiceDep
from app.schemas.auth import LoginRequest, RefreshRequest, TokenResponse

router = APIRouter(prefix="/auth", tags=["auth"])


@router.post("/login", responses=WITH_LOGIN)
async def login(data: LoginRequest, auth: AuthServiceDep) -> TokenResponse:
    """Begin a login."""
    return TokenResponse.model_validate(await auth.login(data))


@router.post("/refresh", responses=WITH_LOGIN)
async def refresh(data: RefreshRequest, auth: AuthServiceDep) -> TokenResponse:
    """Renew a login; every token does so once, and one that comes again ends the login."""
    return TokenResponse.model_validate(await auth.refresh(data.refresh_token.get_secret_value()))


@router.post("/logout", status_code=status.HTTP_204_NO_CONTENT, responses=EVERYWHERE)
async def logout(data: RefreshRequest, auth: AuthServiceDep) -> None:
    """End a login, whatever is left of it."""
    await auth.logout(data.refresh_token.get_secret_value())
