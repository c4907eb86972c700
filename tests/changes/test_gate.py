"""A change does not decide by what it is judged: settings, projects, ignored files and the baseline are the base's."""

from __future__ import annotations

import pytest

from archlint.debt import Entry, render
from changes.conftest import READS, Archlint, Compare
from harness.repositories import Repo

NEW = ["app/new.py:5 environ-outside-settings"]
STRICT = '[tool.archlint]\nselect = ["settings"]\n'


@pytest.mark.parametrize(
    "weaker",
    [
        '[tool.archlint]\nselect = ["typing"]\n',
        '[tool.archlint]\nselect = ["settings"]\nignore = ["environ-outside-settings"]\n',
        '[tool.archlint]\nselect = ["settings"]\nextend-exclude = ["app/new.py"]\n',
        '[tool.archlint]\nselect = ["settings"]\n[tool.archlint.per-file-ignores]\n"app/**" = ["settings"]\n',
        "",
    ],
    ids=["select", "ignore", "exclude", "per-file-ignores", "none"],
)
def test_weaker_settings_in_the_change_do_not_count_and_are_shown(weaker: str, repo: Repo, compare: Compare) -> None:
    repo.commit({"pyproject.toml": STRICT})
    repo.commit({"pyproject.toml": weaker, "app/new.py": READS})
    told = compare("HEAD~1")
    assert (told.code, told.new) == (1, NEW)
    assert any("pyproject.toml" in each for each in told.remarks), told.remarks


def test_a_project_that_the_change_carves_out_does_not_count(repo: Repo, compare: Compare) -> None:
    repo.commit({"pyproject.toml": STRICT})
    repo.commit({"app/pyproject.toml": '[tool.archlint]\nselect = ["typing"]\n', "app/new.py": READS})
    told = compare("HEAD~1")
    assert told.new == NEW
    assert "`app/pyproject.toml` makes a project of its own, which counts once it is in the base" in told.remarks


def test_settings_elsewhere_are_the_base_s_too(repo: Repo, compare: Compare) -> None:
    repo.commit({"archlint.toml": 'select = ["settings"]\n'})
    repo.commit({"archlint.toml": 'select = ["typing"]\n', "app/new.py": READS})
    assert compare("HEAD~1", "--config", "archlint.toml").new == NEW


@pytest.mark.parametrize("head", [(), ("--head", "HEAD")])
def test_a_file_that_the_change_ignores_is_read_all_the_same(
    head: tuple[str, ...], repo: Repo, compare: Compare
) -> None:
    repo.commit({"app/new.py": READS, ".gitignore": "new.py\n"} | {})
    repo.git("add", "-f", "app/new.py")
    repo.commit()
    told = compare("HEAD~2", *head)
    assert told.new == NEW
    repo.write({"app/loose.py": READS})
    repo.write({".gitignore": "new.py\nloose.py\n"})
    assert compare("HEAD~2", *head).new == NEW


def test_without_settings_in_the_base_the_head_s_count_and_that_is_said(repo: Repo, compare: Compare) -> None:
    repo.commit({"pyproject.toml": '[tool.archlint]\nignore = ["settings"]\n', "app/new.py": READS})
    told = compare("HEAD~1")
    assert (told.code, told.new) == (0, [])
    assert told.remarks == ["the base has no configuration, so the head's is used"]


def test_settings_of_the_base_that_cannot_be_followed_are_left(repo: Repo, compare: Compare) -> None:
    repo.commit({"pyproject.toml": '[tool.archlint]\nselekt = ["settings"]\n'})
    repo.commit({"pyproject.toml": STRICT, "app/new.py": READS})
    told = compare("HEAD~1")
    assert told.new == NEW
    assert "the settings of the base cannot be followed" in told.remarks[0]


def test_settings_of_the_head_that_cannot_be_followed_are_a_problem(repo: Repo, compare: Compare) -> None:
    repo.commit({"pyproject.toml": STRICT})
    repo.commit({"pyproject.toml": '[tool.archlint]\nselekt = ["settings"]\n', "app/new.py": READS})
    told = compare("HEAD~1")
    assert (told.code, told.new) == (2, NEW)
    assert told.errors == ["unknown key `selekt`; did you mean `select`?"]


def test_a_folder_that_the_change_removes_does_not_break_the_base_s_patterns(repo: Repo, compare: Compare) -> None:
    layers = 'layers = [{ name = "service", match = ["app/services/**"] }]\n'
    repo.commit({"pyproject.toml": f"[tool.archlint]\n{layers}", "app/services/a.py": "x = 1\n"})
    repo.git("rm", "-q", "-r", "app/services")
    repo.commit({"pyproject.toml": "[tool.archlint]\n", "app/new.py": READS})
    told = compare("HEAD~1")
    assert (told.code, told.new, told.errors) == (1, NEW, [])


def test_entries_that_the_change_adds_to_the_baseline_hide_nothing(
    repo: Repo, compare: Compare, archlint: Archlint
) -> None:
    entry = Entry("app/new.py", "settings/environ-outside-settings", "server", "MAIL_SERVER")
    repo.commit({"app/new.py": READS, "archlint-baseline.jsonl": render([entry]).decode()})
    assert archlint("check").code == 0
    told = compare("HEAD~1")
    assert (told.code, told.new) == (1, NEW)
    assert told.remarks == [
        "the baseline `archlint-baseline.jsonl` changes: 1 entries more, 0 fewer; it hides no new findings here"
    ]
