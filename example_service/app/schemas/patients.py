"""Patients in requests and responses."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, PastDate, SecretStr, StringConstraints, field_validator

from app.schemas.base import RequestModel, ResponseModel

FullName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9 ]{4,20}$")]
InsuranceNumber = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{9}$")]
Passcode = Annotated[SecretStr, Field(min_length=6, max_length=64)]


class PatientCreate(RequestModel):
    """A patient to register."""

    full_name: FullName
    born: PastDate
    phone: Phone
    insurance_number: InsuranceNumber
    passcode: Passcode


class PatientUpdate(RequestModel):
    """What changes about a patient; a field left out stays as it is."""

    full_name: FullName | None = None
    phone: Phone | None = None

    @field_validator("full_name", "phone")
    @classmethod
    def not_null(cls, value: str | None) -> str:
        """A field may be left out, but not emptied."""
        if value is None:
            raise ValueError("may be left out, but not null")
        return value


class PasscodeCheck(RequestModel):
    """What somebody says who claims to be the patient."""

    passcode: Passcode


class PatientResponse(ResponseModel):
    """A patient as callers see it."""

    id: UUID
    full_name: str
    born: date
    phone: str
    insurance_number: str


class PatientPage(ResponseModel):
    """Some of the patients."""

    items: list[PatientResponse]


class CoverageResponse(ResponseModel):
    """Whether the insurance pays."""

    covered: bool


class PasscodeCheckResponse(ResponseModel):
    """Whether the passcode was right."""

    accepted: bool
