"""What routes may ask for."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import APIKeyHeader

from app.config import Settings
from app.container import Container
from app.core.errors import AuthenticationError
from app.core.ports.database import Database
from app.core.services.appointments import AppointmentService
from app.core.services.letters import LetterService
from app.core.services.patients import PatientService

_api_key = APIKeyHeader(name="X-API-Key", auto_error=False)


def get_app_settings(request: Request) -> Settings:
    """The settings the application was made with."""
    settings: Settings = request.app.state.settings
    return settings


def get_container(request: Request) -> Container:
    """What the lifespan opened."""
    container: Container = request.app.state.container
    return container


ContainerDep = Annotated[Container, Depends(get_container)]


def get_database(container: ContainerDep) -> Database:
    """The database, to ask whether it answers."""
    return container.database


def get_patient_service(container: ContainerDep) -> PatientService:
    """The use cases about patients."""
    return container.patients


def get_appointment_service(container: ContainerDep) -> AppointmentService:
    """The use cases about appointments."""
    return container.appointments


def get_letter_service(container: ContainerDep) -> LetterService:
    """The use cases about letters."""
    return container.letters


def require_api_key(
    settings: Annotated[Settings, Depends(get_app_settings)],
    given: Annotated[str | None, Depends(_api_key)],
) -> None:
    """Let callers with the service's key in; raises AuthenticationError for all others."""
    expected = settings.api_key.get_secret_value()
    if given is None or not secrets.compare_digest(given.encode(), expected.encode()):
        raise AuthenticationError("a valid API key is required")


DatabaseDep = Annotated[Database, Depends(get_database)]
PatientServiceDep = Annotated[PatientService, Depends(get_patient_service)]
AppointmentServiceDep = Annotated[AppointmentService, Depends(get_appointment_service)]
LetterServiceDep = Annotated[LetterService, Depends(get_letter_service)]
