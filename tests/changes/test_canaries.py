"""Nothing in a repository can make git do more than read: each of these would leave a file behind."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from archlint.git import GitError, repository
from changes.conftest import READS, Archlint, Compare
from harness.repositories import Repo

Spring: TypeAlias = Callable[[Repo, str], None]


def configured(*settings: str) -> Spring:
    def spring(repo: Repo, command: str) -> None:
        for each in settings:
            key, _, value = each.partition("=")
            repo.git("config", key, value.replace("CANARY", command))

    return spring


def hooks(repo: Repo, command: str) -> None:
    for name in ("post-checkout", "post-index-change", "reference-transaction", "pre-commit", "fsmonitor-watchman"):
        hook = repo.top / ".git/hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\n{command}\n")
        hook.chmod(0o755)


def attributes(repo: Repo, command: str) -> None:
    (repo.top / ".git/info").mkdir(exist_ok=True)
    (repo.top / ".git/info/attributes").write_text("* filter=evil diff=evil merge=evil ident\n")
    configured(
        "filter.evil.clean=CANARY",
        "filter.evil.smudge=CANARY",
        "filter.evil.process=CANARY",
        "filter.evil.required=true",
        "diff.evil.command=CANARY",
        "diff.evil.textconv=CANARY",
        "merge.evil.driver=CANARY",
    )(repo, command)


SPRINGS: dict[str, Spring] = {
    "fsmonitor": configured("core.fsmonitor=CANARY"),
    "pager": configured("core.pager=CANARY", "pager.log=CANARY", "pager.rev-parse=CANARY", "pager.ls-tree=CANARY"),
    "external-diff": configured("diff.external=CANARY"),
    "aliases": configured("alias.rev-parse=!CANARY", "alias.ls-tree=!CANARY", "alias.merge-base=!CANARY"),
    "ssh": configured(
        "core.sshCommand=CANARY", "core.askPass=CANARY", "core.editor=CANARY", "credential.helper=!CANARY"
    ),
    "gpg": configured("gpg.program=CANARY", "log.showSignature=true"),
    "hooks-path": configured("core.hooksPath=.git/hooks", "core.alternateRefsCommand=CANARY"),
    "hooks": hooks,
    "attributes": attributes,
}


@pytest.mark.parametrize("spring", SPRINGS.values(), ids=SPRINGS)
def test_nothing_that_a_repository_sets_up_is_run(
    spring: Spring, repo: Repo, compare: Compare, archlint: Archlint, tmp_path: Path
) -> None:
    canary = tmp_path / "canary"
    repo.commit({".gitattributes": "* filter=evil diff=evil\n", "app/new.py": "x = 1\n"})
    repo.commit({"app/new.py": READS})
    repo.write({"app/new.py": f"{READS}    # later\n"})
    spring(repo, f"touch {canary}; cat")
    canary.unlink(missing_ok=True)  # what setting the trap has done itself
    assert compare("HEAD~1").new == ["app/new.py:5 environ-outside-settings"]
    assert archlint("report", "--base", "HEAD~1").code == 1
    assert archlint("report", "--base", "HEAD~1", "--head", "HEAD").code == 1
    assert not canary.exists()


def test_missing_objects_are_not_fetched(repo: Repo, archlint: Archlint, tmp_path: Path) -> None:
    """A promisor remote whose upload-pack is a command: git before 2.44 would run it for a missing blob."""
    canary = tmp_path / "canary"
    repo.commit({"app/new.py": READS})
    repo.commit({"app/new.py": "x = 2\n"})
    blob = repo.git("rev-parse", "HEAD~1:app/new.py")
    (repo.top / ".git/objects" / blob[:2] / blob[2:]).unlink()
    for setting in (
        "core.repositoryFormatVersion=1",
        "extensions.partialClone=origin",
        f"remote.origin.url={repo.top}",
        "remote.origin.promisor=true",
        f"remote.origin.uploadpack=touch {canary}; git-upload-pack",
        "protocol.allow=always",
    ):
        repo.git("config", *setting.split("=", 1))
    ran = archlint("check", "--base", "HEAD~1")
    assert not canary.exists()
    assert "`app/new.py` could not be judged in the base" in ran.out


def test_an_argument_that_looks_like_a_flag_writes_nothing(repo: Repo, archlint: Archlint) -> None:
    for flag in ("--output=x", "--upload-pack=touch x", "-o x", "--git-dir=x"):
        assert archlint("check", f"--base={flag}").code == 2
        assert archlint("check", "--base=HEAD", f"--head={flag}").code == 2
        assert archlint("report", f"--base={flag}").code == 2
    assert sorted(each.name for each in repo.top.iterdir()) == [".git", "app"]


def test_a_tree_that_leads_out_of_the_repository_is_not_followed(repo: Repo, compare: Compare, tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text("import os\nx = os.environ['OUTSIDE']\n")
    (repo.top / "app/link.py").symlink_to(tmp_path / "outside.py")
    (repo.top / "linked").symlink_to(tmp_path)
    repo.commit()
    assert compare("HEAD~1").new == []
    assert compare("HEAD~1", "--head", "HEAD").new == []


@pytest.mark.parametrize("name", ["..", ".git", ".GIT", "."])
def test_names_that_no_work_tree_can_have_are_left_out(name: str, repo: Repo) -> None:
    blob = repo.git("hash-object", "-w", "app/fine.py")
    listing = f"100644 blob {blob}       6\t{name}/evil.py\x00100644 blob {blob}       6\tfine.py\x00"
    tree = repository(str(repo.top)).tree("HEAD")
    made = type(tree)(str(repo.top), "c", listing.encode(), tree._objects)
    assert list(made.files) == ["fine.py"]


def test_a_bare_repository_inside_the_work_tree_is_not_taken(repo: Repo, tmp_path: Path) -> None:
    inner = repo.top / "inner"
    Repo.made(inner).git("config", "core.bare", "true")
    (inner / ".git").rename(repo.top / "bare")
    with pytest.raises(GitError):
        repository(str(repo.top / "bare"))


@pytest.mark.parametrize("top", ["/", "..", "../elsewhere"])
def test_a_work_tree_that_the_repository_puts_elsewhere_is_refused(
    top: str, repo: Repo, archlint: Archlint, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    repo.git("config", "core.worktree", str((repo.top / top).resolve()))
    ran = archlint("check", "--base", "HEAD")
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_program_in_the_repository_is_not_taken_for_git(
    repo: Repo, compare: Compare, archlint: Archlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"app/new.py": READS})
    for folder in (repo.top, repo.top / "bin"):
        folder.mkdir(exist_ok=True)
        (folder / "git").write_text(f"#!/bin/sh\ntouch {tmp_path}/canary\n")
        (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join(("", ".", "bin", os.environ["PATH"])))
    assert compare("HEAD~1").new == ["app/new.py:5 environ-outside-settings"]
    assert not (tmp_path / "canary").exists()
    monkeypatch.setenv("PATH", os.pathsep.join(("", ".", "bin")))
    ran = archlint("check", "--base", "HEAD~1")
    assert (ran.code, ran.err) == (
        2,
        "archlint: git is not installed, or not in PATH; --base reads the history with it\n",
    )
    assert not (tmp_path / "canary").exists()


def test_git_of_a_hook_s_own_repository_is_not_asked(
    repo: Repo, compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repo.made(tmp_path / "other")
    other.commit({"a.py": "x = 1\n"})
    repo.commit({"app/new.py": READS})
    monkeypatch.setenv("GIT_DIR", str(other.top / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert compare("HEAD~1").new == ["app/new.py:5 environ-outside-settings"]
    assert not (tmp_path / "index").exists()
