"""Notes: the third resource, reached through the two above it."""

from __future__ import annotations

from uuid import uuid4

import httpx2
import pytest
from callers import API, Caller, register

pytestmark = pytest.mark.anyio


async def notes_of(caller: Caller) -> str:
    """The address of the notes of a new appointment."""
    return f"{caller.appointments}/{await caller.book()}/notes"


async def test_a_note_is_read_as_it_was_written(ada: Caller) -> None:
    notes = await notes_of(ada)
    written = await ada.post(notes, {"text": "Bring the old glasses."})
    assert written.status_code == 201
    assert written.json()["appointment_id"] in notes
    assert (await ada.get(f"{notes}/{written.json()['id']}")).json() == written.json()
    assert (await ada.get(notes)).json()["items"] == [written.json()]


async def test_notes_are_listed_the_oldest_first(ada: Caller) -> None:
    notes = await notes_of(ada)
    for text in ("one", "two", "three"):
        await ada.post(notes, {"text": text})
    assert [each["text"] for each in (await ada.get(notes)).json()["items"]] == ["one", "two", "three"]


async def test_a_note_is_changed_and_removed_by_its_author(ada: Caller) -> None:
    notes = await notes_of(ada)
    written = (await ada.post(notes, {"text": "one"})).json()
    changed = (await ada.patch(f"{notes}/{written['id']}", {"text": "two"})).json()
    assert changed == written | {"text": "two", "updated_at": changed["updated_at"]}
    assert changed["updated_at"] > written["updated_at"]
    assert (await ada.patch(f"{notes}/{written['id']}", {"text": None})).status_code == 422
    assert (await ada.delete(f"{notes}/{written['id']}")).status_code == 204
    assert (await ada.get(f"{notes}/{written['id']}")).status_code == 404


async def test_nobody_else_changes_a_note(ada: Caller, staff: Caller) -> None:
    notes = await notes_of(ada)
    written = (await staff.post(notes, {"text": "Called back."})).json()
    address = f"{notes}/{written['id']}"
    assert (await ada.get(address)).status_code == 200
    assert (await ada.patch(address, {"text": "Never."})).status_code == 400
    assert (await ada.delete(address)).status_code == 400
    assert (await ada.get(address)).json() == written


async def test_a_note_has_no_address_but_below_its_appointment(ada: Caller) -> None:
    notes = await notes_of(ada)
    written = (await ada.post(notes, {"text": "one"})).json()["id"]
    other = f"{ada.appointments}/{await ada.book(start=40)}/notes"
    assert (await ada.get(f"{other}/{written}")).status_code == 404
    assert (await ada.get(f"{API}/notes/{written}")).status_code == 404


async def test_another_patients_notes_are_answered_like_none(ada: Caller, http: httpx2.AsyncClient) -> None:
    notes = await notes_of(ada)
    written = (await ada.post(notes, {"text": "one"})).json()["id"]
    bob = await register(http)
    for address in (notes, f"{notes}/{written}", f"{notes}/{uuid4()}"):
        assert (await bob.get(address)).status_code == 404
    assert (await bob.post(notes, {"text": "two"})).status_code == 404
    assert (await bob.delete(f"{notes}/{written}")).status_code == 404


@pytest.mark.parametrize("text", ["", "   ", "x" * 100_000])
async def test_a_note_has_a_text_of_some_length(ada: Caller, text: str) -> None:
    assert (await ada.post(await notes_of(ada), {"text": text})).status_code == 422
