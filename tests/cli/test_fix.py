"""`archlint check --fix` and `--diff`: what is written, what is told, and what is left alone."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import Archlint, write

BLOCKS = b"import time\r\n\r\n\r\nasync def wait() -> None:\r\n    time.sleep(1)\r\n"
REPAIRED = b"import asyncio\r\nimport time\r\n\r\n\r\nasync def wait() -> None:\r\n    await asyncio.sleep(1)\r\n"
UNUSED = 'x = 1  # archlint: ignore[blocking-call] reason="once"\n'


@pytest.fixture
def blocks(service: Path) -> Path:
    """A file with a repair that is not safe."""
    file = service / "app/wait.py"
    file.write_bytes(BLOCKS)
    return file


def test_a_safe_repair_is_written_and_nothing_is_left(service: Path, archlint: Archlint) -> None:
    write(service, {"app/old.py": UNUSED})
    ran = archlint("check", "--fix")
    assert (ran.code, ran.err) == (0, "archlint: 1 finding in 1 file repaired\n")
    assert (service / "app/old.py").read_text(encoding="utf-8") == "x = 1\n"
    assert archlint("check", "--fix").err == "archlint: 0 findings in 0 files repaired\n"


def test_an_unsafe_repair_is_made_only_when_asked_for(blocks: Path, archlint: Archlint) -> None:
    assert archlint("check", "--fix").code == 1
    assert blocks.read_bytes() == BLOCKS
    assert archlint("check", "--fix", "--unsafe-fixes").code == 0
    assert blocks.read_bytes() == REPAIRED


def test_mode_and_mark_stay(blocks: Path, archlint: Archlint) -> None:
    blocks.write_bytes(b"\xef\xbb\xbf" + BLOCKS)
    blocks.chmod(0o755)
    archlint("check", "--fix", "--unsafe-fixes")
    assert blocks.read_bytes() == b"\xef\xbb\xbf" + REPAIRED
    assert stat.S_IMODE(blocks.stat().st_mode) == 0o755


def test_a_diff_is_shown_and_nothing_written(blocks: Path, archlint: Archlint) -> None:
    ran = archlint("check", "--diff", "--unsafe-fixes")
    assert ran.code == 1
    assert ran.out.splitlines()[:2] == ["--- a/app/wait.py", "+++ b/app/wait.py"]
    assert "+    await asyncio.sleep(1)" in ran.out.splitlines()
    assert blocks.read_bytes() == BLOCKS
    assert archlint("check", "--diff") == (0, "", "archlint: 0 findings in 0 files would be repaired\n")


def test_a_diff_in_a_file_is_the_bytes_that_git_applies(blocks: Path, archlint: Archlint, tmp_path: Path) -> None:
    archlint("check", "--diff", "--unsafe-fixes", "-o", str(tmp_path / "fix.patch"))
    assert b"+    await asyncio.sleep(1)\r\n" in (tmp_path / "fix.patch").read_bytes()


def test_nothing_in_a_diff_is_obeyed(service: Path, archlint: Archlint) -> None:
    evil = f'"""\x1b[2J\n::error::gone\n"""\n{UNUSED}'
    write(service, {"app/old.py": evil})
    out = archlint("check", "--diff").out
    assert "\x1b" not in out
    assert not [line for line in out.splitlines() if line.lstrip().startswith("::")]


def test_a_repair_that_would_bring_something_new_is_taken_back(blocks: Path, archlint: Archlint) -> None:
    blocks.write_bytes(BLOCKS.replace(b"time.sleep(1)", b"(time.sleep)(1)"))
    ran = archlint("check", "--fix", "--unsafe-fixes")
    assert ran.code in (0, 1)
    compile(blocks.read_bytes(), "wait.py", "exec")


def test_paths_choose_what_is_repaired(blocks: Path, service: Path, archlint: Archlint) -> None:
    write(service, {"app/old.py": UNUSED})
    archlint("check", "app/wait.py", "--fix", "--unsafe-fixes")
    assert blocks.read_bytes() == REPAIRED
    assert (service / "app/old.py").read_text(encoding="utf-8") == UNUSED


def test_what_is_silenced_is_not_repaired(blocks: Path, archlint: Archlint) -> None:
    silenced = BLOCKS.replace(b"(1)", b'(1)  # archlint: ignore[blocking-call] reason="a clock"')
    blocks.write_bytes(silenced)
    assert archlint("check", "--fix", "--unsafe-fixes").code == 0
    assert blocks.read_bytes() == silenced


def test_no_repair_leaves_the_root_by_a_symbolic_link(service: Path, tmp_path: Path, archlint: Archlint) -> None:
    (tmp_path / "outside.py").write_text(UNUSED, encoding="utf-8")
    (service / "app/link.py").symlink_to(tmp_path / "outside.py")
    archlint("check", "--fix")
    assert (tmp_path / "outside.py").read_text(encoding="utf-8") == UNUSED


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told_with_2(service: Path, archlint: Archlint) -> None:
    write(service, {"closed/old.py": UNUSED})
    (service / "closed").chmod(0o555)
    try:
        ran = archlint("check", "--fix")
    finally:
        (service / "closed").chmod(0o755)
    assert ran.code == 2
    assert "closed/old.py" in ran.out
    assert "cannot be repaired" in ran.out


def test_temporary_files_of_a_killed_run_are_swept(service: Path, archlint: Archlint) -> None:
    left = service / "app/.mailer.py.0123.archlint-tmp"
    left.write_bytes(b"half")
    archlint("check", "--diff")
    assert left.exists()
    archlint("check", "--fix")
    assert not left.exists()


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--unsafe-fixes"], "add one of them"),
        (["--fix", "--diff"], "leave one of them out"),
        (["--fix", "--base", "HEAD"], "leave --base"),
    ],
)
def test_flags_that_do_not_go_together_are_2(flags: list[str], said: str, service: Path, archlint: Archlint) -> None:
    ran = archlint("check", *flags)
    assert ran.code == 2
    assert said in ran.err


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Puts bytes on standard input."""

    def type_(data: bytes) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))

    return type_


