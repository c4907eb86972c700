"""A request that comes again is answered again, and done once."""

from __future__ import annotations

from uuid import uuid4

import httpx2
import pytest
from callers import API, Caller, register, registration, slot

pytestmark = pytest.mark.anyio


async def test_the_same_key_and_body_get_the_same_answer(ada: Caller) -> None:
    body, key = slot(), str(uuid4())
    first, second = [await ada.post(ada.appointments, body, key) for _ in range(2)]
    assert (first.status_code, first.text) == (second.status_code, second.text)
    assert len((await ada.get(ada.appointments)).json()["items"]) == 1


async def test_the_answer_stays_the_same_after_the_appointment_changed(ada: Caller) -> None:
    body, key = slot(), str(uuid4())
    first = await ada.post(ada.appointments, body, key)
    await ada.delete(f"{ada.appointments}/{first.json()['id']}")
    assert (await ada.post(ada.appointments, body, key)).text == first.text


async def test_the_same_key_with_another_body_is_refused(ada: Caller) -> None:
    key = str(uuid4())
    await ada.post(ada.appointments, slot(start=30), key)
    assert (await ada.post(ada.appointments, slot(start=40), key)).status_code == 409
    assert len((await ada.get(ada.appointments)).json()["items"]) == 1


async def test_without_a_key_every_request_counts(ada: Caller) -> None:
    body = slot()
    assert [(await ada.post(ada.appointments, body)).status_code for _ in range(2)] == [201, 409]


async def test_a_key_is_its_owners(ada: Caller) -> None:
    bob, key = await register(ada.http), str(uuid4())
    first = await ada.post(ada.appointments, slot(start=30), key)
    second = await bob.post(bob.appointments, slot(start=40), key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json()["patient_id"] == bob.id


async def test_a_key_serves_one_operation_only(ada: Caller) -> None:
    key = str(uuid4())
    booked = (await ada.post(ada.appointments, slot(), key)).json()["id"]
    noted = await ada.post(f"{ada.appointments}/{booked}/notes", {"text": "hello"}, key)
    assert noted.status_code == 201


async def test_a_refused_request_leaves_its_key_free(ada: Caller) -> None:
    bob, key, body = await register(ada.http), str(uuid4()), slot()
    taken = (await bob.post(bob.appointments, body)).json()["id"]
    assert (await ada.post(ada.appointments, body, key)).status_code == 409
    await bob.delete(f"{bob.appointments}/{taken}")
    assert (await ada.post(ada.appointments, body, key)).status_code == 201


async def test_notes_and_registrations_take_keys_too(ada: Caller, http: httpx2.AsyncClient) -> None:
    notes = f"{ada.appointments}/{await ada.book()}/notes"
    key = str(uuid4())
    first, second = [await ada.post(notes, {"text": "once"}, key) for _ in range(2)]
    assert first.text == second.text
    assert len((await ada.get(notes)).json()["items"]) == 1
    body, headers = registration(), {"Idempotency-Key": str(uuid4())}
    first, second = [await http.post(f"{API}/patients", json=body, headers=headers) for _ in range(2)]
    assert (first.status_code, first.text) == (second.status_code, second.text) == (201, first.text)


@pytest.mark.parametrize("key", ["", "x" * 300])
async def test_a_key_has_some_length(ada: Caller, key: str) -> None:
    assert (await ada.post(ada.appointments, slot(), key)).status_code == 422
