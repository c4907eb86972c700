"""The hook judges what is about to be committed: pre-commit puts aside what is not staged, and brings it back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import TypeAlias

import pytest

from hook.conftest import BAD, GOOD, Repository, commit_all, copy, environment

MAIN = "app/main.py"
FOUND = "routing/route-on-app"
Commit: TypeAlias = Callable[..., CompletedProcess[str]]


@pytest.fixture
def service(tmp_path: Path) -> Repository:
    """The service under pre-commit, with the hook of this checkout's manifest run by this interpreter."""
    settings = environment(tmp_path)
    copy((".pre-commit-hooks.yaml",), tmp_path / "archlint")
    revision = commit_all(Repository(tmp_path / "archlint", settings))
    (tmp_path / "service").mkdir()
    made = Repository(tmp_path / "service", settings)
    for path, text in GOOD.items():
        made.write(path, text)
    made.write(
        ".pre-commit-config.yaml",
        f"""
        repos:
          - repo: {tmp_path / "archlint"}
            rev: {revision}
            hooks:
              - id: archlint
                language: system
                entry: {sys.executable} -m archlint check
                args: [--select, "route-on-app,stale-baseline"]
        """,
    )
    commit_all(made)
    made.run(sys.executable, "-m", "pre_commit", "install")
    return made


@pytest.fixture
def commit(service: Repository) -> Commit:
    """`git commit`; what is not part of it stays as it was, staged or not."""

    def run(*arguments: str) -> CompletedProcess[str]:
        before = service.git("diff").stdout
        ran = service.git("commit", "-m", "change", *arguments, check=False)
        if "--all" not in arguments and "--" not in arguments:
            assert service.git("diff").stdout == before
        return ran

    return run


def more(text: str, line: str = "READY = True") -> str:
    """One of the files with a line more."""
    return f"{text.rstrip()}\n\n\n        {line}\n"


def refused(ran: CompletedProcess[str]) -> bool:
    """Whether archlint has stopped a commit, and said why."""
    assert (ran.returncode != 0) == (FOUND in ran.stderr), ran.stderr
    assert "Traceback" not in ran.stderr
    return ran.returncode != 0


def test_what_is_staged_is_judged(service: Repository, commit: Commit) -> None:
    service.write(MAIN, BAD)
    service.git("add", MAIN)
    assert refused(commit())
    service.write(MAIN, more(GOOD[MAIN]))
    service.git("add", MAIN)
    assert not refused(commit())


def test_a_repair_that_is_not_staged_does_not_count(service: Repository, commit: Commit) -> None:
    service.write(MAIN, BAD)
    service.git("add", MAIN)
    service.write(MAIN, GOOD[MAIN])
    assert refused(commit())
    assert service.git("status", "--short").stdout == "MM app/main.py\n"


def test_an_error_that_is_not_staged_does_not_count(service: Repository, commit: Commit) -> None:
    """The file is partly staged: another line of it is committed."""
    service.write(MAIN, more(GOOD[MAIN]))
    service.git("add", MAIN)
    service.write(MAIN, more(BAD))
    assert not refused(commit())
    assert "READY = True" in service.git("show", f"HEAD:{MAIN}").stdout
    assert "add_api_route" in (service.folder / MAIN).read_text(encoding="utf-8")


def test_of_two_errors_in_a_file_the_staged_one_is_told(service: Repository, commit: Commit) -> None:
    service.write(MAIN, BAD)
    service.git("add", MAIN)
    service.write(MAIN, more(BAD, 'create_app().add_api_route("/later", version)'))
    ran = commit()
    assert refused(ran)
    assert ran.stderr.count(f"error  {FOUND}") == 1


def test_an_error_in_another_file_that_is_not_staged_does_not_count(service: Repository, commit: Commit) -> None:
    service.write(MAIN, BAD)
    service.write("app/ready.py", "READY = True\n")
    service.git("add", "app/ready.py")
    assert not refused(commit())


def test_a_staged_file_that_is_gone_from_the_disk_is_judged(service: Repository, commit: Commit) -> None:
    service.write(MAIN, BAD)
    service.git("add", MAIN)
    (service.folder / MAIN).unlink()
    assert refused(commit())
    assert not (service.folder / MAIN).exists()


def test_a_commit_of_named_paths_is_judged_by_its_own_index(service: Repository, commit: Commit) -> None:
    service.write(MAIN, BAD)
    service.write("app/api.py", more(GOOD["app/api.py"]))
    service.git("add", MAIN)
    assert refused(commit("--", MAIN))
    service.git("restore", "--staged", "--worktree", MAIN)
    assert not refused(commit("--", "app/api.py"))


def test_a_commit_of_everything_is_judged_with_everything(service: Repository, commit: Commit) -> None:
    service.write(MAIN, BAD)
    assert refused(commit("--all"))


def test_a_known_error_in_a_file_that_is_moved_stays_known(service: Repository, commit: Commit) -> None:
    """Git runs the hook with an index of its own; renames are looked for in the repository all the same."""
    service.write(MAIN, BAD)
    service.write("pyproject.toml", '[tool.archlint]\nselect = ["route-on-app", "stale-baseline"]\n')
    service.run(sys.executable, "-m", "archlint", "baseline")
    service.git("add", "--all")
    assert not refused(commit())
    service.git("mv", MAIN, "app/entry.py")
    assert not refused(commit())
    assert "app/entry.py" in service.git("ls-files").stdout


@pytest.mark.parametrize("branch", ["same", "other"])
def test_a_merge_is_judged(branch: str, service: Repository) -> None:
    """The manifest names the stage; pre-commit installs it when asked to."""
    service.run(sys.executable, "-m", "pre_commit", "install", "-t", "pre-merge-commit")
    service.git("checkout", "-q", "-b", "feature")
    service.write(MAIN, BAD if branch == "other" else more(GOOD[MAIN]))
    service.git("commit", "-q", "--all", "--no-verify", "-m", "feature")
    service.git("checkout", "-q", "main")
    service.write("app/ready.py", "READY = True\n")
    service.git("add", "app/ready.py")
    service.git("commit", "-q", "--no-verify", "-m", "meanwhile")
    ran = service.git("merge", "--no-edit", "feature", check=False)
    assert (ran.returncode != 0) == (branch == "other")
    assert (FOUND in ran.stdout + ran.stderr) == (branch == "other")
