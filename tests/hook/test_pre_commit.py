"""The hook as a team has it: the real pre-commit installs it into a real repository and stops a bad commit."""

from __future__ import annotations

import sys

import pytest

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
