"""Services on tables that are only in memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from fakes import FakeUnitOfWork, Insurance, Tables

from app.core.domain.account import Account, Role
from app.core.domain.patient import Patient
from app.core.ports.unit_of_work import UnitOfWorkFactory
from app.core.services.appointments import AppointmentService
from app.core.services.patients import PatientService


@pytest.fixture
def tables() -> Tables:
    return Tables()


@pytest.fixture
def units_of_work(tables: Tables) -> UnitOfWorkFactory:
    return lambda: FakeUnitOfWork(tables)


@pytest.fixture
def insurance() -> Insurance:
    return Insurance()


@pytest.fixture
def patients(units_of_work: UnitOfWorkFactory, insurance: Insurance) -> PatientService:
    return PatientService(units_of_work, insurance)


@pytest.fixture
def appointments(units_of_work: UnitOfWorkFactory, patients: PatientService) -> AppointmentService:
    return AppointmentService(units_of_work, patients)


@pytest.fixture
def new_patient(tables: Tables) -> Callable[[], Account]:
    """Makes a patient, and gives its account."""

    def make() -> Account:
        patient = Patient("Ada Lovelace", date(1815, 12, 10), "12345", f"L{len(tables.patients):09}")
        account = Account(f"{patient.id}@mail.test", "hash", Role.PATIENT, patient.id)
        tables.patients[patient.id] = patient
        tables.accounts[account.id] = account
        return account

    return make


@pytest.fixture
def ada(new_patient: Callable[[], Account]) -> Account:
    return new_patient()


@pytest.fixture
def staff() -> Account:
    return Account("staff@clinic.test", "hash", Role.STAFF)
