"""What all shapes share."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class RequestModel(BaseModel):
    """What callers send; a field nobody knows is an error."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class ResponseModel(BaseModel):
    """What callers get, made of the attributes of domain objects."""

    model_config = ConfigDict(from_attributes=True)
