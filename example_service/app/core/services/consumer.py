"""The use case that lets events have their effect, each once."""

from __future__ import annotations

import structlog

from app.core.domain.feed import FeedEntry
from app.core.domain.notice import Notice
from app.core.domain.patient import Patient
from app.core.domain.retry import RetryPolicy
from app.core.errors import DomainError
from app.core.events import codec
from app.core.events.appointments import AppointmentBooked, AppointmentEvent
from app.core.events.base import DomainEvent
from app.core.events.message import ClaimedMessage, Message
from app.core.events.patients import PatientRegistered
from app.core.ports.broker import Subscription
from app.core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory

NAME = "clinic"
"""Under which name processed messages are remembered."""

logger = structlog.stdlib.get_logger(__name__)


class ConsumerService:
    """Tells patients what changed. A message that comes again has no further effect."""

    def __init__(self, units_of_work: UnitOfWorkFactory, subscription: Subscription, policy: RetryPolicy) -> None:
        self._units_of_work = units_of_work
        self._subscription = subscription
        self._policy = policy

    async def consume_batch(self) -> int:
        """Handle what waits, one batch at most; tells how many messages were taken in hand."""
        batch = await self._subscription.claim(self._policy.batch, self._policy.lease)
        for claimed in batch:
            await self._handle(claimed)
        return len(batch)

    async def _handle(self, claimed: ClaimedMessage) -> None:
        message_id = str(claimed.message.id)
        if self._policy.is_spent(claimed.attempt):
            logger.error("message given up", message_id=message_id)
            await self._subscription.bury(claimed.receipt, "no attempt came to an end")
            return
        with structlog.contextvars.bound_contextvars(request_id=claimed.message.request_id):
            try:
                await self._apply(claimed.message)
            except codec.UnreadableMessageError as error:
                logger.exception("message buried", message_id=message_id)
                await self._subscription.bury(claimed.receipt, str(error))
            except DomainError as error:
                logger.warning("message not handled", message_id=message_id, exc_info=True)
                await self._set_back(claimed, str(error))
            except Exception as error:
                # One message must not keep the others: whatever is wrong with it, they go on.
                logger.exception("message not handled", message_id=message_id)
                await self._set_back(claimed, type(error).__name__)
            else:
                await self._subscription.acknowledge(claimed.receipt)

    async def _apply(self, message: Message) -> None:
        """The effect and its mark in one transaction: both, or neither."""
        event = codec.read(message)
        async with self._units_of_work() as work:
            if not await work.processed.is_new(NAME, message):
                return
            await self._react(work, event)
            await work.commit()

    async def _react(self, work: UnitOfWork, event: DomainEvent) -> None:
        if not isinstance(event, AppointmentEvent | PatientRegistered):
            return
        # Locked, so that the positions of a patient's feed grow in the order of commits.
        patient = await work.patients.get(event.patient_id, lock=True)
        if patient is None:
            return
        if isinstance(event, AppointmentEvent):
            entry = FeedEntry(event.event_id, patient.id, event.appointment_id, event.name, event.occurred_at)
            await work.feed.create(entry)
        await work.notices.create(_notice(patient, event))

    async def _set_back(self, claimed: ClaimedMessage, reason: str) -> None:
        if self._policy.is_last(claimed.attempt):
            await self._subscription.bury(claimed.receipt, reason)
        else:
            await self._subscription.retry(claimed.receipt, self._policy.pause_after(claimed.attempt), reason)


def _notice(patient: Patient, event: AppointmentEvent | PatientRegistered) -> Notice:
    match event:
        case PatientRegistered():
            subject, text = "Welcome", "You are registered with the clinic."
        case AppointmentBooked():
            moment = f"{event.starts_at:%Y-%m-%d %H:%M}"
            subject, text = "Your appointment", f"{event.clinician} expects you on {moment} UTC."
        case _:
            subject, text = "Your appointment", f"There is news: {event.name.replace('.', ' ')}."
    return Notice(event.event_id, patient.id, patient.channel, subject, text)
