"""Patients in requests and responses."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import MISSING, AfterValidator, Field, PastDate, SecretStr, StringConstraints, field_validator

from app.core.domain.notice import Channel
from app.schemas.base import Line, RequestModel, ResponseModel, stripped

Phone = Annotated[str, StringConstraints(max_length=20, pattern=r"^\+?[0-9 ]{4,19}$"), AfterValidator(stripped)]
InsuranceNumber = Annotated[str, StringConstraints(max_length=10, pattern=r"^[A-Z][0-9]{9}$")]
Email = Annotated[str, StringConstraints(max_length=254, pattern=r"^[!-?A-~]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,63}$")]
Password = Annotated[SecretStr, Field(min_length=12, max_length=128)]


class PatientBase(RequestModel):
    """What a patient says about itself."""

    full_name: Line
    born: PastDate
    phone: Phone
    insurance_number: InsuranceNumber
    channel: Channel = Channel.EMAIL


class PatientCreate(PatientBase):
    """A patient to register, with what it logs in by."""

    email: Email
    password: Password

    @field_validator("password")
    @classmethod
    def not_one_character(cls, value: SecretStr) -> SecretStr:
        """A password is more than one character many times."""
        if len(set(value.get_secret_value())) == 1:
            raise ValueError("a password is more than one character many times")
        return value


class PatientUpdate(RequestModel):
    """What changes about a patient; a field left out stays as it is, and none may be emptied."""

    full_name: Line | MISSING = MISSING
    phone: Phone | MISSING = MISSING
    channel: Channel | MISSING = MISSING


class PatientResponse(ResponseModel):
    """A patient as callers see it."""

    id: UUID
    full_name: str
    born: date
    phone: str
    insurance_number: str
    channel: Channel


class PatientPage(ResponseModel):
    """Some of the patients."""

    items: list[PatientResponse]


class CoverageResponse(ResponseModel):
    """Whether the insurance pays."""

    covered: bool
