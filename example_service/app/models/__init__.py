"""The tables."""

from app.models.account import AccountRow, RefreshTokenRow
from app.models.appointment import AppointmentRow
from app.models.base import Base, EntityRow, Json
from app.models.feed import FeedEntryRow
from app.models.idempotency import IdempotencyKeyRow
from app.models.message import DeliveryRow, OutboxRow, ProcessedMessageRow
from app.models.note import NoteRow
from app.models.notice import NoticeRow
from app.models.patient import PatientRow
from app.models.queue import QueueRow

__all__ = [
    "AccountRow",
    "AppointmentRow",
    "Base",
    "DeliveryRow",
    "EntityRow",
    "FeedEntryRow",
    "IdempotencyKeyRow",
    "Json",
    "NoteRow",
    "NoticeRow",
    "OutboxRow",
    "PatientRow",
    "ProcessedMessageRow",
    "QueueRow",
    "RefreshTokenRow",
]
