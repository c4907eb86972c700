"""What users may set."""

from archlint.config.model import Config, LayerSettings, Options, SinkSettings

__all__ = ["Config", "LayerSettings", "Options", "SinkSettings"]
