"""The day that a run judges by can be set, so that it says the same tomorrow."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cli.conftest import Archlint, write

CLOCK = """
    import time


    async def wait() -> None:
        time.sleep(1)  # archlint: ignore[blocking-call] reason="the old driver" until=2027-01-31
    """


def test_a_comment_holds_up_to_its_day_and_is_told_from_the_next(service: Path, archlint: Archlint) -> None:
    write(service, {"app/clock.py": CLOCK})
    assert archlint("check", "--today", "2027-01-31").code == 0
    ran = archlint("check", "--today", "2027-02-01", "--output-format", "concise")
    assert ran.code == 1
    assert "[suppressions/expired-suppression]" in ran.out
    assert "[concurrency/blocking-call]" in ran.out
    assert archlint("baseline", "--today", "2027-02-01").code == 0
    assert archlint("check", "--today", "2027-02-01").code == 0
    assert archlint("check", "--today", "2027-01-31").code == 1


def test_without_it_the_day_is_today(service: Path, archlint: Archlint) -> None:
    write(service, {"app/clock.py": CLOCK.replace("2027-01-31", date.today().isoformat())})
    assert archlint("check").code == 0


def test_what_is_no_day_is_refused(archlint: Archlint) -> None:
    ran = archlint("check", "--today", "tomorrow")
    assert ran.code == 2
    assert "'tomorrow' does not match the format" in ran.err
