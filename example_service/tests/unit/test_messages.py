"""Relay, consumer and notices: at least once, one effect, a few attempts, then a dead letter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bodies import own, wanted
from fakes import Broker, Sender, Subscription, Tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.domain.account import Account
from app.core.domain.retry import RetryPolicy
from app.core.events.message import Message
from app.core.ports.unit_of_work import UnitOfWorkFactory
from app.core.services.appointments import AppointmentService
from app.core.services.consumer import ConsumerService
from app.core.services.notices import NoticeService
from app.core.services.relay import RelayService

pytestmark = pytest.mark.anyio
POLICY = RetryPolicy(batch=10, attempts=3)


@pytest.fixture
async def message(appointments: AppointmentService, ada: Account, tables: Tables) -> Message:
    """The message of a booking."""
    await appointments.book(ada, own(ada), wanted())
    return tables.outbox[0]


async def test_the_relay_publishes_what_waits_once(units_of_work: UnitOfWorkFactory, message: Message) -> None:
    broker = Broker()
    relay = RelayService(units_of_work, broker, POLICY)
    assert [await relay.publish_batch() for _ in range(2)] == [1, 0]
    assert broker.published == [message]


async def test_a_broker_that_is_away_gets_the_message_later(
    units_of_work: UnitOfWorkFactory, message: Message, tables: Tables
) -> None:
    broker = Broker()
    broker.failures = 2
    relay = RelayService(units_of_work, broker, POLICY)
    assert [await relay.publish_batch() for _ in range(4)] == [1, 1, 1, 0]
    assert broker.published == [message]
    assert tables.settled == {message.id: "done"}


async def test_after_the_last_attempt_a_message_is_buried_and_told_why(
    units_of_work: UnitOfWorkFactory, message: Message, tables: Tables
) -> None:
    broker = Broker()
    broker.failures = 99
    relay = RelayService(units_of_work, broker, POLICY)
    assert [await relay.publish_batch() for _ in range(4)] == [1, 1, 1, 0]
    assert tables.settled == {message.id: "the broker does not answer"}


async def test_a_message_that_breaks_the_broker_keeps_no_other(
    units_of_work: UnitOfWorkFactory, appointments: AppointmentService, ada: Account, tables: Tables
) -> None:
    for start in (24, 30, 36):
        await appointments.book(ada, own(ada), wanted(start))
    poison = tables.outbox[1].id
    broker = Broker(poison)
    relay = RelayService(units_of_work, broker, POLICY)
    while await relay.publish_batch():
        pass
    assert [each.id for each in broker.published] == [tables.outbox[0].id, tables.outbox[2].id]
    assert tables.settled[poison] == "RuntimeError"


async def test_a_message_whose_attempts_never_end_is_given_up(
    units_of_work: UnitOfWorkFactory, message: Message, tables: Tables
) -> None:
    """Whoever tried it died of it, as often as it may be tried."""
    tables.attempts[message.id] = POLICY.attempts
    broker = Broker()
    await RelayService(units_of_work, broker, POLICY).publish_batch()
    assert broker.published == []
    assert message.id in tables.settled
    subscription = Subscription(message)
    subscription.attempts[0] = POLICY.attempts
    await ConsumerService(units_of_work, subscription, POLICY).consume_batch()
    assert list(subscription.buried) == [0]
    assert tables.feed == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, database=None)
@given(deliveries=st.lists(st.sampled_from([1, 2, 3]), min_size=1, max_size=6))
async def test_however_often_a_message_comes_it_has_one_effect(
    units_of_work: UnitOfWorkFactory, message: Message, tables: Tables, deliveries: list[int]
) -> None:
    for copies in deliveries:
        subscription = Subscription(*[message] * copies)
        consumer = ConsumerService(units_of_work, subscription, POLICY)
        assert await consumer.consume_batch() == copies
        assert subscription.acknowledged == list(range(copies))
    assert [entry.message_id for entry in tables.feed] == [message.id]
    assert list(tables.notices) == [message.id]


async def test_a_message_nobody_can_read_is_buried_at_once(
    units_of_work: UnitOfWorkFactory, message: Message, tables: Tables
) -> None:
    broken = Message(message.id, "appointment.booked", 99, message.payload)
    subscription = Subscription(broken, message)
    await ConsumerService(units_of_work, subscription, POLICY).consume_batch()
    assert list(subscription.buried) == [0]
    assert subscription.acknowledged == [1]
    assert len(tables.feed) == 1


async def test_a_message_about_a_patient_who_is_gone_is_done_with(
    units_of_work: UnitOfWorkFactory, message: Message, tables: Tables
) -> None:
    tables.patients.clear()
    subscription = Subscription(message)
    await ConsumerService(units_of_work, subscription, POLICY).consume_batch()
    assert (subscription.acknowledged, tables.feed, tables.notices) == ([0], [], {})


async def test_notices_are_sent_again_until_they_are_buried(
    units_of_work: UnitOfWorkFactory, message: Message, tables: Tables
) -> None:
    await ConsumerService(units_of_work, Subscription(message), POLICY).consume_batch()
    sender = Sender()
    sender.failures = 2
    notices = NoticeService(units_of_work, lambda _: sender, POLICY)
    assert [await notices.send_batch() for _ in range(4)] == [1, 1, 1, 0]
    assert [each.notice.id for each in sender.sent] == [message.id]
    tables.settled.clear()
    tables.notices[message.id] = replace(tables.notices[message.id], attempts=POLICY.attempts - 1)
    sender.failures = 99
    await notices.send_batch()
    assert tables.settled == {message.id: "the gateway does not answer"}


async def test_a_notice_no_attempt_of_which_came_to_an_end_is_buried_unsent(
    units_of_work: UnitOfWorkFactory, message: Message, tables: Tables
) -> None:
    await ConsumerService(units_of_work, Subscription(message), POLICY).consume_batch()
    tables.notices[message.id] = replace(tables.notices[message.id], attempts=POLICY.attempts)
    sender = Sender()
    await NoticeService(units_of_work, lambda _: sender, POLICY).send_batch()
    assert (sender.sent, tables.settled) == ([], {message.id: "no attempt came to an end"})
