"""What the tests of rules share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder for facts: the reference service is parsed once, not once a mutation."""
    return tmp_path_factory.mktemp("cache")
