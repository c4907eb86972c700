"""The chat with the front desk: both sides talk."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, WebSocket, WebSocketDisconnect, status
from pydantic import ValidationError

from app.core.domain.account import Account
from app.core.errors import AuthenticationError, DomainError, UnavailableError
from app.core.services.auth import AuthService
from app.core.services.chat import ChatService
from app.deps import AuthServiceDep, ChatServiceDep
from app.schemas.chat import ChatHello, ChatMessage, ChatReply

HELLO_SECONDS = 10.0
"""How long somebody may stay without saying who they are."""

router = APIRouter(tags=["chat"])


@router.websocket("/chat")
async def chat(websocket: WebSocket, auth: AuthServiceDep, desk: ChatServiceDep) -> None:
    """First the caller's token, then questions and answers, until the caller leaves."""
    await websocket.accept()
    try:
        principal = await introduce(websocket, auth)
        await say(websocket, ChatReply(kind="greeting", text=await desk.answer(principal, "help")))
        while True:
            await say(websocket, await reply_to(await frame(websocket), principal, desk))
    except (AuthenticationError, ValidationError, TimeoutError):
        await websocket.close(status.WS_1008_POLICY_VIOLATION)
    except UnavailableError:
        await websocket.close(status.WS_1013_TRY_AGAIN_LATER)
    except WebSocketDisconnect:
        return


async def introduce(websocket: WebSocket, auth: AuthService) -> Account:
    """Who calls, by the token in the first frame: in an address it would end up in logs."""
    async with asyncio.timeout(HELLO_SECONDS):
        hello = ChatHello.model_validate_json(await frame(websocket))
    return await auth.authenticate(hello.token.get_secret_value())


async def reply_to(said: str, principal: Account, desk: ChatService) -> ChatReply:
    """What the clinic says to what the caller said, sense or not."""
    try:
        question = ChatMessage.model_validate_json(said)
        return ChatReply(kind="answer", text=await desk.answer(principal, question.text))
    except ValidationError:
        return ChatReply(kind="error", text="that is no message")
    except DomainError as error:
        return ChatReply(kind="error", text=str(error))


async def frame(websocket: WebSocket) -> str:
    """What the caller says next; nothing, when it is not text."""
    try:
        return await websocket.receive_text() or ""
    except KeyError:
        return ""


async def say(websocket: WebSocket, reply: ChatReply) -> None:
    """Tell the caller something."""
    await websocket.send_text(reply.model_dump_json())
