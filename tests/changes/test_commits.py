"""What `check --base` tells of commits is the difference of two full runs, and nothing is written."""

from __future__ import annotations

from pathlib import Path

from harness.commits import Measure, copied, history
from harness.edits import BLOCKS

SERVICE = Path(__file__).parents[2] / "example_service"
WAITING = "".join(f"async def wait_{number}() -> None:\n    {BLOCKS}\n\n\n" for number in range(3))


def test_every_commit_of_a_random_history_is_told_as_two_full_runs_would(tmp_path: Path) -> None:
    repo = copied(SERVICE, tmp_path / "service")
    repo.commit({"app/waiting.py": WAITING})
    measure = Measure(repo, tmp_path / "exports", tmp_path / "cache")
    results = [measure.of(step) for step in history(repo, 6, seed=7)]
    assert [f"{each.step.how}: {each.problem}" for each in results if each.problem] == []
    assert sum(each.new for each in results) > 0
    assert sum(each.gone for each in results) > 0
