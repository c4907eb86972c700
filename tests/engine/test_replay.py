"""Where nothing changed the last report is printed again; where anything did, it is not."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archlint import trail
from archlint.cache import record, replay
from archlint.cache.record import Report
from archlint.trail import Sight
from engine.conftest import BLOCKS, write
from harness.processes import Ran, archlint, environment, ran
from harness.repositories import Repo

FROM_CACHE = "report from cache"
HEAVY = ("click", "json", "libcst", "msgspec", "multiprocessing", "pathspec", "pydantic", "rich", "tomllib")
LIST_MODULES = """
import sys
from archlint.__main__ import main
code = main()
sys.stderr.write("modules: " + " ".join(sorted(sys.modules)))
sys.exit(code)
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return environment(tmp_path / "cache")


@pytest.fixture
def kept(service: Path, env: dict[str, str]) -> Ran:
    """A run whose report is kept: a service in a folder of a work tree, with one finding and settings."""
    project = {"pyproject.toml": "[tool.archlint]\nignore = ['typing']\n", ".gitignore": "*.log\n", "NOTES": "a"}
    write(service / "server", {**project, "app/a.py": BLOCKS, "app/b.py": "x = 1\n"})
    return check(service, env)


def check(service: Path, env: dict[str, str], *arguments: str) -> Ran:
    return archlint(service / "server", env, "check", "-v", *arguments)


def test_the_same_report_is_printed_and_nothing_is_parsed(service: Path, env: dict[str, str], kept: Ran) -> None:
    again = check(service, env)
    assert (kept.code, again.code) == (1, 1)
    assert "app/a.py:5:5" in kept.out
    assert again.out == kept.out
    assert kept.err == "2 of 2 files parsed\n"
    assert again.err == "0 of 2 files parsed, report from cache\n"


def test_nothing_heavy_is_imported_for_it(service: Path, env: dict[str, str], kept: Ran) -> None:
    command = (sys.executable, "-c", LIST_MODULES, "check", "-v")
    again = ran(command, service / "server", env)
    assert FROM_CACHE in again.err
    modules = again.err.partition("modules: ")[2].split()
    assert [each for each in modules if each.startswith(HEAVY)] == []
    assert {each for each in modules if each.startswith("archlint.")} == {
        "archlint.__main__",
        "archlint.cache",
        "archlint.cache.folder",
        "archlint.cache.record",
        "archlint.cache.replay",
        "archlint.trail",
    }


def same_size_and_time(server: Path) -> None:
    file = server / "app/b.py"
    before = file.stat()
    file.write_text("x = 2\n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize(
    "change",
    [
        lambda server: (server / "app/b.py").write_text(BLOCKS),
        same_size_and_time,
        lambda server: (server / "app/b.py").unlink(),
        lambda server: (server / "app/c.py").write_text("x = 1\n"),
        lambda server: (server / "app/new").mkdir(),
        lambda server: (server / "pyproject.toml").write_text("[tool.archlint]\n"),
        lambda server: (server / ".gitignore").write_text("a.py\n"),
        lambda server: (server / "app/.gitignore").write_text("a.py\n"),
        lambda server: (server / "app/pyproject.toml").write_text("[tool.archlint]\n"),
        lambda server: (server.parent / ".gitignore").write_text("a.py\n"),
    ],
    ids=["edit", "stealthy", "delete", "add", "folder", "settings", "ignore", "new-ignore", "nested", "above"],
)
def test_a_change_of_anything_that_was_looked_at_is_seen(
    change: Callable[[Path], object], service: Path, env: dict[str, str], kept: Ran
) -> None:
    change(service / "server")
    assert FROM_CACHE not in check(service, env).err
    assert FROM_CACHE in check(service, env).err


def test_settings_that_appear_above_are_seen(service: Path, env: dict[str, str], kept: Ran) -> None:
    (service / "server/pyproject.toml").unlink()
    check(service, env)
    (service / "pyproject.toml").write_text("[tool.archlint]\n")
    assert FROM_CACHE not in check(service, env).err


def test_what_changes_nothing_is_no_change(service: Path, env: dict[str, str], kept: Ran) -> None:
    server = service / "server"
    (server / "app/__pycache__").mkdir()
    (server / "app/__pycache__/a.pyc").touch()
    (server / "NOTES").write_text("more")
    (server / "app/a.py").touch()
    assert FROM_CACHE in check(service, env).err


@pytest.mark.parametrize("variable", ["FORCE_COLOR", "ARCHLINT_OTHER", "TERM"])
def test_another_environment_is_another_question(variable: str, service: Path, env: dict[str, str], kept: Ran) -> None:
    assert FROM_CACHE not in check(service, {**env, variable: "1"}).err
    assert FROM_CACHE in check(service, env).err


def test_another_command_line_or_folder_is_another_question(service: Path, env: dict[str, str], kept: Ran) -> None:
    assert FROM_CACHE not in check(service, env, "--select", "all").err
    assert FROM_CACHE not in archlint(service / "server/app", env, "check", "-v").err


