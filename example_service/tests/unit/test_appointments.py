"""Decisions about appointments, without a database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from bodies import own, wanted
from fakes import Insurance, Tables

from app.core.domain.account import Account
from app.core.domain.appointment import Status
from app.core.errors import ConflictError, NotFoundError, RuleViolationError, UnavailableError
from app.core.services.appointments import AppointmentService
from app.core.services.patients import PatientService

pytestmark = pytest.mark.anyio


async def test_a_booking_and_its_event_are_kept_together(
    appointments: AppointmentService, ada: Account, tables: Tables
) -> None:
    booked = await appointments.book(ada, own(ada), wanted())
    assert list(tables.appointments) == [booked.id]
    assert [message.name for message in tables.outbox] == ["appointment.booked"]
    assert str(booked.id) in tables.outbox[0].payload


@pytest.mark.parametrize(("start", "hours"), [(-1, 2), (24, 9), (24 * 800, 1)])
async def test_a_refused_booking_leaves_nothing(
    appointments: AppointmentService, ada: Account, tables: Tables, start: float, hours: float
) -> None:
    with pytest.raises(RuleViolationError):
        await appointments.book(ada, own(ada), wanted(start, hours), "key")
    assert (tables.appointments, tables.outbox, tables.keys) == ({}, [], {})


async def test_a_time_that_is_taken_is_a_conflict(
    appointments: AppointmentService, ada: Account, tables: Tables
) -> None:
    body = wanted()
    await appointments.book(ada, own(ada), body)
    with pytest.raises(ConflictError):
        await appointments.book(ada, own(ada), body)
    assert len(tables.outbox) == 1


async def test_a_key_replays_the_first_answer(appointments: AppointmentService, ada: Account, tables: Tables) -> None:
    body = wanted()
    first, second = [await appointments.book(ada, own(ada), body, "key") for _ in range(2)]
    assert first == second
    assert (len(tables.appointments), len(tables.outbox)) == (1, 1)
    with pytest.raises(ConflictError):
        await appointments.book(ada, own(ada), wanted(start=30), "key")


async def test_nobody_books_or_cancels_for_another_patient(
    appointments: AppointmentService, ada: Account, new_patient: Callable[[], Account], tables: Tables
) -> None:
    bob = new_patient()
    booked = await appointments.book(bob, own(bob), wanted())
    with pytest.raises(NotFoundError):
        await appointments.book(ada, own(bob), wanted(start=30))
    for patient_id in (own(bob), own(ada)):
        with pytest.raises(NotFoundError):
            await appointments.cancel(ada, patient_id, booked.id)
    assert tables.appointments[booked.id].status is Status.BOOKED


async def test_staff_act_for_patients_that_exist(
    appointments: AppointmentService, ada: Account, staff: Account
) -> None:
    booked = await appointments.book(staff, own(ada), wanted())
    assert booked.patient_id == own(ada)
    with pytest.raises(NotFoundError):
        await appointments.book(staff, uuid4(), wanted(start=30))


async def test_a_cancellation_tells_by_whom(
    appointments: AppointmentService, ada: Account, staff: Account, tables: Tables
) -> None:
    booked = await appointments.book(ada, own(ada), wanted())
    await appointments.cancel(staff, own(ada), booked.id)
    assert tables.outbox[-1].name == "appointment.cancelled"
    assert '"staff"' in tables.outbox[-1].payload


async def test_missed_appointments_are_closed_once_with_an_event_each(
    appointments: AppointmentService, ada: Account, tables: Tables
) -> None:
    for start in (1, 3, 50):
        await appointments.book(ada, own(ada), wanted(start))
    later = datetime.now(UTC) + timedelta(hours=6)
    assert [await appointments.close_missed(later) for _ in range(2)] == [2, 0]
    assert [message.name for message in tables.outbox].count("appointment.missed") == 2


async def test_the_registry_is_asked_about_own_patients_only(
    patients: PatientService, ada: Account, insurance: Insurance
) -> None:
    with pytest.raises(NotFoundError):
        await patients.is_covered(ada, uuid4())
    assert insurance.asked == []
    assert await patients.is_covered(ada, own(ada))
    insurance.answer = UnavailableError("away")
    with pytest.raises(UnavailableError):
        await patients.is_covered(ada, own(ada))
