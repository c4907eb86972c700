"""The files for CI are what those read; the scripts in them do what the page says."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import yaml

from ci.conftest import ROOT, fenced
from harness.processes import ran
from harness.repositories import Repo

PINNED = f"@{'0' * 40} # v0.1.0"
PAGE = ROOT / "docs/ci.md"
WORKFLOWS = [each for each in fenced(PAGE, "yaml") if "runs-on:" in each]
INPUTS, JOB = (ROOT / "templates/gitlab.yml").read_text(encoding="utf-8").split("\n---\n")
"""The two documents of the template for GitLab."""


def valid(schema: str, text: str, folder: Path, *flags: str) -> None:
    """Let another program check a file against the schema that its readers publish."""
    (folder / "file.yml").write_text(text, encoding="utf-8")
    command = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *flags, "file.yml")
    done = ran(command, folder, {})
    assert done.code == 0, done.out + done.err


def test_the_action_is_one(tmp_path: Path) -> None:
    valid("github-actions", (ROOT / "action.yml").read_text(encoding="utf-8"), tmp_path)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=["gate", "comment"])
def test_a_workflow_is_one(workflow: str, tmp_path: Path) -> None:
    valid("github-workflows", workflow, tmp_path)
    assert "pull_request_target" not in workflow


@pytest.mark.parametrize("text", [JOB, *(each for each in fenced(PAGE, "yaml") if "remote:" in each)])
def test_a_gitlab_pipeline_is_one(text: str, tmp_path: Path) -> None:
    valid("gitlab-ci", text, tmp_path, "--data-transform", "gitlab-ci")


def test_another_tool_finds_nothing_to_exploit(tmp_path: Path) -> None:
    """Nothing but the trigger that the second workflow is about."""
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    for number, workflow in enumerate(WORKFLOWS):
        (folder / f"{number}.yml").write_text(workflow.replace("@v0.1.0", PINNED), encoding="utf-8")
    (tmp_path / "action.yml").write_text((ROOT / "action.yml").read_text(encoding="utf-8"), encoding="utf-8")
    command = (str(Path(sys.executable).with_name("zizmor")), "--offline", "--no-progress", "--format=plain", ".")
    done = ran(command, tmp_path, {})
    found = set(re.findall(r"^(?:error|warning|info|help)\[([\w-]+)\]", done.out, re.MULTILINE))
    assert found <= {"dangerous-triggers"}, done.out


def test_the_inputs_of_the_page_are_those_of_the_action_and_of_the_template() -> None:
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    page = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE) == list(inputs)
    of_template = yaml.safe_load(INPUTS)["spec"]["inputs"]
    assert f"Inputs: {', '.join(f'`{each}`' for each in of_template)}." in page


@pytest.mark.parametrize("base", [True, False])
def test_the_job_of_gitlab_writes_its_report_and_fails_on_what_is_new(
    base: bool, repo: Repo, variables: dict[str, str]
) -> None:
    job = yaml.safe_load(JOB)["archlint"]
    script = "\n".join(["set -e", *(each for each in job["script"] if not each.startswith("pip "))])
    said = {"ARCHLINT_PATH": "app"} | ({"CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD~1"} if base else {})
    done = ran(("sh", "-c", script), repo.top, {**variables, **said})
    assert done.code == 1
    report = (repo.top / "gl-code-quality-report.json").read_text(encoding="utf-8")
    assert report.count('"fingerprint"') == (1 if base else 2)
    assert "app/new.py:5" in done.out


def test_the_comment_of_a_fork_is_made_from_objects_alone(repo: Repo, variables: dict[str, str]) -> None:
    """The script of the second workflow, with a repository in the place of GitHub."""
    script = "\n".join(re.findall(r"(?:git fetch --|archlint report \"--).*", WORKFLOWS[1]))
    server = repo.top.with_name("server")
    repo.git("clone", "-q", "--bare", str(repo.top), str(server))
    Repo(server).git("update-ref", "refs/pull/7/head", "main")
    Repo(server).git("update-ref", "refs/heads/main", "main~1")
    clone = repo.top.with_name("clone")
    repo.git("clone", "-q", f"file://{server}", str(clone))
    head, base = repo.git("rev-parse", "HEAD"), repo.git("rev-parse", "HEAD~1")
    done = ran(("bash", "-ec", script), clone, {**variables, "NUMBER": "7", "BASE": base, "COMMIT": head})
    assert done.code == 0, done.err
    comment = (clone / "comment.md").read_text(encoding="utf-8")
    assert comment.startswith("<!-- archlint report -->")
    assert "`app/new.py:5`" in comment
    assert not (clone / "app/new.py").exists()


@pytest.mark.parametrize(
    ("known", "called"),
    [
        ("", "--method POST repos/o/r/issues/7/comments"),
        ("11\n12\n", "--method PATCH repos/o/r/issues/comments/11"),
    ],
    ids=["first", "again"],
)
def test_a_comment_is_written_once_and_then_anew(
    known: str, called: str, tmp_path: Path, variables: dict[str, str]
) -> None:
    """The script of the job that may write, with a program that notes its arguments in the place of GitHub's."""
    script = yaml.safe_load(WORKFLOWS[1])["jobs"]["comment"]["steps"][1]["run"]
    tool = tmp_path / "temp/archlint/bin/gh"
    known = known.replace("\n", "\\n")
    answers = f'*--paginate*) printf "{known}";; *) echo "$@" > "{tmp_path}/called"'
    tool.write_text(f'#!/bin/sh\ncase "$*" in {answers};; esac\n')
    tool.chmod(0o755)
    done = ran(("bash", "-ec", script), tmp_path, {**variables, "NUMBER": "7", "GITHUB_REPOSITORY": "o/r"})
    assert done.code == 0, done.err
    assert (tmp_path / "called").read_text().strip() == f"api --silent {called} -F body=@comment.md"
