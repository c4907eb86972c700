"""Several projects become one report, with paths as the reader sees them."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from archlint.findings import Outcome, Problem, Safety
from archlint.report import git_top, seen_from
from archlint.report.summary import sentences, statistics
from report.samples import chain, plain, sheet


def test_projects_are_merged_with_paths_from_the_readers_folder(tmp_path: Path) -> None:
    one = Outcome((plain(), chain()), (Problem("unreadable", "x.py", "no"),), files=2, read=4, parsed=1)
    two = Outcome((plain(),), (Problem("internal-error", "", "broken"),), files=3, read=5, parsed=2)
    merged = seen_from(tmp_path / "a", [(tmp_path / "b", one), (tmp_path / "a", two)])
    paths = [each.place.path for each in merged.findings]
    assert paths == ["../b/app/api/patients.py", "../b/app/main.py", "app/main.py"]
    assert merged.findings[0].notes[1].place.path == "../b/app/smtp.py"
    assert merged.findings[1].fix is not None
    assert merged.findings[1].fix.edits[0].path == "../b/app/main.py"
    assert [each.path for each in merged.problems] == ["", "../b/x.py"]
    assert (merged.files, merged.read, merged.parsed) == (5, 9, 3)


def test_below_the_root_of_a_project_its_paths_are_short(tmp_path: Path) -> None:
    merged = seen_from(tmp_path / "app", [(tmp_path, Outcome((plain(),), (), files=1))])
    assert [each.place.path for each in merged.findings] == ["main.py"]


def test_the_top_of_the_work_tree_is_the_nearest_folder_with_git(tmp_path: Path) -> None:
    (tmp_path / "deep/er").mkdir(parents=True)
    (tmp_path / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    assert git_top(tmp_path / "deep/er") == tmp_path


def test_sentences_count_what_was_found() -> None:
    assert sentences(Outcome((), (), 1)) == ["Nothing found in 1 file."]
    assert sentences(Outcome((chain(), chain()), (), 2)) == ["2 errors in 2 files."]


def test_sentences_count_what_can_be_repaired() -> None:
    unsafe = plain()
    assert unsafe.fix is not None
    safe = replace(unsafe, fix=replace(unsafe.fix, safety=Safety.SAFE))
    assert sentences(Outcome((chain(), unsafe), (), 2)) == [
        "1 error and 1 warning in 2 files.",
        "1 fixable with --fix --unsafe-fixes.",
    ]
    assert sentences(Outcome((safe, safe), (), 1))[1] == "2 fixable with --fix."
    assert sentences(Outcome((safe, unsafe, unsafe), (), 1))[1] == "1 fixable with --fix, 2 more with --unsafe-fixes."


def test_statistics_count_by_rule_the_most_frequent_first(tmp_path: Path) -> None:
    table = statistics(Outcome((chain(), plain(), plain()), (), 1), sheet(tmp_path).rules)
    assert [line.split()[:2] for line in table.splitlines()] == [
        ["2", "routing/route-on-app"],
        ["1", "concurrency/blocking-call-chain"],
    ]
    assert "Routes belong on an `APIRouter`" in table
