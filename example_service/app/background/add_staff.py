"""Let somebody of the staff in: `python -m app.background.add_staff EMAIL`, the password on standard input."""

from __future__ import annotations

import asyncio
import sys

import structlog
from pydantic import TypeAdapter

from app.config import get_settings
from app.container import open_container
from app.logging import configure_logging
from app.schemas.patients import Email, Password

logger = structlog.stdlib.get_logger(__name__)


async def add_staff(email: str, password: str) -> None:
    """Open an account; raises ConflictError when the address is taken."""
    async with open_container(get_settings()) as container:
        account = await container.auth.add_staff(email, password)
    logger.info("staff added", account_id=str(account.id))


def main() -> None:
    """Read who it is, and open the account; raises `pydantic.ValidationError` for a bad address or password."""
    configure_logging()
    email = TypeAdapter(Email).validate_python(sys.argv[1])
    password = TypeAdapter(Password).validate_python(sys.stdin.readline().rstrip("\n"))
    asyncio.run(add_staff(email, password.get_secret_value()))


if __name__ == "__main__":
    main()
