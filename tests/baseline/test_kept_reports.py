"""The report that is kept for the next run is one of the baseline that it was made with."""

from __future__ import annotations

from pathlib import Path

from baseline.conftest import FILE, SETTINGS
from harness.processes import archlint, environment
from harness.repositories import Repo

FROM_CACHE = "report from cache"


def test_a_baseline_that_appears_or_changes_is_seen(tmp_path: Path) -> None:
    repo = Repo.made(tmp_path / "service")
    repo.write({"pyproject.toml": "[tool.archlint]\n", "app/mail.py": SETTINGS})
    env = environment(tmp_path / "cache")

    def check() -> tuple[int, bool]:
        ran = archlint(repo.top, env, "check", "-v")
        return ran.code, FROM_CACHE in ran.err

    assert [check(), check()] == [(1, False), (1, True)]
    assert archlint(repo.top, env, "baseline").code == 0
    assert [check(), check()] == [(0, False), (0, True)]
    (repo.top / FILE).unlink()
    assert [check(), check()] == [(1, False), (1, True)]


def test_a_report_that_git_was_asked_for_is_not_kept(tmp_path: Path) -> None:
    repo = Repo.made(tmp_path / "service")
    repo.write({"pyproject.toml": "[tool.archlint]\n", "app/mail.py": SETTINGS})
    env = environment(tmp_path / "cache")
    archlint(repo.top, env, "baseline")
    repo.commit()
    (repo.top / "app/mail.py").rename(repo.top / "app/post.py")
    assert [FROM_CACHE in archlint(repo.top, env, "check", "-v").err for _ in range(2)] == [False, False]
