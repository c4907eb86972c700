"""The hook as a team has it: the real pre-commit installs it into a real repository and stops a bad commit."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from harness.waiting import wait_for
from hook.conftest import BAD, GOOD, PACKAGE, Repository, commit_all, copy, environment


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A service that keeps the rules, under pre-commit with this checkout's hook."""
    home = tmp_path_factory.mktemp("hook")
    settings = environment(home)
    copy(PACKAGE, home / "archlint")
    revision = commit_all(Repository(home / "archlint", settings))
    (home / "service").mkdir()
    service = Repository(home / "service", settings)
    for path, text in GOOD.items():
        service.write(path, text)
    service.write(
        ".pre-commit-config.yaml",
        f"""
        repos:
          - repo: {home / "archlint"}
            rev: {revision}
            hooks:
              - id: archlint
                args: [--select, route-on-app]
        """,
    )
    commit_all(service)
    service.run(sys.executable, "-m", "pre_commit", "install", "--install-hooks")
    return service


def test_a_service_that_keeps_the_rules_passes(repository: Repository) -> None:
    ran = repository.run(sys.executable, "-m", "pre_commit", "run", "--all-files")
    assert "Passed" in ran.stdout


def test_a_commit_that_breaks_a_rule_is_stopped_and_told_why(repository: Repository) -> None:
    repository.write("app/main.py", BAD)
    ran = repository.commit("app/main.py")
    assert ran.returncode == 1
    assert "error  routing/route-on-app" in ran.stderr
    assert "app/main.py:13:" in ran.stderr
    repository.write("app/main.py", GOOD["app/main.py"])
    repository.write("app/ready.py", "READY = True\n")
    assert repository.commit("app").returncode == 0


def test_the_hook_looks_at_the_service_when_a_deployment_file_changes_and_not_for_prose(
    repository: Repository,
) -> None:
    repository.git("reset", "--hard", "--quiet")
    repository.write("README.md", "# A service\n")
    assert "Skipped" in repository.commit("README.md").stderr
    repository.write("Dockerfile", "FROM python:3.13-slim\n")
    assert "Passed" in repository.commit("Dockerfile").stderr


@pytest.mark.skipif(os.name != "posix", reason="needs sockets that have a path")
def test_a_hook_may_leave_a_daemon_and_stops_the_same_commits(repository: Repository) -> None:
    repository.git("reset", "--hard", "--quiet")
    settings = repository.folder / ".pre-commit-config.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("args: [", "args: [--daemon, -v, "), encoding="utf-8"
    )
    cache = Path(repository.environment["ARCHLINT_CACHE_DIR"])
    try:
        repository.write("app/more.py", "MORE = True\n")
        assert repository.commit("app", settings.name).returncode == 0
        wait_for(lambda: doors(cache))
        (door,) = doors(cache)
        repository.write("app/more.py", "MORE = 1\n")
        assert repository.commit("app").returncode == 0
        repository.write("app/main.py", BAD)
        ran = repository.commit("app")
        assert ran.returncode == 1
        assert "error  routing/route-on-app" in ran.stderr
        assert door.exists()
    finally:
        shutil.rmtree(cache, ignore_errors=True)  # ends it


def doors(cache: Path) -> list[Path]:
    """Where daemons are to be found."""
    return [each for each in cache.glob("*/daemons/*") if not each.suffix]
