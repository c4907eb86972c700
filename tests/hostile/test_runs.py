"""Processes that die, caches that lie, runs that meet."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harness.processes import COMMAND
from hostile.conftest import BLOCKS, RULE, Check, concise

needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="tells the children of a process")
SLOW = "async def f(x):\n" + "".join(f"    x.y{number}(x[{number}], a=lambda: [x])\n" for number in range(8_000))
"""A file whose parsing takes seconds."""


@contextmanager
def running(service: Path, env: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A run that has started to parse."""
    (service / "app/slow.py").write_text(SLOW)
    process = subprocess.Popen(
        (*COMMAND, "check", *arguments), cwd=service, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def children(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that a process has started."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(each) for each in found.read_text().split()] if found.exists() else []


def busy_child(process: subprocess.Popen[bytes]) -> int:
    """A worker that has been at work for a while, on the file that takes long."""
    for _ in range(600):
        for child in children(process):
            if alive(child) and processor_time(child) > 50:
                return child
        assert process.poll() is None, "the run ended before a worker was seen"
        time.sleep(0.05)
    raise AssertionError("no worker was seen")


def processor_time(pid: int) -> int:
    """Hundredths of a second."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11])


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@needs_proc
def test_a_worker_killed_in_mid_run_costs_nothing_but_time(service: Path, env: dict[str, str]) -> None:
    with running(service, env, "--output-format", "concise") as process:
        os.kill(busy_child(process), signal.SIGKILL)
        out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (1, b"")
    assert [RULE in line for line in out.decode().splitlines()].count(True) == out.decode().count(RULE) == 1


@needs_proc
def test_a_worker_killed_again_costs_its_file(service: Path, env: dict[str, str]) -> None:
    with running(service, env, "--output-format", "concise") as process:
        first = busy_child(process)
        os.kill(first, signal.SIGKILL)
        while alive(first):
            time.sleep(0.01)
        os.kill(busy_child(process), signal.SIGKILL)
        out, _ = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "app/slow.py: error[worker-died]" in out.decode()
    assert RULE in out.decode()


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let processes hear Ctrl-C that are started from tests which run in the background of a shell."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@needs_proc
@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("whom", ["run", "group"])
def test_ctrl_c_ends_the_run_and_its_workers_at_once(whom: str, service: Path, env: dict[str, str]) -> None:
    (service / "app/slow.py").write_text(SLOW)
    process = subprocess.Popen(
        (*COMMAND, "check", "--output-format", "json", "--output-file", "report.json"),
        cwd=service, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    worker = busy_child(process)
    if whom == "run":
        process.send_signal(signal.SIGINT)
    else:
        os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert process.returncode in (2, 130)
    assert out == b""
    assert b"Traceback" not in err
    assert not (service / "report.json").exists()
    for _ in range(100):
        if not alive(worker):
            break
        time.sleep(0.05)
    assert not alive(worker)
    assert not list(Path(env["ARCHLINT_CACHE_DIR"]).rglob("*.tmp"))


@needs_proc
def test_workers_do_not_outlive_a_run_that_is_killed(service: Path, env: dict[str, str]) -> None:
    with running(service, env) as process:
        busy_child(process)
        workers = children(process)
        process.kill()
        process.wait()
        for _ in range(600):
            if not any(alive(each) for each in workers):
                break
            time.sleep(0.1)
        assert [each for each in workers if alive(each)] == []


def kept_files(env: dict[str, str]) -> list[Path]:
    return [each for each in Path(env["ARCHLINT_CACHE_DIR"]).rglob("*") if each.is_file()]


@pytest.mark.parametrize(
    "damaged",
    [b"", b"archlint", b"\x80\x04\x95 a pickle", b"\0" * 10_000, None],
    ids=["empty", "truncated", "foreign", "zeros", "half"],
)
def test_a_damaged_cache_is_as_good_as_none(
    damaged: bytes | None, service: Path, env: dict[str, str], check: Check
) -> None:
    first = check("-v")
    for kept in kept_files(env):
        content = kept.read_bytes()
        kept.write_bytes(content[: len(content) // 2] if damaged is None else damaged)
    again = check("-v")
    assert again == first
    assert "report from cache" in check("-v").err


def test_a_cache_full_of_folders_is_as_good_as_none(service: Path, env: dict[str, str], check: Check) -> None:
    first = check("-v")
    for kept in kept_files(env):
        kept.unlink()
        kept.mkdir()
    assert check("-v") == first


@pytest.mark.parametrize("cache", ["/dev/null", "/dev/null/below", "/proc/nothing", "\udcff"])
def test_a_cache_that_cannot_be_written_is_done_without(cache: str, service: Path, check: Check) -> None:
    ran = check("--output-format", "concise", ARCHLINT_CACHE_DIR=cache)
    assert (ran.code, concise(ran), ran.err) == (1, [f"app/good.py {RULE}"], "")


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_cache_is_read(service: Path, env: dict[str, str], check: Check) -> None:
    first = check("-v")
    cache = Path(env["ARCHLINT_CACHE_DIR"])
    for folder in (cache, *(each for each in cache.rglob("*") if each.is_dir())):
        folder.chmod(0o500)
    (service / "app/new.py").write_text(BLOCKS.replace("wait", "other"))
    again = check("-v")
    for folder in (cache, *(each for each in cache.rglob("*") if each.is_dir())):
        folder.chmod(0o700)
    assert (first.code, again.code) == (1, 1)
    assert again.err == "1 of 2 files parsed\n"


def test_the_cache_is_not_in_the_repository(service: Path, check: Check, tmp_path: Path) -> None:
    before = sorted(service.rglob("*"))
    check(ARCHLINT_CACHE_DIR="", XDG_CACHE_HOME=str(tmp_path / "user"), HOME=str(tmp_path / "home"))
    assert sorted(service.rglob("*")) == before


def test_a_kept_report_in_the_repository_is_not_believed(service: Path, env: dict[str, str], check: Check) -> None:
    """A pull request cannot ship a report that says that nothing was found."""
    (service / "app/good.py").write_text("")
    check()
    for name in (".archlint_cache", ".cache/archlint", "archlint-2"):
        shutil.copytree(Path(env["ARCHLINT_CACHE_DIR"]), service / name)
    (service / "app/good.py").write_text(BLOCKS)
    assert check().code == 1


def test_two_runs_at_once_do_not_disturb_each_other(service: Path, env: dict[str, str]) -> None:
    for number in range(30):
        (service / f"app/m{number}.py").write_text(BLOCKS.replace("wait", f"wait_{number}"))
    command = (*COMMAND, "check", "--output-format", "concise")
    for _ in range(2):
        both = [subprocess.Popen(command, cwd=service, env=env, stdout=subprocess.PIPE) for _ in range(2)]
        outputs = [process.communicate(timeout=120)[0].decode() for process in both]
        assert [process.returncode for process in both] == [1, 1]
        assert outputs[0] == outputs[1]
        assert outputs[0].count(RULE) == 31


@pytest.mark.skipif(sys.platform == "win32", reason="no /dev/full")
def test_a_full_disk_does_not_end_in_a_traceback(service: Path, env: dict[str, str], check: Check) -> None:
    for _ in range(2):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                (*COMMAND, "check"), cwd=service, env=env, stdout=full, stderr=subprocess.PIPE, check=False
            )
        assert (done.returncode, done.stderr) == (2, b"archlint: cannot print the report: No space left on device\n")
        assert check().code == 1
