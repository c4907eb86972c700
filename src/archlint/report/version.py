"""Which archlint speaks."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def installed() -> str:
    """The version of the installed package; "0" where it runs without being installed."""
    try:
        return version("archlint")
    except PackageNotFoundError:
        return "0"
