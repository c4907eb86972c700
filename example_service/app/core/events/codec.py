"""Events written as messages and read back, old versions too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from pydantic import JsonValue, TypeAdapter, ValidationError

from app.core.events.appointments import AppointmentBooked, AppointmentCancelled, AppointmentMissed
from app.core.events.base import DomainEvent
from app.core.events.message import Message
from app.core.events.patients import PatientRegistered

_Fields: TypeAlias = dict[str, JsonValue]
_KINDS: dict[str, type[DomainEvent]] = {
    kind.name: kind for kind in (PatientRegistered, AppointmentBooked, AppointmentCancelled, AppointmentMissed)
}
_FIELDS: TypeAdapter[_Fields] = TypeAdapter(_Fields)


def _cancelled_from_1(fields: _Fields) -> _Fields:
    return {**fields, "cancelled_by": "unknown"}


_RAISES: dict[tuple[str, int], Callable[[_Fields], _Fields]] = {
    (AppointmentCancelled.name, 1): _cancelled_from_1,
}
"""What turns the fields of one version into those of the next."""


class UnreadableMessageError(Exception):
    """No attempt will make sense of the message."""


def write(event: DomainEvent, request_id: str | None) -> Message:
    """The event as a message of its present version."""
    kind: type[DomainEvent] = type(event)
    payload = TypeAdapter(kind).dump_json(event).decode()
    return Message(event.event_id, kind.name, kind.version, payload, request_id)


def read(message: Message) -> DomainEvent:
    """The event in a message; raises UnreadableMessageError."""
    kind = _KINDS.get(message.name)
    if kind is None or message.version > kind.version:
        raise UnreadableMessageError(f"{message.name} version {message.version} is not known here")
    try:
        fields = _FIELDS.validate_json(message.payload)
        for version in range(message.version, kind.version):
            fields = _RAISES[message.name, version](fields)
        return TypeAdapter(kind).validate_python(fields)
    except (KeyError, ValidationError) as error:
        raise UnreadableMessageError(f"{message.name} version {message.version} cannot be read") from error
