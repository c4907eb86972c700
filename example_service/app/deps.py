"""What routes may ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header
from fastapi.requests import HTTPConnection
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.config import Settings
from app.container import Container
from app.core.domain.account import Account
from app.core.errors import AuthenticationError
from app.core.ports.database import Database
from app.core.services.appointments import AppointmentService
from app.core.services.auth import AuthService
from app.core.services.chat import ChatService
from app.core.services.feed import FeedService
from app.core.services.letters import LetterService
from app.core.services.notes import NoteService
from app.core.services.patients import PatientService
from app.core.services.registration import RegisterPatient

_bearer = HTTPBearer(auto_error=False)


def get_app_settings(connection: HTTPConnection) -> Settings:
    """The settings the application was made with."""
    settings: Settings = connection.app.state.settings
    return settings


def get_container(connection: HTTPConnection) -> Container:
    """What the lifespan opened."""
    container: Container = connection.app.state.container
    return container


ContainerDep = Annotated[Container, Depends(get_container)]
SettingsDep = Annotated[Settings, Depends(get_app_settings)]


def get_database(container: ContainerDep) -> Database:
    """The database, to ask whether it answers."""
    return container.database


def get_auth_service(container: ContainerDep) -> AuthService:
    """The use cases about logins."""
    return container.auth


def get_registration(container: ContainerDep) -> RegisterPatient:
    """The use case in which a patient comes to the clinic."""
    return container.registration


def get_patient_service(container: ContainerDep) -> PatientService:
    """The use cases about patients."""
    return container.patients


def get_appointment_service(container: ContainerDep) -> AppointmentService:
    """The use cases about appointments."""
    return container.appointments


def get_note_service(container: ContainerDep) -> NoteService:
    """The use cases about notes."""
    return container.notes


def get_letter_service(container: ContainerDep) -> LetterService:
    """The use cases about letters."""
    return container.letters


def get_feed_service(container: ContainerDep) -> FeedService:
    """The use cases about what changed."""
    return container.feed


def get_chat_service(container: ContainerDep) -> ChatService:
    """The use cases of the front desk's chat."""
    return container.chat


AuthServiceDep = Annotated[AuthService, Depends(get_auth_service)]


async def get_principal(
    auth: AuthServiceDep, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Account:
    """Who asks, from the token and nothing else; raises AuthenticationError."""
    if credentials is None:
        raise AuthenticationError
    return await auth.authenticate(credentials.credentials)


PrincipalDep = Annotated[Account, Depends(get_principal)]


async def require_staff(principal: PrincipalDep) -> Account:
    """Who asks, when it is somebody of the staff; raises PermissionDeniedError."""
    principal.require_staff()
    return principal


async def require_patient(principal: PrincipalDep) -> Account:
    """Who asks, when it is a patient; raises NotFoundError for others, who have nothing of their own here."""
    principal.require_patient()
    return principal


StaffDep = Annotated[Account, Depends(require_staff)]
PatientPrincipalDep = Annotated[Account, Depends(require_patient)]
IdempotencyKeyDep = Annotated[str | None, Header(alias="Idempotency-Key", pattern=r"^[!-~]{1,255}$", max_length=255)]
DatabaseDep = Annotated[Database, Depends(get_database)]
RegistrationDep = Annotated[RegisterPatient, Depends(get_registration)]
PatientServiceDep = Annotated[PatientService, Depends(get_patient_service)]
AppointmentServiceDep = Annotated[AppointmentService, Depends(get_appointment_service)]
NoteServiceDep = Annotated[NoteService, Depends(get_note_service)]
LetterServiceDep = Annotated[LetterService, Depends(get_letter_service)]
FeedServiceDep = Annotated[FeedService, Depends(get_feed_service)]
ChatServiceDep = Annotated[ChatService, Depends(get_chat_service)]
