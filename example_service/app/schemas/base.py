"""What all shapes share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints


def to_utc(value: datetime) -> datetime:
    """The same moment in UTC; raises ValueError when there is none."""
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("no calendar reaches that far") from error


def stripped(value: str) -> str:
    """The text without the spaces around it; raises ValueError when nothing is left."""
    text = value.strip()
    if not text:
        raise ValueError("there is nothing but spaces")
    return text


Moment = Annotated[AwareDatetime, AfterValidator(to_utc)]
"""A point in time, with its distance from UTC."""

Line = Annotated[
    str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$"), AfterValidator(stripped)
]
"""A text of one line, such as a name."""
Prose = Annotated[
    str, StringConstraints(min_length=1, max_length=4000, pattern=r"^[^\x00]+$"), AfterValidator(stripped)
]
"""A text of any lines; Postgres keeps all characters but NUL."""


class RequestModel(BaseModel):
    """What callers send; a field nobody knows is an error."""

    model_config = ConfigDict(extra="forbid")


class ResponseModel(BaseModel):
    """What callers get, made of the attributes of domain objects."""

    model_config = ConfigDict(from_attributes=True)
