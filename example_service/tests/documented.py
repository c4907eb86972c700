"""Whether the OpenAPI document knows of an answer."""

from __future__ import annotations

import re
from functools import cache

import httpx2
from environment import settings_for

from app.main import create_app

NOWHERE = "postgresql+asyncpg://nobody:nothing@127.0.0.1:9/nothing"


@cache
def operations() -> list[tuple[re.Pattern[str], dict[str, set[str]]]]:
    """The paths of the API, those without parameters first, with the statuses of their methods."""
    document = create_app(settings_for(NOWHERE)).openapi()
    return [
        (
            re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)),
            {method: set(operation["responses"]) for method, operation in methods.items()},
        )
        for path, methods in sorted(document["paths"].items(), key=lambda each: "{" in each[0])
        if path.startswith("/api/")
    ]


async def check_documented(answer: httpx2.Response) -> None:
    """Fail the test in which a route gives an answer that its document does not promise; 500 is promised nowhere."""
    method, path, status = answer.request.method.lower(), answer.request.url.path, answer.status_code
    for pattern, statuses in operations():
        if pattern.fullmatch(path) and method in statuses and status != httpx2.codes.INTERNAL_SERVER_ERROR:
            assert str(status) in statuses[method], f"{method} {path} answered {status}"
            return
