"""The load script runs, and the service answers it as it should."""

from __future__ import annotations

import pytest
from environment import settings_for
from servers import serving

from app.main import create_app
from load.booking import EXPECTED, run

pytestmark = pytest.mark.anyio


async def test_a_small_load_gets_the_answers_that_may_come(database_url: str) -> None:
    async with serving(create_app(settings_for(database_url))) as address:
        tally = await run(address, callers=4, bookings=5)
    assert set(tally.statuses) <= EXPECTED
    assert tally.statuses[201] >= 4
    assert sum(tally.statuses.values()) >= 4 * (2 + 2 * 5)
    assert '"per_second"' in tally.told(1.0)
