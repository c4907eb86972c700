"""The shape of every error."""

from __future__ import annotations

from app.schemas.base import ResponseModel


class ErrorResponse(ResponseModel):
    """What went wrong, for people."""

    detail: str
