"""What routes may answer besides success, for the OpenAPI document."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from fastapi import status

from app.schemas.errors import ErrorResponse

Responses: TypeAlias = dict[int | str, dict[str, Any]]
"""FastAPI's own type for them."""

_ERROR: Final = {"model": ErrorResponse}

EVERYWHERE: Final[Responses] = {
    status.HTTP_400_BAD_REQUEST: _ERROR | {"description": "It reads well, but means nothing that could be done."},
    status.HTTP_413_CONTENT_TOO_LARGE: _ERROR | {"description": "The body is too large."},
    status.HTTP_503_SERVICE_UNAVAILABLE: _ERROR | {"description": "Something the service needs does not answer."},
}
WITH_LOGIN: Final[Responses] = EVERYWHERE | {
    status.HTTP_401_UNAUTHORIZED: _ERROR | {"description": "It is not known who asks."},
}
STAFF_ONLY: Final[Responses] = {
    status.HTTP_403_FORBIDDEN: _ERROR | {"description": "It is known who asks, and that they may not."},
}
OWNED: Final[Responses] = WITH_LOGIN | {
    status.HTTP_404_NOT_FOUND: _ERROR | {"description": "There is no such thing, or it is somebody else's."},
}
CONFLICTING: Final[Responses] = {
    status.HTTP_409_CONFLICT: _ERROR | {"description": "It contradicts something that is already there."},
}

_ERROR_AS_JSON: Final = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorResponse"}}}
STREAMED: Final[Responses] = {
    code: {"description": response["description"], "content": _ERROR_AS_JSON} for code, response in OWNED.items()
}
"""For streams, whose errors are JSON all the same; FastAPI would document them in the stream's own media type."""
