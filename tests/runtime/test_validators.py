"""What the pages about validators say happens, happens: with the FastAPI and Pydantic that are installed."""

from __future__ import annotations

from typing import Any, Self

import pytest
from fastapi import APIRouter, FastAPI, HTTPException
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator, model_validator

REFUSAL: list[Exception] = []
"""What the validator of `Booking` raises."""


class Booking(BaseModel):
    name: str
    seats: int

    @field_validator("name")
    @classmethod
    def check_name(cls, _: str) -> str:
        raise REFUSAL[-1]


def answer(error: Exception) -> tuple[int, list[str]]:
    """Status, and the fields that are told to be wrong, of a request whose both fields are."""
    REFUSAL.append(error)
    router = APIRouter()

    @router.post("/bookings")
    def create_booking(data: Booking) -> str:
        return data.name

    app = FastAPI()
    app.include_router(router)
    client = TestClient(app, raise_server_exceptions=False)
    response = client.post("/bookings", json={"name": "a", "seats": "many"})
    told = response.json()["detail"] if response.headers["content-type"] == "application/json" else []
    return response.status_code, [each["loc"][-1] for each in told] if isinstance(told, list) else []


def test_a_value_error_is_told_with_what_else_is_wrong() -> None:
    assert answer(ValueError("no")) == (422, ["name", "seats"])


def test_an_http_exception_leaves_at_once_and_hides_what_else_is_wrong() -> None:
    assert answer(HTTPException(400, "no")) == (400, [])


def test_any_other_error_is_a_500() -> None:
    assert answer(KeyError("no")) == (500, [])


def test_a_model_whose_validator_returns_nothing_is_none_to_all_but_its_constructor() -> None:
    class Stay(BaseModel):
        start: int

        @model_validator(mode="after")
        def look(self) -> Any:
            assert self.start

    made: object = Stay.model_validate({"start": 1})
    assert made is None
    with pytest.warns(UserWarning, match="A custom validator is returning a value other than `self`"):
        assert Stay(start=1).start == 1


def test_data_that_a_validator_does_not_give_back_is_refused_as_no_dictionary() -> None:
    class Stay(BaseModel):
        start: int

        @model_validator(mode="before")
        @classmethod
        def look(cls, _: Any) -> None:
            return None

    with pytest.raises(ValidationError, match="valid dictionary"):
        Stay.model_validate({"start": 1})


def test_a_field_validator_sees_valid_fields_above_it_only() -> None:
    seen: list[dict[str, Any]] = []

    class Stay(BaseModel):
        start: int
        end: int
        ward: str = ""

        @field_validator("end")
        @classmethod
        def look(cls, value: int, info: ValidationInfo) -> int:
            seen.append(dict(info.data))
            return value

        @model_validator(mode="after")
        def compare(self) -> Self:
            return self

    Stay.model_validate({"start": 1, "end": 2, "ward": "a"})
    with pytest.raises(ValidationError):
        Stay.model_validate({"start": "never", "end": 2})
    assert seen == [{"start": 1}, {}]


def test_the_old_name_of_a_setting_is_ignored() -> None:
    with pytest.warns(UserWarning, match="Valid config keys have changed"):

        class Patient(BaseModel):
            model_config = ConfigDict(orm_mode=True)  # type: ignore[typeddict-unknown-key]

            name: str

    class Row:
        name = "a"

    with pytest.raises(ValidationError):
        Patient.model_validate(Row())
