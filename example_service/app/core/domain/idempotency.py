"""Requests that may come twice."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core.errors import ConflictError


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """What tells one request from all others; raises ValueError for an empty part."""

    owner: str
    """Who asked."""
    operation: str
    """What for, with the address."""
    key: str
    """The caller's own word for this request."""
    fingerprint: str = field(repr=False)
    """Stands for the body."""

    def __post_init__(self) -> None:
        if not (self.owner and self.operation and self.key and self.fingerprint):
            raise ValueError("every part of an idempotency key says something")

    @classmethod
    def of(cls, owner: str, operation: str, key: str | None, fingerprint: str) -> IdempotencyKey | None:
        """The key of a request, for callers that gave one."""
        return None if key is None else cls(owner, operation, key, fingerprint)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was answered before, and to which body."""

    fingerprint: str = field(repr=False)
    answer: str
    """JSON."""

    def check_same(self, fingerprint: str) -> None:
        """Raise ConflictError when the body is another one."""
        if self.fingerprint != fingerprint:
            raise ConflictError("the idempotency key was used for another request")
