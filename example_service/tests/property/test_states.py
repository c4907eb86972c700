"""Whatever callers do, in whatever order, the service answers like a model of a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from callers import API, Caller, employ, register
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from loops import Clinic, clinic_on

HOURS = st.integers(0, 5)
LENGTHS = st.integers(1, 3)
CLINICIANS = st.sampled_from(["Dr Snow", "Dr Grey"])
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20).map(str.strip)
_days = count(2)


@dataclass
class Booking:
    """What the model knows of an appointment."""

    owner: Caller
    id: str
    clinician: str
    start: int
    length: int
    status: str = "booked"
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"{self.owner.appointments}/{self.id}"

    def overlaps(self, clinician: str, start: int, length: int) -> bool:
        apart = start + length <= self.start or self.start + self.length <= start
        return self.status == "booked" and self.clinician == clinician and not apart


class Callers(RuleBasedStateMachine):
    """Two patients and one of the staff, who book, cancel, read and write notes."""

    clinic: Clinic

    def __init__(self) -> None:
        super().__init__()
        # Each run has a day of its own: the clinicians are the same.
        self.day = datetime.now(UTC).replace(microsecond=0) + timedelta(days=next(_days) % 700 + 2)
        self.callers: list[Caller] = []
        self.staff: Caller | None = None
        self.phones: dict[str, str] = {}
        self.made: list[Booking] = []

    bookings = Bundle("bookings")
    notes = Bundle("notes")

    @initialize()
    def people_come(self) -> None:
        do, http = self.clinic.do, self.clinic.http
        self.callers = [do(register(http)), do(register(http))]
        self.staff = do(employ(self.clinic.app, http))
        self.phones = {each.id: "+44 20 7946 0000" for each in self.callers}

    @rule(target=bookings, who=st.integers(0, 1), clinician=CLINICIANS, start=HOURS, length=LENGTHS)
    def book(self, who: int, clinician: str, start: int, length: int) -> object:
        caller = self.callers[who]
        starts = self.day + timedelta(hours=start)
        body = {
            "clinician": clinician,
            "starts_at": starts.isoformat(),
            "ends_at": (starts + timedelta(hours=length)).isoformat(),
        }
        answer = self.clinic.do(caller.post(caller.appointments, body))
        if any(each.overlaps(clinician, start, length) for each in self.made):
            assert answer.status_code == 409
            return multiple()
        assert answer.status_code == 201, answer.text
        made = Booking(caller, answer.json()["id"], clinician, start, length)
        self.made.append(made)
        return made

    @rule(booking=bookings)
    def cancel(self, booking: Booking) -> None:
        answer = self.clinic.do(booking.owner.delete(booking.address))
        assert answer.status_code == (204 if booking.status == "booked" else 400)
        booking.status = "cancelled"

    @rule(booking=bookings)
    def read(self, booking: Booking) -> None:
        for caller in (booking.owner, self.staff):
            assert caller is not None
            answer = self.clinic.do(caller.get(booking.address))
            assert (answer.json()["status"], answer.json()["clinician"]) == (booking.status, booking.clinician)

    @rule(booking=bookings)
    def pry(self, booking: Booking) -> None:
        other = next(each for each in self.callers if each is not booking.owner)
        assert self.clinic.do(other.get(booking.address)).status_code == 404
        assert self.clinic.do(other.delete(booking.address)).status_code == 404

    @rule(target=notes, booking=bookings, text=WORDS)
    def write(self, booking: Booking, text: str) -> object:
        answer = self.clinic.do(booking.owner.post(f"{booking.address}/notes", {"text": text}))
        if not text:
            assert answer.status_code == 422
            return multiple()
        assert answer.status_code == 201, answer.text
        booking.notes[answer.json()["id"]] = text
        return booking, answer.json()["id"]

    @rule(note=notes, text=WORDS.filter(bool))
    def change(self, note: tuple[Booking, str], text: str) -> None:
        booking, identity = note
        answer = self.clinic.do(booking.owner.patch(f"{booking.address}/notes/{identity}", {"text": text}))
        assert answer.status_code == (200 if identity in booking.notes else 404)
        if identity in booking.notes:
            booking.notes[identity] = text

    @rule(note=consumes(notes))
    def remove(self, note: tuple[Booking, str]) -> None:
        booking, identity = note
        answer = self.clinic.do(booking.owner.delete(f"{booking.address}/notes/{identity}"))
        assert answer.status_code == (204 if identity in booking.notes else 404)
        booking.notes.pop(identity, None)

    @rule(who=st.integers(0, 1), phone=st.from_regex(r"\+44 [0-9]{8}", fullmatch=True))
    def move(self, who: int, phone: str) -> None:
        caller = self.callers[who]
        assert self.clinic.do(caller.patch(caller.home, {"phone": phone})).status_code == 200
        self.phones[caller.id] = phone

    @invariant()
    def everybody_sees_what_is_theirs(self) -> None:
        for caller in self.callers:
            own = [each for each in self.made if each.owner is caller]
            listed = self.clinic.do(caller.get(caller.appointments)).json()["items"]
            assert {each["id"]: each["status"] for each in listed} == {each.id: each.status for each in own}
            assert self.clinic.do(caller.get(f"{API}/patients/me")).json()["phone"] == self.phones[caller.id]

    def teardown(self) -> None:
        for booking in self.made:
            listed = self.clinic.do(booking.owner.get(f"{booking.address}/notes")).json()["items"]
            assert {each["id"]: each["text"] for each in listed} == booking.notes


@pytest.fixture
def clinic(database_url: str) -> Iterator[Clinic]:
    with clinic_on(database_url) as clinic:
        yield clinic


def test_the_service_answers_like_the_model(clinic: Clinic) -> None:
    run_state_machine_as_test(
        type("CallersOfThisClinic", (Callers,), {"clinic": clinic}),
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
