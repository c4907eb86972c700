"""The insurances' registry, over HTTP."""

from __future__ import annotations

from http import HTTPStatus

import httpx
from pydantic import BaseModel, ValidationError

from app.core.errors import UnavailableError


class _Coverage(BaseModel):
    """What the registry answers."""

    active: bool


class HttpInsuranceRegistry:
    """What the insurances know, asked over HTTP."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def is_covered(self, insurance_number: str) -> bool:
        """Whether the insurance of this number pays; raises UnavailableError when nobody answers."""
        try:
            response = await self._http.get(f"/coverage/{insurance_number}")
            if response.status_code == HTTPStatus.NOT_FOUND:
                return False
            response.raise_for_status()
            return _Coverage.model_validate_json(response.content).active
        except (httpx.HTTPError, ValidationError) as error:
            raise UnavailableError("the insurance registry does not answer") from error
