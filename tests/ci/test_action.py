"""The action: it judges what it is asked to, tells the job how it ended, and obeys no text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from ci.conftest import ROOT, Job
from harness.repositories import Repo

EVIL = (
    "$(touch canary)",
    "`touch canary`",
    "; touch canary",
    "--output-file=canary",
    "-ocanary",
    "*",
    "' touch canary '",
    '" && touch canary "',
    "a\ntouch canary",
)


def outputs(folder: Path) -> dict[str, str]:
    """What the step hands on."""
    lines = (folder / "output").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_everything_is_judged_without_a_base(action: Job, tmp_path: Path) -> None:
    for base in ("", "none"):
        ran = action(base=base)
        assert (ran.code, ran.out.count("::error ")) == (1, 2)
    assert outputs(tmp_path) == {"exit-code": "1"}
    assert not (tmp_path / "summary.md").exists()


def test_what_is_new_is_told_and_the_summary_says_what_the_change_does(action: Job, repo: Repo, tmp_path: Path) -> None:
    ran = action(base=repo.git("rev-parse", "HEAD~1"), summary="true")
    assert (ran.code, ran.out.count("::error ")) == (1, 1)
    assert "file=app/new.py,line=5" in ran.out
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert "**1 new finding**" in summary
    assert "#### New settings" in summary


def test_the_sarif_report_is_handed_on_also_when_nothing_is_found(action: Job, tmp_path: Path) -> None:
    assert action(sarif="true", arguments="--select\nblocking-call").code == 0
    said = outputs(tmp_path)
    log = json.loads(Path(said["sarif-file"]).read_text(encoding="utf-8"))
    assert (said["exit-code"], log["runs"][0]["results"]) == ("0", [])


def test_paths_and_flags_come_a_line_each(action: Job, repo: Repo) -> None:
    repo.commit(
        {"lib two/pyproject.toml": "[tool.archlint]\n", "lib two/third.py": repo.git("show", "HEAD:app/new.py")}
    )
    ran = action(paths="app/old.py\n\nlib two\r\n", arguments="--select\nsettings")
    assert ran.out.count("::error ") == 2
    assert "file=lib two/third.py" in ran.out


def test_a_history_that_is_not_there_is_told_with_2(action: Job, tmp_path: Path) -> None:
    ran = action(base="0" * 40, summary="true", sarif="true")
    assert ran.code == 2
    assert "names no commit" in ran.out
    assert outputs(tmp_path)["exit-code"] == "2"


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("names", [["paths"], ["base", "sarif", "summary"]], ids=" ".join)
def test_an_input_is_never_code_nor_a_flag(names: list[str], evil: str, action: Job, repo: Repo) -> None:
    before = repo.git("status", "--porcelain")
    action(**dict.fromkeys(names, evil))
    assert not list(repo.top.rglob("canary*"))
    assert repo.git("status", "--porcelain") == before


def test_the_steps_put_no_text_into_a_script() -> None:
    steps = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    scripts = [each["run"] for each in steps if "run" in each]
    assert len(scripts) == 2
    assert not [each for each in scripts if "${{" in each]
