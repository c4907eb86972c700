"""`archlint check --base`: what is new and what is gone since another commit, wherever that is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from changes.conftest import READS, Archlint, Compare
from harness.repositories import Repo, fingerprint

ENVIRON = "environ-outside-settings"


def test_only_what_is_new_is_told(repo: Repo, compare: Compare) -> None:
    repo.commit({"app/old.py": READS})
    repo.commit({"app/new.py": READS})
    told = compare("HEAD~1")
    assert (told.code, told.new, told.gone) == (1, [f"app/new.py:5 {ENVIRON}"], [])


def test_what_is_gone_is_told_and_no_error(repo: Repo, compare: Compare) -> None:
    repo.commit({"app/old.py": READS})
    repo.commit({"app/old.py": "x = 1\n"})
    told = compare("HEAD~1")
    assert (told.code, told.new, told.gone) == (0, [], [f"app/old.py:5 {ENVIRON}"])


def test_moved_lines_are_nothing_new(repo: Repo, compare: Compare) -> None:
    repo.commit({"app/old.py": READS})
    repo.commit({"app/old.py": f"    # one\n    # two\n{READS}"})
    told = compare("HEAD~1")
    assert (told.code, told.new, told.gone) == (0, [], [])


def test_a_second_one_of_the_same_kind_is_new(repo: Repo, compare: Compare) -> None:
    repo.commit({"app/old.py": READS})
    repo.commit({"app/old.py": f'{READS}    A = os.environ["MAIL_SERVER"]\n    B = os.environ["MAIL_SERVER"]\n'})
    assert len(compare("HEAD~1").new) == 2


def test_uncommitted_changes_count_and_a_named_head_leaves_them_out(repo: Repo, compare: Compare) -> None:
    repo.commit({"app/old.py": "x = 1\n"})
    repo.write({"app/new.py": READS})
    assert compare("HEAD").new == [f"app/new.py:5 {ENVIRON}"]
    assert compare("HEAD", "--head", "HEAD").new == []


def test_a_finding_in_a_file_that_did_not_change_is_new_too(repo: Repo, compare: Compare) -> None:
    chain = {
        "app/mail.py": "async def send(): ...\n",
        "app/api.py": "from app.mail import send\n\n\nasync def handle():\n    await later()\n    send()\n",
    }
    repo.commit(chain)
    repo.commit({"app/mail.py": "import time\n\n\ndef send():\n    time.sleep(1)\n"})
    told = compare("HEAD~1")
    assert "app/api.py:6 blocking-call-chain" in told.new
    narrowed = compare("HEAD~1", "--changed")
    assert (narrowed.code, narrowed.new, narrowed.elsewhere) == (1, [], len(told.new))


def test_a_renamed_file_brings_nothing_new(repo: Repo, compare: Compare) -> None:
    repo.commit({"app/old.py": READS + "\n".join(f"    x{number} = {number}" for number in range(20)) + "\n"})
    repo.git("mv", "app/old.py", "app/young.py")
    repo.commit()
    assert compare("HEAD~1").new == []
    text = (repo.top / "app/young.py").read_text()
    (repo.top / "app/young.py").write_text(text.replace("x1 = 1\n", "x1 = 2\n"))
    repo.git("mv", "app/young.py", "app/back.py")
    repo.commit()
    told = compare("HEAD~2")
    assert (told.new, told.gone) == ([], [])


def test_the_merge_base_counts_and_not_the_tip_of_the_branch(repo: Repo, compare: Compare) -> None:
    repo.git("checkout", "-q", "-b", "feature")
    repo.commit({"app/new.py": READS})
    repo.git("checkout", "-q", "main")
    repo.commit({"app/meanwhile.py": READS})
    repo.git("checkout", "-q", "feature")
    told = compare("main")
    assert (told.new, told.gone) == ([f"app/new.py:5 {ENVIRON}"], [])


def test_a_merge_commit_is_compared_with_where_it_met_the_branch(repo: Repo, compare: Compare) -> None:
    repo.git("checkout", "-q", "-b", "feature")
    repo.commit({"app/new.py": READS})
    repo.git("checkout", "-q", "main")
    repo.commit({"app/meanwhile.py": READS})
    repo.git("checkout", "-q", "--detach")
    repo.git("merge", "-q", "--no-edit", "feature")
    assert compare("main").new == [f"app/new.py:5 {ENVIRON}"]


def test_a_detached_head_and_another_work_tree_will_do(
    repo: Repo, compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"app/new.py": READS})
    repo.git("checkout", "-q", "--detach")
    assert compare("HEAD~1").new == [f"app/new.py:5 {ENVIRON}"]
    repo.git("worktree", "add", "-q", str(tmp_path / "other"), "main")
    monkeypatch.chdir(tmp_path / "other" / "app")
    assert compare("main~1").new == [f"new.py:5 {ENVIRON}"]


def test_a_submodule_is_left_out_and_that_is_told(repo: Repo, compare: Compare, tmp_path: Path) -> None:
    library = Repo.made(tmp_path / "library")
    library.commit({"lib.py": READS})
    repo.git("submodule", "--quiet", "add", str(library.top), "vendor")
    repo.commit()
    told = compare("HEAD~1")
    assert told.new == []
    assert told.remarks == [
        "`vendor`: a submodule has a history of its own and is left out on both sides; compare it from inside"
    ]


def test_a_new_comment_that_silences_is_listed(repo: Repo, compare: Compare) -> None:
    silenced = READS.replace('"]', '"]  # archlint: ignore[environ-outside-settings] reason="x"')
    repo.commit({"app/old.py": silenced})
    repo.commit({"app/new.py": silenced})
    told = compare("HEAD~1")
    assert (told.code, told.comments) == (0, ['app/new.py:5 ignore[environ-outside-settings] reason="x"'])


def test_what_could_not_be_parsed_in_the_base_is_told(repo: Repo, compare: Compare) -> None:
    repo.commit({"app/old.py": "def f(:\n"})
    repo.commit({"app/old.py": READS})
    told = compare("HEAD~1")
    assert (told.code, told.new) == (1, [f"app/old.py:5 {ENVIRON}"])
    assert told.remarks == ["`app/old.py` could not be judged in the base, so all that is found there is new"]
    repo.write({"app/old.py": "def f(:\n"})
    assert compare("HEAD").code == 2


def test_a_folder_that_the_base_does_not_have_is_new_as_a_whole(
    repo: Repo, compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"second/pyproject.toml": "[tool.archlint]\n", "second/app/new.py": READS})
    monkeypatch.chdir(repo.top / "second")
    told = compare("HEAD~1")
    assert told.new == [f"app/new.py:5 {ENVIRON}"]
    assert "`second` is not in the base, so all of its findings are new" in told.remarks


@pytest.mark.parametrize("arguments", [("main~1",), ("main~1", "--head", "main")])
def test_nothing_in_the_work_tree_or_the_index_changes(
    arguments: tuple[str, ...], repo: Repo, compare: Compare
) -> None:
    repo.commit({"app/new.py": READS})
    repo.write({"app/new.py": READS + "\n    x = 1\n", "app/loose.py": READS})
    repo.git("add", "app/new.py")
    before = fingerprint(repo.top)
    compare(*arguments)
    assert fingerprint(repo.top) == before


def test_a_repository_without_commits_says_so(
    tmp_path: Path, repo: Repo, archlint: Archlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = Repo.made(tmp_path / "empty")
    empty.write({"app/a.py": READS})
    monkeypatch.chdir(empty.top)
    ran = archlint("check", "--base", "main")
    assert (ran.code, ran.err) == (
        2,
        "archlint: the repository has no commits yet, so there is nothing to compare with\n",
    )


def test_a_shallow_clone_says_how_to_get_the_rest(
    repo: Repo, archlint: Archlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.git("checkout", "-q", "-b", "feature")
    repo.commit({"app/new.py": READS})
    repo.git("checkout", "-q", "main")
    repo.commit({"app/meanwhile.py": READS})
    url = f"file://{repo.top}"
    repo.git("clone", "-q", "--depth=1", "--no-single-branch", "--branch", "feature", url, str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    ran = archlint("check", "--base", "origin/main")
    assert ran.code == 2
    assert "the history is cut off (a shallow clone)" in ran.err
    assert "git fetch --unshallow" in ran.err
    assert "fetch-depth: 0" in ran.err
    missing = archlint("check", "--base", "origin/elsewhere")
    assert "`origin/elsewhere` names no commit in this shallow clone" in missing.err


@pytest.mark.parametrize("reference", ["nowhere", "", "--output=x", "-x", "HEAD\nHEAD", "a b", "HEAD:app"])
def test_a_name_of_no_commit_is_refused_and_runs_nothing(reference: str, repo: Repo, archlint: Archlint) -> None:
    before = fingerprint(repo.top)
    ran = archlint("check", f"--base={reference}")
    assert ran.code == 2
    assert "names no commit" in ran.err
    assert fingerprint(repo.top) == before


def test_outside_of_git_it_says_so(
    tmp_path: Path, archlint: Archlint, repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plain").mkdir()
    monkeypatch.chdir(tmp_path / "plain")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    ran = archlint("check", "--base", "main")
    assert (ran.code, ran.err) == (2, "archlint: not in a git repository; --base needs one\n")


def test_changed_and_head_go_with_base(repo: Repo, archlint: Archlint) -> None:
    assert "--changed goes with --base" in archlint("check", "--changed").err
    assert "--head goes with --base" in archlint("check", "--head", "HEAD").err


def test_people_read_what_is_gone_and_since_when(repo: Repo, archlint: Archlint) -> None:
    base = repo.commit({"app/old.py": READS})
    repo.commit({"app/old.py": "x = 1\n", "app/new.py": READS})
    ran = archlint("check", "--base", "HEAD~1")
    assert "gone: app/old.py:5: settings/environ-outside-settings\n" in ran.out
    assert ran.out.endswith(f"1 error new in 4 files since {base[:10]}, 1 gone.\n")


def test_the_lines_shown_are_those_of_the_head_that_was_named(repo: Repo, archlint: Archlint) -> None:
    repo.commit({"app/new.py": READS})
    repo.write({"app/new.py": "overwritten = 1\n"})
    assert '    5 │     return os.environ["MAIL_SERVER"]\n' in archlint("check", "--base=HEAD~1", "--head=HEAD").out


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [("1 2", "0 1 2", 5), ("1 2", "1 0 2", 6), ("1 2", "1 2 0", 7), ("1 2", "1 3 2", 6), ("1 2", "7 2 9", 7)],
)
def test_of_several_that_are_alike_the_one_whose_line_is_new_is_told(
    before: str, after: str, line: int, repo: Repo, compare: Compare
) -> None:
    for seconds in (before, after, before):
        waits = "".join(f"    time.sleep({each})\n" for each in seconds.split())
        repo.commit({"app/clock.py": f"import time\n\n\nasync def wait() -> None:\n{waits}"})
    assert compare("HEAD~2", "--head", "HEAD~1").new == [f"app/clock.py:{line} blocking-call"]
    assert compare("HEAD~1").gone == [f"app/clock.py:{line} blocking-call"]
