"""A unit of work and neighbours without a database or a network; they do what their ports promise."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar
from uuid import UUID

from app.core.domain.account import Account, RefreshToken
from app.core.domain.appointment import Appointment, Status
from app.core.domain.feed import FeedEntry
from app.core.domain.idempotency import IdempotencyKey, KeptAnswer
from app.core.domain.note import Note
from app.core.domain.notice import AddressedNotice, Notice
from app.core.domain.patient import Patient
from app.core.domain.retry import Setback
from app.core.errors import ConflictError, NotFoundError, UnavailableError
from app.core.events import codec
from app.core.events.message import ClaimedMessage, Message
from app.core.ports.idempotency import IdempotencyKeys
from app.core.ports.outbox import Outbox, ProcessedMessages
from app.core.ports.repositories import (
    AccountRepository,
    AppointmentRepository,
    FeedRepository,
    NoteRepository,
    NoticeRepository,
    PatientRepository,
    RefreshTokenRepository,
    Repository,
)
from app.core.ports.senders import NoticeSender
from app.core.ports.unit_of_work import UnitOfWork


class Entity(Protocol):
    """What has an identity."""

    @property
    def id(self) -> UUID: ...


EntityT = TypeVar("EntityT", bound=Entity)


@dataclass
class Tables:
    """What a database would keep."""

    patients: dict[UUID, Patient] = field(default_factory=dict)
    appointments: dict[UUID, Appointment] = field(default_factory=dict)
    notes: dict[UUID, Note] = field(default_factory=dict)
    accounts: dict[UUID, Account] = field(default_factory=dict)
    refresh_tokens: dict[UUID, RefreshToken] = field(default_factory=dict)
    feed: list[FeedEntry] = field(default_factory=list)
    notices: dict[UUID, Notice] = field(default_factory=dict)
    settled: dict[UUID, str] = field(default_factory=dict)
    """Notices and outbox messages that are done with: `done`, or why not."""
    keys: dict[tuple[str, str, str], KeptAnswer] = field(default_factory=dict)
    outbox: list[Message] = field(default_factory=list)
    attempts: dict[UUID, int] = field(default_factory=dict)
    processed: set[tuple[str, UUID]] = field(default_factory=set)

    def settle(self, done: list[UUID], setbacks: Mapping[UUID | int, Setback] | Mapping[UUID, Setback]) -> None:
        """Remember what became of messages; one that is tried again may be claimed at once: no test waits."""
        for each in done:
            self.settled[each] = "done"
        for key, setback in setbacks.items():
            if setback.pause is None and isinstance(key, UUID):
                self.settled[key] = setback.reason

    def take(self, other: Tables) -> None:
        """Become what another is."""
        for each in fields(self):
            setattr(self, each.name, getattr(other, each.name))


class FakeRepository(Repository[EntityT], Generic[EntityT]):
    """Entities in a dictionary."""

    def __init__(self, rows: dict[UUID, EntityT]) -> None:
        self._rows = rows

    async def create(self, entity: EntityT) -> EntityT:
        self._check(entity)
        self._rows[entity.id] = entity
        return entity

    async def get(self, entity_id: UUID, *, lock: bool = False) -> EntityT | None:
        return self._rows.get(entity_id)

    async def get_multi(self, limit: int, offset: int = 0) -> list[EntityT]:
        return sorted(self._rows.values(), key=lambda each: each.id)[offset : offset + limit]

    async def update(self, entity: EntityT) -> EntityT:
        if entity.id not in self._rows:
            raise NotFoundError("there is no such entity")
        self._rows[entity.id] = entity
        return entity

    async def update_multi(self, entities: list[EntityT]) -> None:
        for entity in entities:
            await self.update(entity)

    async def delete(self, entity_id: UUID) -> None:
        if self._rows.pop(entity_id, None) is None:
            raise NotFoundError("there is no such entity")

    def _check(self, entity: EntityT) -> None:
        """Raise ConflictError when the entity contradicts what is there."""


class FakePatients(FakeRepository[Patient], PatientRepository):
    async def by_name(self, limit: int, offset: int) -> list[Patient]:
        return sorted(self._rows.values(), key=lambda each: each.full_name)[offset : offset + limit]

    def _check(self, entity: Patient) -> None:
        if any(each.insurance_number == entity.insurance_number for each in self._rows.values()):
            raise ConflictError("the insurance number is taken")


class FakeAppointments(FakeRepository[Appointment], AppointmentRepository):
    async def of_patient(self, patient_id: UUID, limit: int) -> list[Appointment]:
        return self._of(patient_id)[:limit]

    async def next_of_patient(self, patient_id: UUID, moment: datetime) -> Appointment | None:
        coming = [each for each in self._of(patient_id) if each.starts_at > moment and each.status is Status.BOOKED]
        return coming[0] if coming else None

    async def booked_before(self, moment: datetime, limit: int) -> list[Appointment]:
        return [each for each in self._rows.values() if each.ends_at < moment and each.status is Status.BOOKED][:limit]

    def _of(self, patient_id: UUID) -> list[Appointment]:
        own = [each for each in self._rows.values() if each.patient_id == patient_id]
        return sorted(own, key=lambda each: each.starts_at)

    def _check(self, entity: Appointment) -> None:
        for each in self._rows.values():
            apart = entity.ends_at <= each.starts_at or each.ends_at <= entity.starts_at
            if each.status is Status.BOOKED and each.clinician == entity.clinician and not apart:
                raise ConflictError("the clinician has another appointment then")


class FakeNotes(FakeRepository[Note], NoteRepository):
    async def of_appointment(self, appointment_id: UUID, limit: int) -> list[Note]:
        own = [each for each in self._rows.values() if each.appointment_id == appointment_id]
        return sorted(own, key=lambda each: each.created_at)[:limit]


class FakeAccounts(FakeRepository[Account], AccountRepository):
    async def by_email(self, email: str) -> Account | None:
        return next((each for each in self._rows.values() if each.email.lower() == email.lower()), None)

    def _check(self, entity: Account) -> None:
        if any(each.email.lower() == entity.email.lower() for each in self._rows.values()):
            raise ConflictError("the address is taken")


class FakeRefreshTokens(FakeRepository[RefreshToken], RefreshTokenRepository):
    async def by_hash(self, token_hash: str) -> RefreshToken | None:
        return next((each for each in self._rows.values() if each.token_hash == token_hash), None)

    async def revoke_family(self, family_id: UUID, moment: datetime) -> None:
        for each in list(self._rows.values()):
            if each.family_id == family_id:
                self._rows[each.id] = replace(each, revoked_at=moment)


class FakeFeed(FeedRepository):
    def __init__(self, rows: list[FeedEntry]) -> None:
        self._rows = rows

    async def create(self, entry: FeedEntry) -> None:
        if any(each.message_id == entry.message_id for each in self._rows):
            raise ConflictError("the message was told before")
        self._rows.append(replace(entry, position=len(self._rows) + 1))

    async def after(self, patient_id: UUID, position: int, limit: int) -> list[FeedEntry]:
        return [each for each in self._rows if each.patient_id == patient_id and each.position > position][:limit]


class FakeNotices(NoticeRepository):
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def create(self, notice: Notice) -> None:
        self._tables.notices[notice.id] = notice

    async def claim(self, limit: int, lease: timedelta) -> list[AddressedNotice]:
        claimed: list[AddressedNotice] = []
        for each in list(self._tables.notices.values()):
            if each.id not in self._tables.settled and len(claimed) < limit:
                counted = replace(each, attempts=each.attempts + 1)
                self._tables.notices[each.id] = counted
                claimed.append(AddressedNotice(counted, f"{each.patient_id}@mail.test"))
        return claimed

    async def settle(self, done: list[UUID], setbacks: list[Setback]) -> None:
        self._tables.settle(list(done), {each.key: each for each in setbacks})


class FakeIdempotencyKeys(IdempotencyKeys):
    def __init__(self, rows: dict[tuple[str, str, str], KeptAnswer]) -> None:
        self._rows = rows

    async def claim(self, key: IdempotencyKey) -> KeptAnswer | None:
        return self._rows.get((key.owner, key.operation, key.key))

    async def keep(self, key: IdempotencyKey, answer: str) -> None:
        self._rows[key.owner, key.operation, key.key] = KeptAnswer(key.fingerprint, answer)


class FakeOutbox(Outbox):
    """A message's receipt is its place."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def put(self, messages: list[Message]) -> None:
        self._tables.outbox.extend(messages)

    async def claim(self, limit: int, lease: timedelta) -> list[ClaimedMessage]:
        claimed: list[ClaimedMessage] = []
        for receipt, message in enumerate(self._tables.outbox):
            if message.id not in self._tables.settled and len(claimed) < limit:
                attempt = self._tables.attempts.get(message.id, 0) + 1
                self._tables.attempts[message.id] = attempt
                claimed.append(ClaimedMessage(message, attempt, receipt))
        return claimed

    async def settle(self, done: list[int], setbacks: list[Setback]) -> None:
        outbox = self._tables.outbox
        failed = {outbox[each.key].id: each for each in setbacks if isinstance(each.key, int)}
        self._tables.settle([outbox[receipt].id for receipt in done], failed)


