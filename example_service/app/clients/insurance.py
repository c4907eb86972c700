"""The insurances' registry, over HTTP."""

from __future__ import annotations

from http import HTTPStatus

import httpx2
from pydantic import BaseModel, ValidationError

from app.clients.http import HttpSystem
from app.core.errors import UnavailableError


class _Coverage(BaseModel):
    """What the registry answers."""

    active: bool


class HttpInsuranceRegistry:
    """What the insurances know, asked over HTTP."""

    def __init__(self, system: HttpSystem) -> None:
        self._system = system

    async def is_covered(self, insurance_number: str) -> bool:
        """Whether the insurance of this number pays; raises UnavailableError when nobody answers."""
        response = await self._system.request("GET", f"/coverage/{insurance_number}")
        if response.status_code == HTTPStatus.NOT_FOUND:
            return False
        try:
            response.raise_for_status()
            return _Coverage.model_validate_json(response.content).active
        except (httpx2.HTTPError, ValidationError) as error:
            raise UnavailableError("the insurance registry gives no answer") from error
