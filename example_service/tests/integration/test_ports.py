"""The fakes keep the same promises as the database: what unit tests show holds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from fakes import FakeUnitOfWork, Tables

from app.config import Settings
from app.core.domain.account import Account, RefreshToken, Role
from app.core.domain.appointment import Appointment, Status
from app.core.domain.feed import FeedEntry
from app.core.domain.idempotency import IdempotencyKey
from app.core.domain.note import Note
from app.core.domain.notice import Channel, Notice
from app.core.domain.patient import Patient
from app.core.domain.retry import Setback
from app.core.errors import ConflictError, NotFoundError
from app.core.events.appointments import AppointmentMissed
from app.core.events.message import Message
from app.core.ports.unit_of_work import UnitOfWorkFactory
from app.db.engine import make_engine, make_sessions
from app.db.uow import SqlUnitOfWork

pytestmark = pytest.mark.anyio
NOW = datetime(2030, 1, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LEASE = timedelta(hours=1)


@pytest.fixture(params=["fake", "sql"])
def database(request: pytest.FixtureRequest) -> Settings | None:
    """The settings of a database; None for tables that are only in memory."""
    if request.param == "fake":
        return None
    settings: Settings = request.getfixturevalue("settings")
    return settings


@pytest.fixture
async def units(database: Settings | None) -> AsyncIterator[UnitOfWorkFactory]:
    if database is None:
        tables = Tables()
        yield lambda: FakeUnitOfWork(tables)
        return
    engine = make_engine(database)
    try:
        sessions = make_sessions(engine)
        yield lambda: SqlUnitOfWork(sessions)
    finally:
        await engine.dispose()


def patient(name: str = "Ada", number: str = "L000000001") -> Patient:
    return Patient(name, date(1815, 12, 10), "12345", number)


def at(owner: Patient, start: int = 0, clinician: str = "Dr Snow") -> Appointment:
    return Appointment(owner.id, clinician, NOW + start * HOUR, NOW + (start + 1) * HOUR)


async def kept(units: UnitOfWorkFactory, *entities: Patient | Appointment) -> None:
    async with units() as work:
        for each in entities:
            if isinstance(each, Patient):
                await work.patients.create(each)
            else:
                await work.appointments.create(each)
        await work.commit()


async def test_what_is_not_committed_did_not_happen(units: UnitOfWorkFactory) -> None:
    ada = patient()
    async with units() as work:
        await work.patients.create(ada)
        work.record(AppointmentMissed(patient_id=ada.id, appointment_id=uuid4()))

    async def fail() -> None:
        async with units() as work:
            await work.patients.create(ada)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with units() as work:
        assert await work.patients.get(ada.id) is None
        assert await work.outbox.claim(10, LEASE) == []


async def test_what_is_committed_is_read_as_it_was_written(units: UnitOfWorkFactory) -> None:
    ada = patient()
    booked = at(ada)
    note = Note(booked.id, uuid4(), "hello", NOW, NOW)
    account = Account("ada@mail.test", "hash", Role.PATIENT, ada.id)
    await kept(units, ada, booked)
    async with units() as work:
        await work.notes.create(note)
        await work.accounts.create(account)
        await work.commit()
    async with units() as work:
        assert await work.patients.get(ada.id) == ada
        assert await work.appointments.get(booked.id, lock=True) == booked
        assert await work.notes.of_appointment(booked.id, 10) == [note]
        assert await work.accounts.by_email("ADA@mail.test") == account
        assert await work.patients.get_multi(10) == [ada]


async def test_what_contradicts_is_a_conflict(units: UnitOfWorkFactory) -> None:
    ada = patient()
    await kept(units, ada, at(ada))
    with pytest.raises(ConflictError):
        await kept(units, patient("Bob"))
    with pytest.raises(ConflictError):
        await kept(units, at(ada))
    await kept(units, at(ada, start=1), at(ada, clinician="Dr Grey"))


async def test_what_is_not_there_is_not_changed(units: UnitOfWorkFactory) -> None:
    async with units() as work:
        with pytest.raises(NotFoundError):
            await work.patients.update(patient())
        with pytest.raises(NotFoundError):
            await work.patients.delete(uuid4())


async def test_the_cancelled_make_room(units: UnitOfWorkFactory) -> None:
    ada = patient()
    first = at(ada)
    await kept(units, ada, first)
    async with units() as work:
        await work.appointments.update(first.cancelled(NOW - HOUR))
        await work.commit()
    await kept(units, at(ada))


async def test_questions_about_appointments(units: UnitOfWorkFactory) -> None:
    ada, bob = patient(), patient("Bob", "L000000002")
    late, early, other = at(ada, 5), at(ada, 1), at(bob, 3)
    await kept(units, ada, bob, late, early, other)
    async with units() as work:
        assert await work.appointments.of_patient(ada.id, 10) == [early, late]
        assert await work.appointments.of_patient(ada.id, 1) == [early]
        assert await work.appointments.next_of_patient(ada.id, NOW + 2 * HOUR) == late
        assert await work.appointments.next_of_patient(ada.id, NOW + 6 * HOUR) is None
        over = await work.appointments.booked_before(NOW + 4.5 * HOUR, 10)
        assert {each.id for each in over} == {early.id, other.id}
        await work.appointments.update_multi([each.missed() for each in over])
        await work.commit()
    async with units() as work:
        states = [each.status for each in await work.appointments.of_patient(ada.id, 10)]
        assert states == [Status.MISSED, Status.BOOKED]
        assert [each.full_name for each in await work.patients.by_name(1, 1)] == ["Bob"]


async def test_a_family_of_tokens_is_revoked_together(units: UnitOfWorkFactory) -> None:
    account = Account("staff@clinic.test", "hash", Role.STAFF)
    one = RefreshToken(account.id, "1", NOW)
    two, other = RefreshToken(account.id, "2", NOW, one.family_id), RefreshToken(account.id, "3", NOW)
    async with units() as work:
        await work.accounts.create(account)
        for token in (one, two, other):
            await work.refresh_tokens.create(token)
        await work.refresh_tokens.revoke_family(one.family_id, NOW)
        await work.commit()
    async with units() as work:
        spent = {}
        for token in (one, two, other):
            found = await work.refresh_tokens.by_hash(token.token_hash)
            assert found is not None
            spent[token.token_hash] = found.is_spent()
        assert spent == {"1": True, "2": True, "3": False}
        assert await work.refresh_tokens.by_hash("4") is None


async def test_a_key_keeps_its_answer(units: UnitOfWorkFactory) -> None:
    key = IdempotencyKey("ada", "book", "word", "print")
    async with units() as work:
        assert await work.idempotency.claim(key) is None
        await work.idempotency.keep(key, '{"a": 1}')
        await work.commit()
    async with units() as work:
        found = await work.idempotency.claim(key)
        assert found is not None
        found.check_same("print")
        assert found.answer.replace(" ", "") == '{"a":1}'


async def test_events_wait_in_the_outbox_until_they_are_settled(units: UnitOfWorkFactory) -> None:
    events = [AppointmentMissed(patient_id=uuid4(), appointment_id=uuid4()) for _ in range(3)]
    async with units() as work:
        for event in events:
            work.record(event)
        await work.commit()
    async with units() as work:
        claimed = await work.outbox.claim(2, timedelta(0))
        assert [each.message.id for each in claimed] == [each.event_id for each in events[:2]]
        assert [each.attempt for each in claimed] == [1, 1]
        await work.outbox.settle([claimed[0].receipt], [Setback(claimed[1].receipt, None, "why")])
        await work.commit()
    async with units() as work:
        assert [each.message.id for each in await work.outbox.claim(10, LEASE)] == [events[2].event_id]


async def test_a_message_is_new_once_for_each_consumer(units: UnitOfWorkFactory) -> None:
    message = Message(uuid4(), "x", 1, "{}")
    async with units() as work:
        assert await work.processed.is_new("a", message)
        await work.commit()
    async with units() as work:
        assert not await work.processed.is_new("a", message)
        assert await work.processed.is_new("b", message)


async def test_the_feed_goes_on_after_a_position(units: UnitOfWorkFactory) -> None:
    ada = patient()
    await kept(units, ada)
    async with units() as work:
        for _ in range(3):
            await work.feed.create(FeedEntry(uuid4(), ada.id, uuid4(), "x", NOW))
        await work.commit()
    async with units() as work:
        all_of_it = await work.feed.after(ada.id, 0, 10)
        assert len(all_of_it) == 3
        assert await work.feed.after(ada.id, all_of_it[0].position, 10) == all_of_it[1:]
        assert await work.feed.after(uuid4(), 0, 10) == []
        with pytest.raises(ConflictError):
            await work.feed.create(FeedEntry(all_of_it[0].message_id, ada.id, uuid4(), "x", NOW))


async def test_notices_wait_until_they_are_settled(units: UnitOfWorkFactory) -> None:
    ada = patient()
    await kept(units, ada)
    notices = [Notice(uuid4(), ada.id, Channel.EMAIL, "subject", "text") for _ in range(2)]
    async with units() as work:
        await work.accounts.create(Account("ada@mail.test", "hash", Role.PATIENT, ada.id))
        for notice in notices:
            await work.notices.create(notice)
        await work.commit()
    async with units() as work:
        claimed = await work.notices.claim(10, timedelta(0))
        assert {each.notice.id for each in claimed} == {each.id for each in notices}
        assert {each.notice.attempts for each in claimed} == {1}
        await work.notices.settle([notices[0].id], [Setback(notices[1].id, None, "why")])
        await work.commit()
    async with units() as work:
        assert await work.notices.claim(10, LEASE) == []
