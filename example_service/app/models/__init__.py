"""The tables."""

from app.models.appointment import AppointmentRow
from app.models.base import Base
from app.models.patient import PatientRow

__all__ = ["AppointmentRow", "Base", "PatientRow"]
