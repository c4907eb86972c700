"""`check --add-ignore` writes the comments that silence what is found, and touches nothing else."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from cli.conftest import Archlint, write

REASON = "goes with the old client"
COMMENT = f'# archlint: ignore[blocking-call] reason="{REASON}"'
BLOCKS = """
    import time


    async def wait() -> None:
        time.sleep(1)
    """


def silenced(service: Path, archlint: Archlint, text: str, *more: str) -> str:
    """A file after `--add-ignore`, with nothing left to tell."""
    write(service, {"app/clock.py": text})
    ran = archlint("check", "--add-ignore", REASON, *more)
    assert (ran.code, ran.out) == (0, "Nothing found in 3 files.\n"), ran.out
    assert archlint("check").code == 0
    return (service / "app/clock.py").read_text(encoding="utf-8")


def test_a_comment_stands_above_the_statement(service: Path, archlint: Archlint) -> None:
    text = silenced(service, archlint, BLOCKS)
    assert text == dedent(BLOCKS).lstrip().replace("    time", f"    {COMMENT}\n    time")


def test_several_rules_of_a_statement_share_a_comment(service: Path, archlint: Archlint) -> None:
    text = silenced(
        service,
        archlint,
        """
        import os
        import time


        async def wait() -> None:
            time.sleep(
                int(os.environ["PAUSE"]),
            )
            time.sleep(2)
        """,
    )
    names = "ignore[blocking-call, environ-outside-settings]"
    assert [line.strip() for line in text.splitlines() if "archlint" in line] == [
        COMMENT.replace("ignore[blocking-call]", names),
        COMMENT,
    ]


def test_above_decorators_and_beside_other_comments(service: Path, archlint: Archlint) -> None:
    text = silenced(
        service,
        archlint,
        """
        from functools import cache
        import time


        @cache
        def pause(
            seconds: int,
        ) -> int:
            return seconds


        async def wait(x: int) -> None:
            if x:
                pass
            elif time.sleep(1):  # noqa: X
                pass
            with open("x"), open("y") as y: time.sleep(2); time.sleep(3)
        """,
    )
    assert text.count(f'reason="{REASON}"') == 2


def test_newlines_mode_mark_and_every_other_byte_stay(service: Path, archlint: Archlint) -> None:
    file = service / "app/clock.py"
    before = b"\xef\xbb\xbf" + dedent(BLOCKS).lstrip().encode().replace(b"\n", b"\r\n") + b"x = '\xc3\xa4'\t \r\n# end"
    file.write_bytes(before)
    file.chmod(0o750)
    assert archlint("check", "--add-ignore", REASON).code == 0
    after = file.read_bytes()
    assert after.replace(f"    {COMMENT}\r\n".encode(), b"") == before
    assert len(after) > len(before)
    assert file.stat().st_mode & 0o777 == 0o750


def test_what_no_comment_may_silence_is_left_and_told(service: Path, archlint: Archlint) -> None:
    write(service, {"pyproject.toml": "[tool.archlint]\nnever-suppress = ['concurrency']\n", "app/clock.py": BLOCKS})
    before = (service / "app/clock.py").read_bytes()
    ran = archlint("check", "app/clock.py", "--add-ignore", REASON)
    assert ran.code == 1
    assert "concurrency/blocking-call" in ran.out
    assert (service / "app/clock.py").read_bytes() == before


def test_only_the_paths_that_are_asked_for_are_edited(service: Path, archlint: Archlint) -> None:
    write(service, {"app/clock.py": BLOCKS, "app/other.py": BLOCKS})
    assert archlint("check", "app/other.py", "--add-ignore", REASON).code == 0
    assert archlint("check").out.count("app/clock.py:5:5") >= 1
    assert "archlint" not in (service / "app/clock.py").read_text(encoding="utf-8")


def test_a_diff_shows_the_comments_and_writes_nothing(service: Path, archlint: Archlint) -> None:
    write(service, {"app/clock.py": BLOCKS})
    ran = archlint("check", "--add-ignore", REASON, "--diff")
    assert (ran.code, f"+    {COMMENT}\n" in ran.out) == (1, True)
    assert "archlint" not in (service / "app/clock.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("reason", ["  ", "two\nlines", "both ' and \"", "\x1b[2J"])
def test_a_reason_is_one_readable_line(reason: str, service: Path, archlint: Archlint) -> None:
    write(service, {"app/clock.py": BLOCKS})
    ran = archlint("check", "--add-ignore", reason)
    assert ran.code == 2
    assert "a reason is one line of text" in ran.err
    assert "\x1b" not in ran.err


def test_no_link_out_of_the_project_is_followed(service: Path, archlint: Archlint, tmp_path: Path) -> None:
    outside = tmp_path / "clock.py"
    outside.write_text(dedent(BLOCKS), encoding="utf-8")
    (service / "app/clock.py").symlink_to(outside)
    archlint("check", "--add-ignore", REASON)
    assert outside.read_text(encoding="utf-8") == dedent(BLOCKS)


def test_it_is_another_thing_than_repairing(service: Path, archlint: Archlint) -> None:
    assert archlint("check", "--add-ignore", REASON, "--fix").code == 2
    assert archlint("check", "--add-ignore", REASON, "--base", "main").code == 2
