"""What users may set, and which projects a run is about."""

from archlint.config.discovery import Workspace, discover
from archlint.config.errors import ConfigError
from archlint.config.loading import Settings
from archlint.config.model import Config, LayerSettings, Options, SinkKind, SinkSettings, key_of

__all__ = [
    "Config",
    "ConfigError",
    "LayerSettings",
    "Options",
    "Settings",
    "SinkKind",
    "SinkSettings",
    "Workspace",
    "discover",
    "key_of",
]
