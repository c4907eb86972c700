"""What users type."""

from archlint.cli.entry import main

__all__ = ["main"]
