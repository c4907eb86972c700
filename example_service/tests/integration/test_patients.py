"""Patients, as callers see them."""

from __future__ import annotations

from uuid import uuid4

import httpx2
import pytest
from callers import API, Caller, register, registration

pytestmark = pytest.mark.anyio


async def test_a_registered_patient_is_read_as_it_was_given(http: httpx2.AsyncClient) -> None:
    data = registration(channel="sms")
    answer = await http.post(f"{API}/patients", json=data)
    secret = {"email", "password"}
    expected = {name: value for name, value in data.items() if name not in secret}
    assert answer.status_code == 201
    assert answer.json() == expected | {"id": answer.json()["id"]}


async def test_me_is_no_identity_of_a_patient(ada: Caller) -> None:
    """`/me` stands before `/{patient_id}`; the other way round it would be a malformed identity."""
    answer = await ada.get(f"{API}/patients/me")
    assert (answer.status_code, answer.json()["id"]) == (200, ada.id)
    assert (await ada.get(ada.home)).json() == answer.json()


async def test_staff_are_nobodys_patient(staff: Caller) -> None:
    assert (await staff.get(f"{API}/patients/me")).status_code == 404


async def test_staff_read_pages_of_patients_in_the_order_of_names(staff: Caller) -> None:
    for name in ("Cleo", "Ada", "Bob"):
        await register(staff.http, full_name=name)
    first = await staff.get(f"{API}/patients", limit=2)
    second = await staff.get(f"{API}/patients", limit=2, offset=2)
    names = [[each["full_name"] for each in page.json()["items"]] for page in (first, second)]
    assert names == [["Ada", "Bob"], ["Cleo"]]


async def test_patients_do_not_read_the_list(ada: Caller) -> None:
    assert (await ada.get(f"{API}/patients")).status_code == 403


@pytest.mark.parametrize(("name", "value"), [("limit", 0), ("limit", 101), ("offset", -1)])
async def test_a_page_has_bounds(staff: Caller, name: str, value: int) -> None:
    assert (await staff.get(f"{API}/patients", **{name: value})).status_code == 422


async def test_another_patient_is_answered_like_nobody(ada: Caller) -> None:
    bob = await register(ada.http)
    answers = []
    for home in (bob.home, f"{API}/patients/{uuid4()}"):
        answers += [
            await ada.get(home),
            await ada.patch(home, {"phone": "12345678"}),
            await ada.delete(home),
            await ada.get(f"{home}/coverage"),
            await ada.get(f"{home}/appointments"),
        ]
    assert [each.status_code for each in answers] == [404] * 10
    assert [each.json() for each in answers[:5]] == [each.json() for each in answers[5:]]
    assert (await bob.get(bob.home)).json()["phone"] == "+44 20 7946 0000"


async def test_staff_see_every_patient(ada: Caller, staff: Caller) -> None:
    assert (await staff.get(ada.home)).json()["id"] == ada.id


async def test_a_patch_changes_what_is_given_and_nothing_else(ada: Caller) -> None:
    before = (await ada.get(ada.home)).json()
    changed = await ada.patch(ada.home, {"phone": "+44 1632 960000"})
    assert changed.json() == before | {"phone": "+44 1632 960000"}
    assert (await ada.get(ada.home)).json() == changed.json()


async def test_a_patch_of_nothing_changes_nothing(ada: Caller) -> None:
    before = (await ada.get(ada.home)).json()
    assert (await ada.patch(ada.home, {})).json() == before


@pytest.mark.parametrize("name", ["full_name", "phone", "channel"])
async def test_a_patch_with_null_is_refused(ada: Caller, name: str) -> None:
    assert (await ada.patch(ada.home, {name: None})).status_code == 422


@pytest.mark.parametrize("name", ["id", "insurance_number", "role", "nonsense"])
async def test_a_patch_of_what_callers_do_not_change_is_refused(ada: Caller, name: str) -> None:
    assert (await ada.patch(ada.home, {name: "x"})).status_code == 422


async def test_a_removed_patient_is_gone_with_all_that_was_theirs(ada: Caller, staff: Caller) -> None:
    booked = await ada.book()
    assert (await ada.delete(ada.home)).status_code == 204
    assert (await ada.get(ada.home)).status_code == 401
    assert (await staff.get(ada.home)).status_code == 404
    assert (await staff.get(f"{ada.appointments}/{booked}")).status_code == 404
    assert (await staff.delete(ada.home)).status_code == 404
    assert (await ada.log_in()).status_code == 401


async def test_one_insurance_number_registers_once(ada: Caller) -> None:
    number = (await ada.get(ada.home)).json()["insurance_number"]
    assert (await ada.http.post(f"{API}/patients", json=registration(insurance_number=number))).status_code == 409


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("email", "no address"),
        ("password", "short"),
        ("full_name", ""),
        ("born", "3000-01-01"),
        ("born", "yesterday"),
        ("insurance_number", "123"),
        ("channel", "pigeon"),
        ("role", "staff"),
    ],
)
async def test_a_registration_of_the_wrong_shape_is_refused(http: httpx2.AsyncClient, name: str, value: str) -> None:
    assert (await http.post(f"{API}/patients", json=registration(**{name: value}))).status_code == 422


async def test_coverage_is_unavailable_while_the_registry_is(ada: Caller) -> None:
    answer = await ada.get(f"{ada.home}/coverage")
    assert (answer.status_code, set(answer.json())) == (503, {"detail"})
