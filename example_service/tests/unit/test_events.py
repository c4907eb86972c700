"""Events are read as they were written, those of old versions too."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.core.events import codec
from app.core.events.appointments import AppointmentBooked, AppointmentCancelled, AppointmentMissed
from app.core.events.base import DomainEvent
from app.core.events.message import Message
from app.core.events.patients import PatientRegistered

PATIENT, APPOINTMENT = uuid4(), uuid4()
EVENTS: list[DomainEvent] = [
    PatientRegistered(patient_id=PATIENT),
    AppointmentBooked(
        patient_id=PATIENT, appointment_id=APPOINTMENT, clinician="Dr Snow", starts_at=datetime(2030, 1, 1, tzinfo=UTC)
    ),
    AppointmentCancelled(patient_id=PATIENT, appointment_id=APPOINTMENT, cancelled_by="staff"),
    AppointmentMissed(patient_id=PATIENT, appointment_id=APPOINTMENT),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda each: each.name)
def test_an_event_is_read_as_it_was_written(event: DomainEvent) -> None:
    message = codec.write(event, "request-1")
    assert (message.id, message.name, message.version) == (event.event_id, event.name, event.version)
    assert message.request_id == "request-1"
    assert codec.read(message) == event


def test_a_cancellation_of_version_1_does_not_know_who_cancelled() -> None:
    fields = {
        "event_id": str(uuid4()),
        "occurred_at": "2030-01-01T00:00:00Z",
        "patient_id": str(PATIENT),
        "appointment_id": str(APPOINTMENT),
    }
    event = codec.read(Message(uuid4(), "appointment.cancelled", 1, json.dumps(fields)))
    assert isinstance(event, AppointmentCancelled)
    assert event.cancelled_by == "unknown"


@pytest.mark.parametrize(
    "change", [{"name": "appointment.eaten"}, {"version": 99}, {"payload": "{}"}, {"payload": "no json"}], ids=str
)
def test_what_cannot_be_read_is_told_as_such(change: dict[str, object]) -> None:
    message = codec.write(EVENTS[1], None)
    broken = replace(message, **change)  # type: ignore[arg-type]
    with pytest.raises(codec.UnreadableMessageError):
        codec.read(broken)
