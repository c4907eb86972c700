"""What a consumer of version 1 relies on: `consumer.toml` is theirs, and only grows."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypedDict

import pytest
from environment import settings_for

from app.main import create_app


class Reliance(TypedDict):
    """One operation that a consumer uses."""

    operation: str
    status: int
    sends: list[str]
    reads: list[str]


FILE = Path(__file__).with_name("consumer.toml")
RELIANCES: list[Reliance] = tomllib.loads(FILE.read_text(encoding="utf-8"))["uses"]
DOCUMENT = create_app(settings_for("postgresql+asyncpg://nobody:nothing@127.0.0.1:9/nothing")).openapi()


def schema_at(node: dict[str, dict[str, dict[str, dict[str, str]]]]) -> dict[str, dict[str, object]]:
    """The JSON schema of a body, its reference followed."""
    reference = node["content"]["application/json"]["schema"]["$ref"]
    found: dict[str, dict[str, object]] = DOCUMENT["components"]["schemas"][reference.rpartition("/")[2]]
    return found


@pytest.mark.parametrize("use", RELIANCES, ids=lambda each: each["operation"])
def test_what_a_consumer_relies_on_is_there(use: Reliance) -> None:
    method, _, path = use["operation"].partition(" ")
    operation = DOCUMENT["paths"][path][method.lower()]
    answer = operation["responses"][str(use["status"])]
    if use["reads"]:
        assert set(use["reads"]) <= set(schema_at(answer)["properties"])
    if use["sends"]:
        body = schema_at(operation["requestBody"])
        assert set(use["sends"]) <= set(body["properties"])
        assert set(body.get("required", ())) <= set(use["sends"]), "a field that is newly required breaks consumers"


def test_the_document_names_no_path_outside_a_version() -> None:
    outside = {"/health/live", "/health/ready", "/healthz", "/metrics"}
    assert {path for path in DOCUMENT["paths"] if not path.startswith("/api/v1/")} <= outside


def test_every_answer_has_a_model() -> None:
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            for status, answer in operation["responses"].items():
                if status == "204":
                    assert "content" not in answer, (method, path)
                else:
                    assert answer.get("content"), (method, path, status)
