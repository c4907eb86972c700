"""What the process holds open, and how its parts are put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from ssl import SSLContext

import httpx2
from pydantic import AnyHttpUrl

from app.clients.breaker import CircuitBreaker
from app.clients.http import HttpSystem
from app.clients.insurance import HttpInsuranceRegistry
from app.clients.notices import make_sender_factory
from app.clients.templates import FileTemplates
from app.config import Settings
from app.core.domain.retry import RetryPolicy
from app.core.ports.database import Database
from app.core.ports.unit_of_work import UnitOfWork
from app.core.security.passwords import Passwords
from app.core.security.tokens import AccessTokens
from app.core.services.appointments import AppointmentService
from app.core.services.auth import AuthService
from app.core.services.chat import ChatService
from app.core.services.consumer import ConsumerService
from app.core.services.feed import FeedService
from app.core.services.letters import LetterService
from app.core.services.notes import NoteService
from app.core.services.notices import NoticeService
from app.core.services.patients import PatientService
from app.core.services.registration import RegisterPatient
from app.core.services.relay import RelayService
from app.db.broker import SqlBroker
from app.db.engine import Sessions, SqlDatabase, make_engine, make_sessions
from app.db.uow import SqlUnitOfWork


@dataclass(frozen=True, slots=True)
class Container:
    """The services, ready to use."""

    database: Database
    auth: AuthService
    registration: RegisterPatient
    patients: PatientService
    appointments: AppointmentService
    notes: NoteService
    letters: LetterService
    feed: FeedService
    chat: ChatService
    relay: RelayService
    consumer: ConsumerService
    notices: NoticeService


@asynccontextmanager
async def open_container(settings: Settings) -> AsyncIterator[Container]:
    """Open the database and the clients, in the order in which they depend on each other, and close them after.

    Raises UnavailableError when the database does not answer: better no process than one that cannot work.
    """
    async with AsyncExitStack() as stack:
        engine = make_engine(settings)
        stack.push_async_callback(engine.dispose)
        database = SqlDatabase(engine)
        await database.ping()
        tls = httpx2.create_ssl_context()
        insurance = await stack.enter_async_context(open_http(settings, settings.insurance_url, tls))
        notices = await stack.enter_async_context(open_http(settings, settings.notice_url, tls))
        yield build(
            settings,
            database,
            make_sessions(engine),
            HttpSystem("the insurance registry", insurance, make_breaker(settings), settings.http_attempts),
            HttpSystem("the notice gateway", notices, make_breaker(settings), settings.http_attempts),
        )


def build(
    settings: Settings, database: Database, sessions: Sessions, insurance: HttpSystem, gateway: HttpSystem
) -> Container:
    """Put the services together."""

    def units_of_work() -> UnitOfWork:
        return SqlUnitOfWork(sessions)

    passwords = Passwords(settings.argon2_time_cost, settings.argon2_memory_kib)
    tokens = AccessTokens(settings.jwt_secret.get_secret_value(), timedelta(minutes=settings.access_token_minutes))
    policy = make_policy(settings)
    broker = SqlBroker(sessions)
    patients = PatientService(units_of_work, HttpInsuranceRegistry(insurance))
    appointments = AppointmentService(units_of_work, patients)
    return Container(
        database=database,
        auth=AuthService(units_of_work, passwords, tokens, timedelta(days=settings.refresh_token_days)),
        registration=RegisterPatient(units_of_work, passwords),
        patients=patients,
        appointments=appointments,
        notes=NoteService(units_of_work, appointments),
        letters=LetterService(appointments, patients, FileTemplates(settings.template_folder)),
        feed=FeedService(units_of_work),
        chat=ChatService(appointments),
        relay=RelayService(units_of_work, broker, policy),
        consumer=ConsumerService(units_of_work, broker, policy),
        notices=NoticeService(units_of_work, make_sender_factory(gateway), policy),
    )


def open_http(settings: Settings, url: AnyHttpUrl, tls: SSLContext) -> httpx2.AsyncClient:
    """A client for one other system. Certificates are read once for all clients: it takes long."""
    return httpx2.AsyncClient(base_url=str(url), timeout=settings.http_timeout, verify=tls)


def make_breaker(settings: Settings) -> CircuitBreaker:
    """A circuit breaker as the settings want it."""
    return CircuitBreaker(settings.breaker_failures, settings.breaker_cooldown)


def make_policy(settings: Settings) -> RetryPolicy:
    """How workers treat messages, as the settings want it."""
    return RetryPolicy(
        settings.worker_batch,
        timedelta(seconds=settings.worker_lease),
        settings.worker_attempts,
        timedelta(seconds=settings.worker_backoff),
    )
