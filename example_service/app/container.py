"""What the process holds open, and how its parts are put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from app.clients.insurance import HttpInsuranceRegistry
from app.clients.templates import FileTemplates
from app.config import Settings
from app.core.ports.database import Database
from app.core.services.appointments import AppointmentService
from app.core.services.letters import LetterService
from app.core.services.patients import PatientService
from app.db.engine import SqlDatabase, make_engine, make_sessions
from app.db.uow import SqlUnitOfWork


@dataclass(frozen=True, slots=True)
class Container:
    """The services, ready to use."""

    database: Database
    patients: PatientService
    appointments: AppointmentService
    letters: LetterService


@asynccontextmanager
async def open_container(settings: Settings) -> AsyncIterator[Container]:
    """Open the database and the clients, in the order in which they depend on each other, and close them after."""
    engine = make_engine(settings)
    try:
        sessions = make_sessions(engine)
        timeout = settings.insurance_timeout
        async with httpx.AsyncClient(base_url=str(settings.insurance_url), timeout=timeout) as http:
            patients = PatientService(lambda: SqlUnitOfWork(sessions), HttpInsuranceRegistry(http))
            appointments = AppointmentService(lambda: SqlUnitOfWork(sessions), patients)
            letters = LetterService(appointments, patients, FileTemplates(settings.template_folder))
            yield Container(SqlDatabase(engine), patients, appointments, letters)
    finally:
        await engine.dispose()
