"""The shape of a probe's answer."""

from __future__ import annotations

from typing import Literal

from app.schemas.base import ResponseModel


class HealthResponse(ResponseModel):
    """Everything that was asked for works."""

    status: Literal["ok"]
