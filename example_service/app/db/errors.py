"""The database's errors in the clinic's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError

from app.core.errors import ConflictError, UnavailableError


@contextmanager
def translated() -> Iterator[None]:
    """Raise ConflictError and UnavailableError for what the database says of conflicts and of itself."""
    try:
        yield
    except IntegrityError as error:
        raise ConflictError("it contradicts what is already there") from error
    except (OperationalError, InterfaceError) as error:
        raise UnavailableError("the database does not answer") from error
