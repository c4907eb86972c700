"""The database's errors in the clinic's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.core.errors import ConflictError, DomainError, NotFoundError, UnavailableError

_FOREIGN_KEY = "23503"
_LOST = ("08", "40", "53", "57")
"""Classes of SQLSTATE: no connection, no serial order, no resources, stopped by its operator."""
_CONFLICTS = {
    "ex_appointments_clinician_period": "the clinician has another appointment then",
    "uq_accounts_email": "there is an account with this e-mail address",
    "uq_patients_insurance_number": "there is a patient with this insurance number",
}


def conflict(constraint: str) -> ConflictError:
    """What it means that a constraint does not hold."""
    return ConflictError(_CONFLICTS.get(constraint, "it contradicts what is already there"))


@contextmanager
def translated() -> Iterator[None]:
    """Raise ConflictError, NotFoundError and UnavailableError for what the database says of data and of itself."""
    try:
        yield
    except IntegrityError as error:
        raise _of_data(error) from error
    except (OperationalError, InterfaceError, PoolTimeoutError, OSError) as error:
        raise UnavailableError("the database does not answer") from error
    except DBAPIError as error:
        if error.connection_invalidated or _state(error).startswith(_LOST):
            raise UnavailableError("the database does not answer") from error
        raise


def _of_data(error: IntegrityError) -> DomainError:
    if _state(error) == _FOREIGN_KEY:
        return NotFoundError("what it belongs to is not there any more")
    said = str(error.orig)
    return conflict(next((constraint for constraint in _CONFLICTS if constraint in said), ""))


def _state(error: DBAPIError) -> str:
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state or ""
