"""A team starts with its old findings written down, is told of new ones only, and strikes off what it repairs."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from archlint.report.debts import schema
from baseline.conftest import CLOCK, FILE, SETTINGS, Archlint
from harness.repositories import Repo

BLOCKING = "concurrency/blocking-call"
STALE = "suppressions/stale-baseline"
ANOTHER = "import time\n\n\nasync def nap() -> None:\n    time.sleep(2)\n"


def test_what_is_in_the_baseline_is_not_told(known: Repo, archlint: Archlint) -> None:
    ran = archlint("check")
    assert (ran.code, ran.out) == (0, "")
    assert len(archlint("check", "--no-baseline").told) == 4


def test_the_file_is_sorted_and_names_no_lines(known: Repo) -> None:
    header, *rows = map(json.loads, (known.top / FILE).read_text(encoding="utf-8").splitlines())
    clock = {"path": "app/clock.py", "rule": BLOCKING}
    assert header == {"archlint-baseline": 1}
    assert rows == [
        {**clock, "symbol": "wait", "target": "time.sleep"},
        {**clock, "symbol": "wait_long", "target": "time.sleep"},
        {**clock, "symbol": "wait_long", "target": "time.sleep", "occurrence": 2},
        {
            "path": "app/mail.py",
            "rule": "settings/environ-outside-settings",
            "symbol": "server",
            "target": "MAIL_SERVER",
        },
    ]


def test_only_the_new_finding_is_told(known: Repo, archlint: Archlint) -> None:
    known.write({"app/nap.py": ANOTHER})
    ran = archlint("check")
    assert (ran.code, ran.told) == (1, [f"app/nap.py:5 {BLOCKING}"])


def test_one_more_of_the_same_in_a_function_is_new(known: Repo, archlint: Archlint) -> None:
    known.write({"app/clock.py": dedent(CLOCK) + "    time.sleep(60)\n"})
    assert archlint("check").told == [f"app/clock.py:11 {BLOCKING}"]


def test_a_finding_that_is_gone_leaves_its_entry_stale_until_it_is_pruned(known: Repo, archlint: Archlint) -> None:
    known.write({"app/clock.py": CLOCK.replace("        time.sleep(60)\n", "", 1)})
    ran = archlint("check")
    assert (ran.code, ran.told) == (1, [f"{FILE}:4 {STALE}"])
    assert "`archlint baseline --prune`" in ran.out
    assert archlint("baseline", "--prune").code == 0
    assert archlint("check").code == 0
    assert known.git("diff", "--numstat", FILE) == f"0\t1\t{FILE}"


def test_a_deleted_file_leaves_all_its_entries_stale(known: Repo, archlint: Archlint) -> None:
    (known.top / "app/clock.py").unlink()
    assert archlint("check").told == [f"{FILE}:{line} {STALE}" for line in (2, 3, 4)]


def test_the_baseline_grows_only_when_asked_to(known: Repo, archlint: Archlint) -> None:
    before = (known.top / FILE).read_bytes()
    known.write({"app/nap.py": ANOTHER, "app/mail.py": "x = 1\n"})
    ran = archlint("baseline")
    assert (ran.code, (known.top / FILE).read_bytes()) == (1, before)
    assert "1 finding would be new in it" in ran.err
    assert "--grow" in ran.err
    assert archlint("baseline", "--prune").code == 0
    assert archlint("check").told == [f"app/nap.py:5 {BLOCKING}"]
    assert archlint("baseline", "--grow").code == 0
    assert archlint("check").code == 0
    assert archlint("baseline", "--prune", "--grow").code == 2


def test_moved_lines_and_a_new_layout_change_nothing(known: Repo, archlint: Archlint) -> None:
    known.write(
        {
            "app/clock.py": '''
                """What the wards' clocks need."""

                import time

                LONG = 60


                async def wait_long(
                ) -> None:
                    time.sleep(
                        LONG,
                    ); time.sleep(LONG)


                async def wait() -> None:
                    time . sleep ( 1 )
                '''
        }
    )
    assert archlint("check").code == 0


def test_the_debt_of_each_family_is_told_with_the_change_since_the_last_commit(repo: Repo, archlint: Archlint) -> None:
    rows = [line.split() for line in archlint("baseline").out.splitlines()]
    assert rows[1:4] == [["concurrency", "3", "+3"], ["settings", "1", "+1"], ["total", "4", "+4"]]
    repo.commit()
    repo.write({"app/mail.py": "x = 1\n", "app/nap.py": ANOTHER})
    ran = archlint("baseline", "--grow")
    rows = [line.split() for line in ran.out.splitlines()]
    assert rows[1:4] == [["concurrency", "4", "+1"], ["settings", "0", "-1"], ["total", "4"]]
    assert rows[-1] == [f"{FILE}:", "1", "taken", "in,", "1", "taken", "out."]


def test_the_debt_is_told_to_programs(repo: Repo, archlint: Archlint) -> None:
    def told(*flags: str, code: int = 0) -> dict[str, Any]:
        ran = archlint("baseline", "--output-format", "json", *flags)
        assert ran.code == code
        document = json.loads(ran.out)
        jsonschema.validate(document, schema())
        assert document["version"] == 1
        (found,) = document["baselines"]
        return dict(found)

    begun = told()
    assert begun == {
        "path": FILE,
        "outcome": "written",
        "taken_in": 4,
        "taken_out": 0,
        "renamed": 0,
        "new": 0,
        "families": {"concurrency": {"entries": 3, "change": 3}, "settings": {"entries": 1, "change": 1}},
    }
    repo.commit()
    assert told()["outcome"] == "unchanged"
    repo.write({"app/mail.py": "x = 1\n", "app/nap.py": ANOTHER})
    refused = told(code=1)
    assert (refused["outcome"], refused["new"], refused["taken_out"]) == ("would-grow", 1, 0)
    grown = told("--grow")
    assert (grown["taken_in"], grown["taken_out"], grown["families"]["settings"]) == (
        1,
        1,
        {"entries": 0, "change": -1},
    )
    repo.write({"app/nap.py": "def f(:\n"})
    assert told(code=2)["outcome"] == "incomplete"


def test_the_committed_schema_is_the_one_of_the_code() -> None:
    committed = Path(__file__).parents[2] / "docs/schema/baseline-1.json"
    assert json.loads(committed.read_text(encoding="utf-8")) == schema()


def test_nothing_is_written_where_nothing_is_found(repo: Repo, archlint: Archlint) -> None:
    repo.write({"app/clock.py": "x = 1\n", "app/mail.py": "x = 1\n"})
    ran = archlint("baseline")
    assert ran.code == 0
    assert "not written, for nothing is found" in ran.out
    assert not (repo.top / FILE).exists()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "the file is empty"),
        ('{"archlint-baseline": 2}\n', 1, "only 1 is known"),
        (
            '{"archlint-baseline": 1}\n<<<<<<< HEAD\n',
            2,
            "no JSON object; after a conflict keep the lines of both sides and prune",
        ),
        ('{"archlint-baseline": 1}\n\n# why\n{"path": "a", "rule": 1}\n', 4, "`rule` is missing, or no text"),
        ('{"archlint-baseline": 1}\n{"path": "a", "rule": "b", "line": 1}\n', 2, "the unknown key `line`"),
        ('{"archlint-baseline": 1}\n' + "[" * 100_000, 2, "no JSON object"),
    ],
)
def test_a_baseline_that_cannot_be_read_stops_the_run_at_its_line(
    text: str, line: int, said: str, repo: Repo, archlint: Archlint
) -> None:
    (repo.top / FILE).write_text(text, encoding="utf-8")
    ran = archlint("check")
    assert ran.code == 2
    assert f"{FILE}:{line}: " in ran.err
    assert said in ran.err


def test_of_what_a_run_does_not_judge_no_entry_is_stale(known: Repo, archlint: Archlint) -> None:
    known.write({"app/clock.py": "x = 1\n", "app/mail.py": "x = 1\n"})
    assert archlint("check", "--select", "settings,stale-baseline").told == [f"{FILE}:5 {STALE}"]
    assert archlint("check", "app/clock.py").told == [f"{FILE}:{line} {STALE}" for line in (2, 3, 4)]
    assert archlint("check", "--select", "settings").told == []


def test_of_a_file_that_cannot_be_read_no_entry_is_stale_and_none_is_taken_out(known: Repo, archlint: Archlint) -> None:
    before = (known.top / FILE).read_bytes()
    known.write({"app/clock.py": "def (\n"})
    ran = archlint("check")
    assert (ran.code, [each for each in ran.told if STALE in each]) == (2, [])
    assert archlint("baseline", "--prune").code == 2
    assert (known.top / FILE).read_bytes() == before


def test_an_entry_of_a_rule_that_the_settings_leave_out_is_stale(known: Repo, archlint: Archlint) -> None:
    known.write({"pyproject.toml": "[tool.archlint]\nignore = ['settings']\n"})
    assert archlint("check").told == [f"{FILE}:5 {STALE}"]


def test_the_file_can_stand_elsewhere_in_the_project_and_nowhere_else(repo: Repo, archlint: Archlint) -> None:
    repo.write({"pyproject.toml": "[tool.archlint]\nbaseline = 'lint/known.jsonl'\n", "lint/.keep": ""})
    assert archlint("baseline").code == 0
    assert (repo.top / "lint/known.jsonl").exists()
    assert archlint("check").code == 0
    for path in ("../known.jsonl", "/tmp/known.jsonl", "", "a//b"):
        repo.write({"pyproject.toml": f"[tool.archlint]\nbaseline = '{path}'\n"})
        assert archlint("check").code == 2


def test_no_link_leads_the_writing_out_of_the_project(repo: Repo, archlint: Archlint, tmp_path: Path) -> None:
    outside = tmp_path / "outside.jsonl"
    outside.write_text('{"archlint-baseline": 1}\n', encoding="utf-8")
    (repo.top / FILE).symlink_to(outside)
    ran = archlint("baseline", "--grow")
    assert ran.code == 2
    assert f"cannot write `{FILE}`" in ran.err
    assert outside.read_text(encoding="utf-8") == '{"archlint-baseline": 1}\n'


def test_mode_and_notes_of_the_user(known: Repo, archlint: Archlint) -> None:
    file = known.top / FILE
    file.write_text("# ours\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    file.chmod(0o640)
    assert archlint("check").code == 0
    known.write({"app/mail.py": SETTINGS.replace("server", "host", 1)})
    assert archlint("baseline", "--grow").code == 0
    assert file.stat().st_mode & 0o777 == 0o640


def test_hostile_text_in_a_stale_entry_is_told_and_nothing_obeys_it(known: Repo, archlint: Archlint) -> None:
    row = {"path": "a\x1b[2J\n::error::x", "rule": "r\x1b]0;x\x07", "symbol": "\u202e", "target": "\ud800%0A"}
    with (known.top / FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    ran = archlint("check")
    assert [line.split(" ")[0] for line in ran.out.splitlines()] == [f"{FILE}:6:1:"]
    assert not set(ran.out) & set("\x1b\x07\u202e")


def test_after_a_conflict_both_sides_are_kept_and_pruned(known: Repo, archlint: Archlint) -> None:
    known.git("checkout", "-q", "-b", "other")
    known.write({"app/mail.py": "x = 1\n", "app/other.py": ANOTHER})
    assert archlint("baseline", "--grow").code == 0
    known.commit()
    known.git("checkout", "-q", "main")
    known.write({"app/nap.py": ANOTHER})
    assert archlint("baseline", "--grow").code == 0
    known.commit()
    (known.top / ".git/info/attributes").write_text(f"{FILE} merge=union\n", encoding="utf-8")
    known.git("merge", "-q", "other")
    assert [each.partition(" ")[2] for each in archlint("check").told] in ([], [STALE])
    assert archlint("baseline", "--prune").code == 0
    assert archlint("check").told == []