class FakeProcessedMessages(ProcessedMessages):
    def __init__(self, rows: set[tuple[str, UUID]]) -> None:
        self._rows = rows

    async def is_new(self, consumer: str, message: Message) -> bool:
        if (consumer, message.id) in self._rows:
            return False
        self._rows.add((consumer, message.id))
        return True


class FakeUnitOfWork(UnitOfWork):
    """Works on a copy of the tables, which replaces them on `commit`."""

    def __init__(self, tables: Tables) -> None:
        super().__init__()
        self._tables = tables

    async def __aenter__(self) -> Self:
        copy = self._copy = deepcopy(self._tables)
        self.patients = FakePatients(copy.patients)
        self.appointments = FakeAppointments(copy.appointments)
        self.notes = FakeNotes(copy.notes)
        self.accounts = FakeAccounts(copy.accounts)
        self.refresh_tokens = FakeRefreshTokens(copy.refresh_tokens)
        self.feed = FakeFeed(copy.feed)
        self.notices = FakeNotices(copy)
        self.idempotency = FakeIdempotencyKeys(copy.keys)
        self.outbox = FakeOutbox(copy)
        self.processed = FakeProcessedMessages(copy.processed)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.events.clear()

    async def commit(self) -> None:
        await self.outbox.put([codec.write(event, None) for event in self.events])
        self.events.clear()
        self._tables.take(deepcopy(self._copy))


