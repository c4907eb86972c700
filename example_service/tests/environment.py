"""The settings under which the tests run the service."""

from __future__ import annotations

import os

from pydantic_settings import SettingsConfigDict

from app.config import Settings

JWT_SECRET = "a secret that only the tests know, and everybody may"
PREFIX = "CLINIC_"
NOBODY = "http://127.0.0.1:9"
"""An address where nobody listens."""


class GivenSettings(Settings):
    """Settings that nobody's shell has a say in."""

    model_config = SettingsConfigDict(env_prefix="NO_CLINIC_")


def values(database_url: str, **changes: str) -> dict[str, str]:
    """As in production but for cheap hashes, short waits, and neighbours that are not there."""
    return {
        "database_url": database_url,
        "environment": "test",
        "jwt_secret": JWT_SECRET,
        "insurance_url": NOBODY,
        "notice_url": NOBODY,
        "argon2_time_cost": "1",
        "argon2_memory_kib": "8",
        "http_attempts": "1",
        "http_timeout": "5",
        "pool_size": "10",
        "pool_overflow": "5",
        "stream_interval": "0.02",
        "stream_seconds": "0.3",
        "worker_interval": "0.02",
        "worker_lease": "30",
        "worker_backoff": "0.01",
        **changes,
    }


def settings_for(database_url: str, **changes: str | tuple[str, ...]) -> Settings:
    """Settings for an application within this process; those of the shell it runs in do not count."""
    return GivenSettings.model_validate(values(database_url) | changes)


def variables_for(database_url: str, **changes: str) -> dict[str, str]:
    """The same for a process of its own: environment variables, all of them."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return others | {f"{PREFIX}{name.upper()}": value for name, value in values(database_url, **changes).items()}
