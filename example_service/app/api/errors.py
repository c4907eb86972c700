"""How domain errors become HTTP answers."""

from __future__ import annotations

import structlog
from fastapi import FastAPI, Request, status
from fastapi.responses import JSONResponse

from app.core.errors import (
    AuthenticationError,
    ConflictError,
    NotFoundError,
    PermissionDeniedError,
    RuleViolationError,
    UnavailableError,
)
from app.logging import REQUEST_ID_HEADER
from app.schemas.errors import ErrorResponse

logger = structlog.stdlib.get_logger(__name__)


def answer(status_code: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """The one shape of an error."""
    return JSONResponse(ErrorResponse(detail=detail).model_dump(), status_code=status_code, headers=headers)


def register(app: FastAPI) -> None:
    """Give every domain error its status, and everything unforeseen a 500 that tells nothing."""

    @app.exception_handler(NotFoundError)
    async def not_found(_: Request, error: NotFoundError) -> JSONResponse:
        return answer(status.HTTP_404_NOT_FOUND, str(error))

    @app.exception_handler(ConflictError)
    async def conflict(_: Request, error: ConflictError) -> JSONResponse:
        return answer(status.HTTP_409_CONFLICT, str(error))

    @app.exception_handler(RuleViolationError)
    async def rule_violation(_: Request, error: RuleViolationError) -> JSONResponse:
        return answer(status.HTTP_400_BAD_REQUEST, str(error))

    @app.exception_handler(AuthenticationError)
    async def not_authenticated(_: Request, error: AuthenticationError) -> JSONResponse:
        return answer(status.HTTP_401_UNAUTHORIZED, str(error), {"WWW-Authenticate": "Bearer"})

    @app.exception_handler(PermissionDeniedError)
    async def not_permitted(_: Request, error: PermissionDeniedError) -> JSONResponse:
        return answer(status.HTTP_403_FORBIDDEN, str(error))

    @app.exception_handler(UnavailableError)
    async def unavailable(_: Request, error: UnavailableError) -> JSONResponse:
        logger.warning("something needed does not answer", exc_info=error)
        return answer(status.HTTP_503_SERVICE_UNAVAILABLE, str(error), {"Retry-After": "5"})

    @app.exception_handler(Exception)
    async def unforeseen(request: Request, error: Exception) -> JSONResponse:
        # It runs outside every middleware, where the request's identity is only left in its state.
        identity: str = getattr(request.state, "request_id", "unknown")
        logger.error("unforeseen error", exc_info=error, request_id=identity)
        return answer(status.HTTP_500_INTERNAL_SERVER_ERROR, "internal error", {REQUEST_ID_HEADER: identity})
