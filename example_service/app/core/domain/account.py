"""Who may ask: accounts, and the tokens that renew a login."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from app.core.errors import NotFoundError, PermissionDeniedError


class Role(StrEnum):
    """What an account may do."""

    PATIENT = "patient"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can log in; raises ValueError unless it has a patient exactly when it is one's."""

    email: str
    password_hash: str = field(repr=False)
    role: Role
    patient_id: UUID | None = None
    id: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        if (self.role is Role.PATIENT) != (self.patient_id is not None):
            raise ValueError("patients' accounts have a patient, no others")

    def may_see(self, patient_id: UUID) -> bool:
        """Whether what belongs to a patient may be shown."""
        return self.role is Role.STAFF or self.patient_id == patient_id

    def require_staff(self) -> None:
        """Raise PermissionDeniedError for everybody outside the staff."""
        if self.role is not Role.STAFF:
            raise PermissionDeniedError("only the clinic's staff may do so")

    def require_patient(self) -> UUID:
        """The patient whose account it is; raises NotFoundError for the staff."""
        if self.patient_id is None:
            raise NotFoundError("there is no such patient")
        return self.patient_id


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """One token of a family: a login and all that was renewed from it; raises ValueError without a hash."""

    account_id: UUID
    token_hash: str = field(repr=False)
    expires_at: datetime
    family_id: UUID = field(default_factory=uuid4)
    used_at: datetime | None = None
    revoked_at: datetime | None = None
    id: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        if not self.token_hash:
            raise ValueError("a token is kept by its hash")

    def is_spent(self) -> bool:
        """Whether it was used or revoked before."""
        return self.used_at is not None or self.revoked_at is not None

    def used(self, now: datetime) -> RefreshToken:
        """The token after its one use."""
        return replace(self, used_at=now)


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What a login gives; raises ValueError for an access token that is over before it begins."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int
    """Seconds that the access token lasts."""

    def __post_init__(self) -> None:
        if self.expires_in < 1:
            raise ValueError("an access token lasts")
