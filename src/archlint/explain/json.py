"""Answers as JSON; `shape` says what is in them, `docs/schema/explain-1.json` is their schema."""

from __future__ import annotations

from archlint.explain.shape import Answer
from archlint.report.ascii_json import dumped


def render(answer: Answer) -> str:
    """One JSON document, indented, in ASCII."""
    return dumped(answer)


def schema() -> dict[str, object]:
    """The JSON Schema of the documents."""
    from pydantic import TypeAdapter

    adapter: TypeAdapter[Answer] = TypeAdapter(Answer)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **adapter.json_schema()}