class Broker:
    """A publisher that remembers; it is away as often as it is told to be, and one message breaks it."""

    def __init__(self, poison: UUID | None = None) -> None:
        self.published: list[Message] = []
        self.failures = 0
        self._poison = poison

    async def publish(self, message: Message) -> None:
        if message.id == self._poison:
            raise RuntimeError("whatever")
        if self.failures:
            self.failures -= 1
            raise UnavailableError("the broker does not answer")
        self.published.append(message)


class Subscription:
    """Deliveries that wait; one that is tried again may be claimed at once: no test waits."""

    def __init__(self, *messages: Message) -> None:
        self.waiting = list(enumerate(messages))
        self.attempts: dict[int, int] = {}
        self.acknowledged: list[int] = []
        self.buried: dict[int, str] = {}

    async def claim(self, limit: int, lease: timedelta) -> list[ClaimedMessage]:
        claimed: list[ClaimedMessage] = []
        for receipt, message in self.waiting[:limit]:
            self.attempts[receipt] = self.attempts.get(receipt, 0) + 1
            claimed.append(ClaimedMessage(message, self.attempts[receipt], receipt))
        return claimed

    async def acknowledge(self, receipt: int) -> None:
        self.acknowledged.append(receipt)
        self._forget(receipt)

    async def retry(self, receipt: int, pause: timedelta, reason: str) -> None:
        """It waits already."""

    async def bury(self, receipt: int, reason: str) -> None:
        self.buried[receipt] = reason
        self._forget(receipt)

    def _forget(self, receipt: int) -> None:
        self.waiting = [each for each in self.waiting if each[0] != receipt]


class Insurance:
    """A registry that covers everybody, unless told otherwise."""

    def __init__(self) -> None:
        self.answer: bool | UnavailableError = True
        self.asked: list[str] = []

    async def is_covered(self, insurance_number: str) -> bool:
        self.asked.append(insurance_number)
        if isinstance(self.answer, UnavailableError):
            raise self.answer
        return self.answer


class Sender(NoticeSender):
    """Remembers what was sent; is away as often as it is told to be."""

    def __init__(self) -> None:
        self.sent: list[AddressedNotice] = []
        self.failures = 0

    async def send(self, addressed: AddressedNotice) -> None:
        if self.failures:
            self.failures -= 1
            raise UnavailableError("the gateway does not answer")
        self.sent.append(addressed)
