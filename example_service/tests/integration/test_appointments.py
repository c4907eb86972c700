"""Appointments, as callers see them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from callers import Caller, in_hours, register, slot
from fastapi import FastAPI

from app.container import Container

pytestmark = pytest.mark.anyio


async def test_a_booked_appointment_is_read_as_it_was_given(ada: Caller) -> None:
    body = slot()
    booked = await ada.post(ada.appointments, body)
    read = await ada.get(f"{ada.appointments}/{booked.json()['id']}")
    assert booked.status_code == 201
    assert read.json() == booked.json()
    assert (read.json()["patient_id"], read.json()["clinician"], read.json()["status"]) == (ada.id, "Dr Snow", "booked")
    assert datetime.fromisoformat(read.json()["starts_at"]) == datetime.fromisoformat(body["starts_at"])
    assert datetime.fromisoformat(read.json()["ends_at"]) == datetime.fromisoformat(body["ends_at"])


async def test_appointments_of_one_clinician_do_not_overlap(ada: Caller) -> None:
    bob = await register(ada.http)
    day = datetime.now(UTC) + timedelta(days=3)

    def between(start: int, end: int, clinician: str = "Dr Snow") -> dict[str, str]:
        at = [(day + timedelta(minutes=each)).isoformat() for each in (start, end)]
        return {"clinician": clinician, "starts_at": at[0], "ends_at": at[1]}

    assert (await ada.post(ada.appointments, between(60, 120))).status_code == 201
    for start, end in ((60, 120), (90, 150), (30, 61), (70, 80), (0, 300)):
        assert (await bob.post(bob.appointments, between(start, end))).status_code == 409
    for start, end in ((120, 150), (30, 60)):
        assert (await bob.post(bob.appointments, between(start, end))).status_code == 201
    assert (await bob.post(bob.appointments, between(60, 120, "Dr Grey"))).status_code == 201


async def test_a_cancelled_appointment_frees_its_time(ada: Caller) -> None:
    booked = await ada.book()
    assert (await ada.delete(f"{ada.appointments}/{booked}")).status_code == 204
    assert (await ada.get(f"{ada.appointments}/{booked}")).json()["status"] == "cancelled"
    await ada.book()


@pytest.mark.parametrize(("start", "hours"), [(-1, 2), (24, 8.5), (24 * 365 * 3, 1)], ids=["past", "long", "far"])
async def test_a_time_against_the_clinics_rules_is_refused_as_such(ada: Caller, start: float, hours: float) -> None:
    answer = await ada.post(ada.appointments, slot(start=start, hours=hours))
    assert (answer.status_code, set(answer.json())) == (400, {"detail"})


@pytest.mark.parametrize(
    "change",
    [
        {"ends_at": in_hours(1)},
        {"starts_at": "2030-01-01T10:00:00"},
        {"starts_at": "soon"},
        {"clinician": ""},
        {"status": "missed"},
    ],
    ids=["ends before it starts", "no time zone", "no time", "no clinician", "not for callers"],
)
async def test_a_booking_of_the_wrong_shape_is_refused(ada: Caller, change: dict[str, str]) -> None:
    assert (await ada.post(ada.appointments, slot() | change)).status_code == 422


async def test_an_appointment_is_cancelled_once(ada: Caller) -> None:
    booked = await ada.book()
    assert (await ada.delete(f"{ada.appointments}/{booked}")).status_code == 204
    assert (await ada.delete(f"{ada.appointments}/{booked}")).status_code == 400


async def test_the_list_has_the_first_to_start_first(ada: Caller) -> None:
    late, early = await ada.book(start=50), await ada.book(start=30)
    listed = await ada.get(ada.appointments)
    assert [each["id"] for each in listed.json()["items"]] == [early, late]
    assert len((await ada.get(ada.appointments, limit=1)).json()["items"]) == 1


async def test_another_patients_appointment_is_answered_like_none(ada: Caller) -> None:
    bob = await register(ada.http)
    booked = await bob.book()
    elsewhere = [f"{bob.appointments}/{booked}", f"{ada.appointments}/{booked}", f"{ada.appointments}/{uuid4()}"]
    for address in elsewhere:
        for answer in (await ada.get(address), await ada.delete(address), await ada.get(f"{address}/letter")):
            assert answer.status_code == 404
    assert (await ada.post(bob.appointments, slot(start=30))).status_code == 404
    assert (await bob.get(f"{bob.appointments}/{booked}")).json()["status"] == "booked"


async def test_staff_book_for_a_patient(ada: Caller, staff: Caller) -> None:
    booked = await staff.post(ada.appointments, slot())
    assert booked.status_code == 201
    assert (await ada.get(f"{ada.appointments}/{booked.json()['id']}")).json()["patient_id"] == ada.id


async def test_the_letter_names_patient_and_clinician(ada: Caller) -> None:
    booked = await ada.book(clinician="Dr Grey")
    letter = (await ada.get(f"{ada.appointments}/{booked}/letter")).json()
    assert "Ada Lovelace" in letter["text"]
    assert "Dr Grey" in letter["text"]


async def test_the_job_closes_what_is_over_and_still_booked(ada: Caller, app: FastAPI) -> None:
    over, to_come = await ada.book(start=1), await ada.book(start=9)
    cancelled = await ada.book(start=3)
    await ada.delete(f"{ada.appointments}/{cancelled}")
    container: Container = app.state.container
    assert await container.appointments.close_missed(datetime.now(UTC) + timedelta(hours=6)) == 1
    assert await container.appointments.close_missed(datetime.now(UTC) + timedelta(hours=6)) == 0
    states = [(await ada.get(f"{ada.appointments}/{each}")).json()["status"] for each in (over, to_come, cancelled)]
    assert states == ["missed", "booked", "cancelled"]
