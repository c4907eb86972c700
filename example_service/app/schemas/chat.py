"""What is said in the chat."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr

from app.schemas.base import RequestModel, ResponseModel, stripped


class ChatHello(RequestModel):
    """The first thing callers say: who they are."""

    token: Annotated[SecretStr, Field(min_length=1, max_length=2000)]


class ChatMessage(RequestModel):
    """What callers say."""

    text: Annotated[str, Field(min_length=1, max_length=1000), AfterValidator(stripped)]


class ChatReply(ResponseModel):
    """What the clinic says."""

    kind: Literal["greeting", "answer", "error"]
    text: str