def test_another_copy_of_archlint_is_another_question(
    tmp_path: Path, service: Path, env: dict[str, str], kept: Ran
) -> None:
    root = Path(__file__).parents[2]
    copy = tmp_path / "copy"
    shutil.copytree(root / "src/archlint", copy / "src/archlint", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(root / "rules", copy / "rules")
    page = copy / "src/archlint/checks/concurrency/blocking_call.py"
    page.write_text(page.read_text().replace("blocks the event loop", "stops the whole world"))
    other = {**env, "PYTHONPATH": str(copy / "src")}
    first, again = check(service, other), check(service, other)
    assert FROM_CACHE not in first.err
    assert "stops the whole world" in first.out
    assert (FROM_CACHE in again.err, again.out) == (True, first.out)
    assert check(service, env).out == kept.out


def test_another_day_is_another_question(monkeypatch: pytest.MonkeyPatch) -> None:
    today = replay.Question.of(["check"])
    monkeypatch.setattr("archlint.cache.replay.time.strftime", lambda _form: "2999-12-31")
    later = replay.Question.of(["check"])
    assert (today.path, today.text == later.text) == (later.path, False)


@pytest.mark.parametrize(
    "arguments",
    [
        ["rules"],
        [],
        ["check", "--no-cache"],
        ["check", "--output-file=x"],
        ["check", "-", "--stdin-filename", "x.py"],
        ["check", "--show-files"],
        ["check", "--show-settings"],
    ],
)
def test_runs_that_do_more_than_judge_and_print_are_not_kept(arguments: list[str]) -> None:
    assert replay.question(arguments) is None


def test_what_may_pass_by_itself_is_not_kept(service: Path, env: dict[str, str]) -> None:
    write(service / "server", {"pyproject.toml": "[tool.archlint]\nslect = []\n", "a.py": ""})
    assert check(service, env).code == 2
    assert not list(Path(env["ARCHLINT_CACHE_DIR"]).glob("*/reports/*"))


def test_a_folder_for_the_cache_is_taken_from_flags_as_click_does(tmp_path: Path) -> None:
    for arguments in (["--cache-dir", str(tmp_path)], [f"--cache-dir={tmp_path}"], ["--cache-dir=x", "--cache-dir",
                      str(tmp_path)]):  # fmt: skip
        asked = replay.Question.of(["check", *arguments])
        assert Path(asked.path).is_relative_to(tmp_path)


def test_a_file_that_changed_just_before_it_was_looked_at_is_looked_into(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("x = 1\n")
    found = file.stat()
    asked = replay.Question.of(["check", "--cache-dir", str(tmp_path / "cache")])
    for digest, racy, expected in (
        (trail.digest(b"x = 1\n"), True, True),
        (trail.digest(b"x = 0\n"), True, False),
        (trail.digest(b"x = 0\n"), False, True),
        ("", True, False),
    ):
        sights = {str(file): Sight("file", trail.signature(found), digest, racy)}
        record.save(asked.path, asked.text, Report(0, 1, False, b"", b"", sights))
        assert (replay.answer(asked) is not None) is expected


def test_what_was_looked_into_once_need_not_be_again(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("x = 1\n")
    os.utime(file, (0, 0))
    asked = replay.Question.of(["check", "--cache-dir", str(tmp_path / "cache")])
    sights = {str(file): Sight("file", "stale", trail.digest(b"x = 1\n"))}
    record.save(asked.path, asked.text, Report(0, 1, False, b"", b"", sights))
    assert replay.answer(asked) is not None
    renewed = record.load(asked.path, asked.text)
    assert renewed is not None
    assert renewed.sights[str(file)].signature == trail.signature(file.stat())


def test_a_record_is_read_back_whole_or_not_at_all(tmp_path: Path) -> None:
    path = str(tmp_path / "record")
    sights = {"/a\nb": Sight("file", "1:2", "d", True), "/\udcff": Sight("absent")}
    record.save(path, b"question\0", Report(1, 7, True, b"out\0\n", b"", sights))
    report = record.load(path, b"question\0")
    assert report is not None
    assert (report.code, report.files, report.verbose, report.output, report.errors) == (1, 7, True, b"out\0\n", b"")
    assert [(name, each.kind, each.racy) for name, each in report.sights.items()] == [
        ("/a\nb", "file", True),
        ("/\udcff", "absent", False),
    ]
    assert record.load(path, b"other") is None
    whole = Path(path).read_bytes()
    for end in range(len(whole)):
        Path(path).write_bytes(whole[:end])
        assert record.load(path, b"question\0") is None
    for at in range(len(whole)):
        Path(path).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert record.load(path, b"question\0") is None


def test_a_comparison_is_never_answered_from_the_last_report(tmp_path: Path, env: dict[str, str]) -> None:
    repo = Repo.made(tmp_path / "service")
    repo.commit({"app/a.py": "x = 1\n"})
    repo.commit({"app/a.py": BLOCKS})
    assert archlint(repo.top, env, "check", "-v", "--base", "main~1").code == 1
    again = archlint(repo.top, env, "check", "-v", "--base", "main~1")
    assert (again.code, FROM_CACHE in again.err) == (1, False)
    repo.git("branch", "--force", "older", "main")
    assert archlint(repo.top, env, "check", "--base", "older").code == 0
    repo.git("branch", "--force", "older", "main~1")
    assert archlint(repo.top, env, "check", "--base", "older").code == 1
