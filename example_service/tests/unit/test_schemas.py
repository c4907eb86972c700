"""What requests may hold."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from app.schemas.auth import LoginRequest, RefreshRequest
from app.schemas.chat import ChatMessage
from app.schemas.notes import NoteCreate


def test_the_spaces_around_a_text_are_dropped() -> None:
    assert NoteCreate.model_validate({"text": " so it\nis \n"}).text == "so it\nis"
    assert ChatMessage.model_validate({"text": "\thello "}).text == "hello"


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_a_text_of_spaces_is_none(text: str) -> None:
    with pytest.raises(ValidationError):
        NoteCreate.model_validate({"text": text})


def test_a_password_is_taken_as_it_is() -> None:
    login = LoginRequest.model_validate({"email": "ada@clinic.example", "password": " open sesame "})
    assert login.password.get_secret_value() == " open sesame "


def test_a_token_that_only_spaces_make_too_long_is_too_long() -> None:
    with pytest.raises(ValidationError):
        RefreshRequest.model_validate({"refresh_token": "    " + 199 * "a"})
