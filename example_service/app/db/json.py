"""Texts of JSON as the database keeps them, and back."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.models import Json

_JSON: TypeAdapter[Json] = TypeAdapter(Json)


def from_text(text: str) -> Json:
    """The object that a text of JSON stands for."""
    return _JSON.validate_json(text)


def to_text(value: Json) -> str:
    """An object as JSON."""
    return _JSON.dump_json(value).decode()
