"""Answers as JSON; `shape` says what is in them, `docs/schema/explain-1.json` is their schema."""

from __future__ import annotations

import json

from archlint.explain.shape import Answer


def render(answer: Answer) -> str:
    """One JSON document, indented, in ASCII."""
    return json.dumps(answer, indent=2) + "\n"


def schema() -> dict[str, object]:
    """The JSON Schema of the documents."""
    from pydantic import TypeAdapter

    adapter: TypeAdapter[Answer] = TypeAdapter(Answer)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **adapter.json_schema()}
