"""The gateway that mails and texts, over HTTP."""

from __future__ import annotations

import httpx2
from pydantic import BaseModel

from app.clients.http import HttpSystem
from app.core.domain.notice import AddressedNotice, Channel
from app.core.errors import UnavailableError
from app.core.ports.senders import NoticeSender, SenderFactory


class _Mail(BaseModel):
    to: str
    subject: str
    body: str


class _Text(BaseModel):
    to: str
    body: str


class GatewayMixin:
    """How to hand something to the gateway. Optional: a sender may reach its people without."""

    async def _hand_over(self, system: HttpSystem, path: str, notice_id: str, body: BaseModel) -> None:
        response = await system.request(
            "POST", path, content=body.model_dump_json(), headers={"Idempotency-Key": notice_id}
        )
        try:
            response.raise_for_status()
        except httpx2.HTTPStatusError as error:
            raise UnavailableError(f"{system.name} refused a notice") from error


class EmailSender(GatewayMixin, NoticeSender):
    """Tells by mail."""

    def __init__(self, system: HttpSystem) -> None:
        self._system = system

    async def send(self, addressed: AddressedNotice) -> None:
        notice = addressed.notice
        mail = _Mail(to=addressed.recipient, subject=notice.subject, body=notice.text)
        await self._hand_over(self._system, "/email", str(notice.id), mail)


class SmsSender(GatewayMixin, NoticeSender):
    """Tells by telephone."""

    def __init__(self, system: HttpSystem) -> None:
        self._system = system

    async def send(self, addressed: AddressedNotice) -> None:
        text = _Text(to=addressed.recipient.replace(" ", ""), body=addressed.notice.text)
        await self._hand_over(self._system, "/sms", str(addressed.notice.id), text)


_SENDERS: dict[Channel, type[EmailSender | SmsSender]] = {Channel.EMAIL: EmailSender, Channel.SMS: SmsSender}


def make_sender_factory(system: HttpSystem) -> SenderFactory:
    """What gives the sender of a channel, and raises ValueError for one that nobody serves."""

    def sender_of(channel: Channel) -> NoticeSender:
        sender = _SENDERS.get(channel)
        if sender is None:
            raise ValueError(f"nobody serves the channel {channel}")
        return sender(system)

    return sender_of
