"""What the clinic speaks of cannot be said wrongly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.domain.account import Account, RefreshToken, Role
from app.core.domain.appointment import FARTHEST, LONGEST, Appointment, Status
from app.core.domain.idempotency import IdempotencyKey, KeptAnswer
from app.core.domain.note import Note
from app.core.domain.notice import AddressedNotice, Channel, Notice
from app.core.domain.patient import Patient
from app.core.domain.retry import RetryPolicy
from app.core.errors import ConflictError, PermissionDeniedError, RuleViolationError

NOW = datetime(2030, 1, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def appointment(start: timedelta = HOUR, length: timedelta = HOUR) -> Appointment:
    return Appointment(uuid4(), "Dr Snow", NOW + start, NOW + start + length)


@pytest.mark.parametrize(
    "make",
    [
        lambda: appointment(length=timedelta()),
        lambda: appointment(length=-HOUR),
        lambda: Patient("", date(2000, 1, 1), "1", "L1"),
        lambda: Note(uuid4(), uuid4(), "", NOW, NOW),
        lambda: Notice(uuid4(), uuid4(), Channel.EMAIL, "subject", ""),
        lambda: AddressedNotice(Notice(uuid4(), uuid4(), Channel.SMS, "subject", "text"), ""),
        lambda: Account("a@mail.test", "hash", Role.PATIENT),
        lambda: Account("a@mail.test", "hash", Role.STAFF, uuid4()),
        lambda: RefreshToken(uuid4(), "", NOW),
        lambda: IdempotencyKey("owner", "operation", "", "fingerprint"),
        lambda: RetryPolicy(attempts=0),
        lambda: RetryPolicy(batch=0),
    ],
)
def test_what_makes_no_sense_cannot_be_made(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        make()


@pytest.mark.parametrize(
    ("start", "length", "bookable"),
    [
        (timedelta(seconds=1), HOUR, True),
        (timedelta(), HOUR, False),
        (-HOUR, HOUR, False),
        (FARTHEST, HOUR, True),
        (FARTHEST + timedelta(seconds=1), HOUR, False),
        (HOUR, LONGEST, True),
        (HOUR, LONGEST + timedelta(seconds=1), False),
    ],
)
def test_the_clinic_takes_bookings_for_some_times_only(start: timedelta, length: timedelta, bookable: bool) -> None:
    wanted = appointment(start, length)
    if bookable:
        wanted.check_bookable(NOW)
    else:
        with pytest.raises(RuleViolationError):
            wanted.check_bookable(NOW)


def test_an_appointment_to_come_is_cancelled_and_others_are_not() -> None:
    coming = appointment()
    cancelled = coming.cancelled(NOW)
    assert (cancelled.status, cancelled.id) == (Status.CANCELLED, coming.id)
    for other in (cancelled, coming.missed(), appointment(start=-HOUR, length=2 * HOUR)):
        with pytest.raises(RuleViolationError):
            other.cancelled(NOW)


def test_a_patient_sees_what_is_its_own_and_staff_see_all() -> None:
    own, other = uuid4(), uuid4()
    patient = Account("a@mail.test", "hash", Role.PATIENT, own)
    staff = Account("b@mail.test", "hash", Role.STAFF)
    assert [patient.may_see(own), patient.may_see(other), staff.may_see(other)] == [True, False, True]
    staff.require_staff()
    with pytest.raises(PermissionDeniedError):
        patient.require_staff()


def test_secrets_are_not_shown_with_what_has_them() -> None:
    told = repr([Account("a@mail.test", "$argon2$x", Role.STAFF), RefreshToken(uuid4(), "no hexadecimal", NOW)])
    assert "argon2" not in told
    assert "no hexadecimal" not in told


def test_only_who_wrote_a_note_may_change_it() -> None:
    note = Note(uuid4(), uuid4(), "hello", NOW, NOW)
    note.check_author(note.author_id)
    with pytest.raises(RuleViolationError):
        note.check_author(uuid4())


def test_a_key_goes_with_one_body() -> None:
    kept = KeptAnswer("one", "{}")
    kept.check_same("one")
    with pytest.raises(ConflictError):
        kept.check_same("two")


@given(attempt=st.integers(1, 1_000))
def test_each_pause_is_as_long_as_the_one_before_or_longer(attempt: int) -> None:
    policy = RetryPolicy(attempts=2_000)
    assert policy.pause_after(attempt) <= policy.pause_after(attempt + 1) <= 2 * policy.pause_after(attempt)


def test_the_last_attempt_is_followed_by_none() -> None:
    policy = RetryPolicy(attempts=3)
    assert [policy.setback(1, attempt, "why").pause is None for attempt in (1, 2, 3, 4)] == [False, False, True, True]
