"""What can go wrong, in the clinic's words."""

from __future__ import annotations


class DomainError(Exception):
    """Something the caller can be told."""


class NotFoundError(DomainError):
    """There is no such thing, or it is not the caller's."""


class ConflictError(DomainError):
    """It contradicts something that is already there."""


class RuleViolationError(DomainError):
    """The clinic's rules forbid it."""


class AuthenticationError(DomainError):
    """It is not known who asks; why is not told."""

    def __init__(self) -> None:
        super().__init__("valid credentials are required")


class PermissionDeniedError(DomainError):
    """It is known who asks, and that they may not."""


class UnavailableError(DomainError):
    """Something the service needs does not answer."""
