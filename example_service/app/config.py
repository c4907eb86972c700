"""Settings, read once from the environment."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import AnyHttpUrl, DirectoryPath, Field, PositiveFloat, PositiveInt, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class DatabaseSettings(BaseSettings):
    """What is needed to reach the database: all that a migration asks for."""

    model_config = SettingsConfigDict(env_prefix="CLINIC_", env_ignore_empty=True, frozen=True)

    database_url: SecretStr
    """`postgresql+asyncpg://…`"""
    pool_size: PositiveInt = 5
    pool_overflow: PositiveInt = 5
    pool_timeout: PositiveFloat = 10.0
    """Seconds that a request waits for a free connection."""
    connect_timeout: PositiveFloat = 3.0
    """Seconds that a new connection may take."""
    statement_timeout: PositiveFloat = 20.0
    """Seconds that a statement may take."""


class Settings(DatabaseSettings):
    """`CLINIC_…` in the environment; what has no default must be given, or the service does not start."""

    environment: Literal["production", "staging", "development", "test"] = "production"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    otlp_endpoint: AnyHttpUrl | None = None
    """Where traces go; without it none are made."""

    jwt_secret: SecretStr = Field(min_length=32)
    access_token_minutes: int = Field(default=15, ge=1, le=60)
    refresh_token_days: PositiveInt = 30
    argon2_time_cost: PositiveInt = 3
    argon2_memory_kib: int = Field(default=65_536, ge=8)

    insurance_url: AnyHttpUrl
    notice_url: AnyHttpUrl
    http_timeout: PositiveFloat = 5.0
    """Seconds."""
    http_attempts: PositiveInt = 3
    breaker_failures: PositiveInt = 5
    breaker_cooldown: PositiveFloat = 30.0
    """Seconds."""

    heartbeat_interval: PositiveFloat = 30.0
    """Seconds."""
    stream_interval: PositiveFloat = 1.0
    """Seconds between two looks for news."""
    stream_seconds: PositiveFloat = 25.0
    """How long one stream lasts before its reader has to come back; shorter than the time a stop may take."""

    worker_interval: PositiveFloat = 1.0
    """Seconds a worker rests when nothing is waiting."""
    worker_batch: PositiveInt = 100
    worker_lease: PositiveFloat = 30.0
    """Seconds after which a claimed message counts as lost and may be claimed again."""
    worker_attempts: PositiveInt = 5
    worker_backoff: PositiveFloat = 1.0
    """Seconds before the second attempt; each further one waits twice as long."""
    worker_metrics_port: int | None = Field(default=None, ge=1, le=65_535)

    template_folder: DirectoryPath = Path(__file__).parent / "templates"
    allowed_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "testserver")
    allowed_origins: tuple[str, ...] = ()
    max_body_bytes: PositiveInt = 1_000_000


@lru_cache
def get_settings() -> Settings:
    """The settings of this process; raises `pydantic.ValidationError` when one is missing or wrong."""
    return Settings()


@lru_cache
def get_database_settings() -> DatabaseSettings:
    """The settings of a process that only needs the database."""
    return DatabaseSettings()
