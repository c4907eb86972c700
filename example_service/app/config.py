"""Settings, read once from the environment."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import AnyHttpUrl, DirectoryPath, Field, PositiveFloat, PositiveInt, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`CLINIC_…` in the environment; what has no default must be given, or the service does not start."""

    model_config = SettingsConfigDict(env_prefix="CLINIC_", frozen=True)

    database_url: SecretStr
    api_key: SecretStr
    insurance_url: AnyHttpUrl
    insurance_timeout: PositiveFloat = 5.0
    """Seconds."""
    pool_size: PositiveInt = 5
    pool_overflow: PositiveInt = 5
    heartbeat_interval: PositiveFloat = 30.0
    """Seconds."""
    template_folder: DirectoryPath = Path(__file__).parent / "templates"
    allowed_hosts: tuple[str, ...] = Field(default=("localhost", "testserver"))
    allowed_origins: tuple[str, ...] = ()


@lru_cache
def get_settings() -> Settings:
    """The settings of this process; raises `pydantic.ValidationError` when one is missing or wrong."""
    return Settings()