@pytest.mark.parametrize("name", ["wait.py", "new.py"])
def test_an_editor_gets_its_file_back_repaired_and_nothing_is_written(
    name: str, blocks: Path, archlint: Archlint, typed: Callable[[bytes], None]
) -> None:
    typed(BLOCKS.replace(b"sleep(1)", b"sleep(2)  # \xc3\xa9"))
    ran = archlint("check", "--fix", "--unsafe-fixes", "--stdin-filename", f"app/{name}", "-")
    repaired = REPAIRED.replace(b"sleep(1)", b"sleep(2)  # \xc3\xa9")
    assert (ran.code, ran.out.encode()) == (0, repaired)
    assert "1 finding in 1 file repaired" in ran.err
    assert blocks.read_bytes() == BLOCKS
    assert not (blocks.parent / "new.py").exists()


def test_an_editor_is_told_what_is_left_beside_its_file(
    blocks: Path, archlint: Archlint, typed: Callable[[bytes], None]
) -> None:
    for text, code, said in ((BLOCKS, 1, "blocking-call"), (b"def f(:\n", 2, "parse-error")):
        typed(text)
        ran = archlint("check", "--fix", "--stdin-filename", "app/wait.py")
        assert (ran.code, ran.out.encode()) == (code, text)
        assert said in ran.err


def test_an_editor_may_ask_for_the_diff(blocks: Path, archlint: Archlint, typed: Callable[[bytes], None]) -> None:
    typed(BLOCKS)
    ran = archlint("check", "--diff", "--unsafe-fixes", "--stdin-filename", "app/wait.py")
    assert ran.code == 1
    assert "+    await asyncio.sleep(1)" in ran.out.splitlines()


def test_a_repair_of_what_an_editor_holds_leaves_other_files_alone(
    blocks: Path, service: Path, archlint: Archlint, typed: Callable[[bytes], None]
) -> None:
    write(service, {"app/old.py": UNUSED})
    typed(b"x = 1\n")
    ran = archlint("check", "--fix", "--unsafe-fixes", "--stdin-filename", "app/mailer.py")
    assert (ran.code, ran.out) == (0, "x = 1\n")
    assert (service / "app/old.py").read_text(encoding="utf-8") == UNUSED


def test_a_repair_is_never_answered_from_the_cache(service: Path, archlint: Archlint) -> None:
    write(service, {"app/old.py": UNUSED})
    for _ in range(2):
        assert archlint("check", "--diff").code == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '"""Doc."""\n\nfrom __future__ import annotations\n\nimport time\n\nimport httpx\n',
            '"""Doc."""\n\nfrom __future__ import annotations\n\nimport asyncio\nimport time\n\nimport httpx\n',
        ),
        ("#!/usr/bin/env python\nimport time\n", "#!/usr/bin/env python\nimport asyncio\nimport time\n"),
        ("import asyncio\nimport time\n", "import asyncio\nimport time\n"),
    ],
    ids=["docstring", "shebang", "there"],
)
def test_an_import_that_several_repairs_need_is_added_once(
    before: str, after: str, service: Path, archlint: Archlint
) -> None:
    code = "\n\nasync def one() -> None:\n    {0}(1); {0}(2)\n\n\nasync def other() -> None:\n    {0}(3)\n"
    (service / "app/wait.py").write_text(before + code.format("time.sleep"), encoding="utf-8")
    assert archlint("check", "--fix", "--unsafe-fixes").code == 0
    repaired = (service / "app/wait.py").read_text(encoding="utf-8")
    assert repaired == after + code.format("await asyncio.sleep")


def test_an_import_takes_the_name_that_the_file_has_for_it_and_none_that_is_taken(
    service: Path, archlint: Archlint
) -> None:
    aliased = "import asyncio as aio\nimport time\n\n\nasync def wait() -> None:\n    {}(1)\n"
    taken = "import time\n\n\nasync def wait(asyncio: str) -> None:\n    time.sleep(1)\n"
    (service / "app/aliased.py").write_text(aliased.format("time.sleep"), encoding="utf-8")
    (service / "app/taken.py").write_text(taken, encoding="utf-8")
    assert archlint("check", "--fix", "--unsafe-fixes").code == 1
    assert (service / "app/aliased.py").read_text(encoding="utf-8") == aliased.format("await aio.sleep")
    assert (service / "app/taken.py").read_text(encoding="utf-8") == taken
