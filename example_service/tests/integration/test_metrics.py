"""What the service counts."""

from __future__ import annotations

import httpx2
import pytest
from callers import Caller, slot
from prometheus_client.parser import text_string_to_metric_families

pytestmark = pytest.mark.anyio


async def samples(http: httpx2.AsyncClient) -> dict[str, float]:
    """Every number, by its name and labels."""
    answer = await http.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    return {
        f"{sample.name}{sorted(sample.labels.items())}": sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def grown(before: dict[str, float], after: dict[str, float], part: str) -> float:
    """By how much the numbers grew whose names and labels have a part."""
    return sum(value - before.get(name, 0) for name, value in after.items() if part in name)


async def test_requests_are_counted_by_route_and_not_by_address(ada: Caller) -> None:
    before = await samples(ada.http)
    for _ in range(3):
        await ada.get(ada.home)
    after = await samples(ada.http)
    assert not [name for name in after if ada.id in name]
    counts = {name for name in after if "_total" in name or "_count" in name}
    kept = {name: value for name, value in after.items() if name in counts}
    assert grown(before, kept, "/patients/{patient_id}'") >= 3


async def test_bookings_are_counted_when_they_are_made_and_only_then(ada: Caller) -> None:
    before = await samples(ada.http)
    body = slot()
    for _ in range(3):
        await ada.post(ada.appointments, body)
    after = await samples(ada.http)
    kept = {name: value for name, value in after.items() if "_total" in name}
    assert grown(before, kept, "appointment.booked") == 1
