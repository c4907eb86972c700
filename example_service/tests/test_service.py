"""The service as its callers see it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from app.background.close_missed import close_missed
from app.clients.insurance import HttpInsuranceRegistry
from app.container import Container
from app.core.domain.appointment import Appointment
from app.core.errors import UnavailableError

pytestmark = pytest.mark.anyio

ADA = {
    "full_name": "Ada Lovelace",
    "born": "1815-12-10",
    "phone": "+44 20 7946",
    "insurance_number": "L123456789",
    "passcode": "analytical",
}


async def register(client: httpx.AsyncClient) -> str:
    response = await client.post("/api/v1/patients", json=ADA)
    assert response.status_code == 201, response.text
    identity: str = response.json()["id"]
    return identity


def in_hours(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


async def book(client: httpx.AsyncClient, patient_id: str, start: float, end: float) -> httpx.Response:
    data = {"clinician": "Dr Snow", "starts_at": in_hours(start), "ends_at": in_hours(end)}
    return await client.post(f"/api/v1/patients/{patient_id}/appointments", json=data)


async def test_a_registered_patient_can_be_read_without_the_passcode(client: httpx.AsyncClient) -> None:
    patient_id = await register(client)
    response = await client.get(f"/api/v1/patients/{patient_id}")
    assert response.json() == {"id": patient_id, **{key: ADA[key] for key in ADA if key != "passcode"}}


async def test_the_list_is_in_the_order_of_names(client: httpx.AsyncClient) -> None:
    await register(client)
    await client.post("/api/v1/patients", json=ADA | {"full_name": "Aaron", "insurance_number": "A000000000"})
    listed = await client.get("/api/v1/patients", params={"limit": 10})
    assert [patient["full_name"] for patient in listed.json()["items"]] == ["Aaron", "Ada Lovelace"]


async def test_a_patch_changes_what_is_given_and_nothing_else(client: httpx.AsyncClient) -> None:
    patient_id = await register(client)
    changed = await client.patch(f"/api/v1/patients/{patient_id}", json={"phone": "12345"})
    assert (changed.json()["phone"], changed.json()["full_name"]) == ("12345", "Ada Lovelace")
    assert (await client.get(f"/api/v1/patients/{patient_id}")).json() == changed.json()


async def test_a_patch_with_null_is_refused(client: httpx.AsyncClient) -> None:
    patient_id = await register(client)
    assert (await client.patch(f"/api/v1/patients/{patient_id}", json={"phone": None})).status_code == 422


async def test_a_removed_patient_is_not_found(client: httpx.AsyncClient) -> None:
    patient_id = await register(client)
    assert (await client.delete(f"/api/v1/patients/{patient_id}")).status_code == 204
    assert (await client.get(f"/api/v1/patients/{patient_id}")).status_code == 404
    assert (await client.delete(f"/api/v1/patients/{patient_id}")).status_code == 404


async def test_one_insurance_number_registers_once(client: httpx.AsyncClient) -> None:
    await register(client)
    assert (await client.post("/api/v1/patients", json=ADA)).status_code == 409


@pytest.mark.parametrize(("passcode", "accepted"), [("analytical", True), ("difference", False)])
async def test_only_the_right_passcode_is_accepted(client: httpx.AsyncClient, passcode: str, accepted: bool) -> None:
    patient_id = await register(client)
    response = await client.post(f"/api/v1/patients/{patient_id}/passcode-check", json={"passcode": passcode})
    assert response.json() == {"accepted": accepted}


async def test_appointments_of_one_clinician_do_not_overlap(client: httpx.AsyncClient) -> None:
    patient_id = await register(client)
    assert (await book(client, patient_id, 1, 2)).status_code == 201
    assert (await book(client, patient_id, 1.5, 3)).status_code == 409
    assert (await book(client, patient_id, 2.5, 3)).status_code == 201
    listed = await client.get(f"/api/v1/patients/{patient_id}/appointments")
    assert len(listed.json()["items"]) == 2


async def test_an_appointment_starts_in_the_future(client: httpx.AsyncClient) -> None:
    patient_id = await register(client)
    assert (await book(client, patient_id, -2, 1)).status_code == 400


async def test_an_appointment_is_cancelled_once(client: httpx.AsyncClient) -> None:
    patient_id = await register(client)
    booked = (await book(client, patient_id, 1, 2)).json()["id"]
    address = f"/api/v1/patients/{patient_id}/appointments/{booked}"
    assert (await client.delete(address)).status_code == 204
    assert (await client.get(address)).json()["status"] == "cancelled"
    assert (await client.delete(address)).status_code == 400


async def test_another_patients_appointment_is_not_found(client: httpx.AsyncClient) -> None:
    patient_id = await register(client)
    booked = (await book(client, patient_id, 1, 2)).json()["id"]
    assert (await client.get(f"/api/v1/patients/{uuid4()}/appointments/{booked}")).status_code == 404


async def test_the_letter_names_patient_and_clinician(client: httpx.AsyncClient) -> None:
    patient_id = await register(client)
    booked = (await book(client, patient_id, 1, 2)).json()["id"]
    letter = await client.get(f"/api/v1/patients/{patient_id}/appointments/{booked}/letter")
    assert letter.json()["text"].startswith("Dear Ada Lovelace,")
    assert "Dr Snow" in letter.json()["text"]


async def test_the_job_closes_appointments_that_are_over(client: httpx.AsyncClient, app: FastAPI) -> None:
    patient_id = await register(client)
    booked = (await book(client, patient_id, 1, 2)).json()["id"]
    container: Container = app.state.container
    assert await container.appointments.close_missed(datetime.now(UTC) + timedelta(hours=3)) == 1
    assert await close_missed(container.appointments) == 0
    read = await client.get(f"/api/v1/patients/{patient_id}/appointments/{booked}")
    assert read.json()["status"] == "missed"


async def test_without_the_key_nobody_gets_in(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/v1/patients", headers={"X-API-Key": "guess"})).status_code == 401


async def test_probes_need_no_key_and_every_answer_has_an_identity(client: httpx.AsyncClient) -> None:
    del client.headers["X-API-Key"]
    live, ready = await client.get("/health/live"), await client.get("/health/ready")
    assert (live.status_code, ready.status_code) == (200, 200)
    assert live.headers["X-Request-ID"] != ready.headers["X-Request-ID"]


@pytest.mark.parametrize(("status", "covered"), [(200, True), (404, False)])
async def test_the_registry_tells_who_is_covered(status: int, covered: bool) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(status, json={"active": True}))
    async with httpx.AsyncClient(transport=transport, base_url="http://insurance") as http:
        assert await HttpInsuranceRegistry(http).is_covered("L123456789") is covered


@pytest.mark.parametrize("answer", [httpx.Response(500), httpx.Response(200, text="[]")])
async def test_a_registry_that_fails_is_unavailable(answer: httpx.Response) -> None:
    transport = httpx.MockTransport(lambda _: answer)
    async with httpx.AsyncClient(transport=transport, base_url="http://insurance") as http:
        with pytest.raises(UnavailableError):
            await HttpInsuranceRegistry(http).is_covered("L123456789")


def test_an_appointment_ends_after_it_starts() -> None:
    now = datetime.now(UTC)
    with pytest.raises(ValueError, match="ends after it starts"):
        Appointment(uuid4(), "Dr Snow", now, now)
