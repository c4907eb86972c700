"""`check --daemon`: a process that stays answers as a run of one's own would, and ends when it has to."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import archlint as package
from archlint.catalogue import folder
from engine.conftest import write
from engine.test_edits import SERVICE
from harness import asked
from harness.asked import ALONE
from harness.processes import Ran, archlint, environment, ran
from harness.waiting import wait_for

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sockets with a path")


class Service:
    """A service, and the daemons that stay with it."""

    def __init__(self, folder: Path, source: Path | None = None) -> None:
        self.folder = folder / "service"
        self.cache = folder / "cache"
        self.env = environment(self.cache, **({"PYTHONPATH": str(source)} if source else {}))
        write(self.folder, SERVICE)

    def check(self, *arguments: str) -> Ran:
        return archlint(self.folder, self.env, "check", *arguments)

    def asked(self, *arguments: str) -> Ran:
        """What a daemon says, and nobody else."""
        return ran((sys.executable, asked.__file__, "check", "--daemon", *arguments), self.folder, self.env)

    @property
    def door(self) -> Path | None:
        doors = [each for each in self.cache.glob("*/daemons/*") if each.suffix != ".lock"]
        return doors[0] if doors else None

    @property
    def lock(self) -> Path | None:
        return next(self.cache.glob("*/daemons/*.lock"), None)

    def has_daemon(self) -> bool:
        return self.door is not None

    def edit(self, path: str, before: str, after: str) -> None:
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        assert before in text
        file.write_text(text.replace(before, after), encoding="utf-8")


@contextmanager
def its_lock(service: Service) -> Iterator[Callable[[], bool]]:
    """Whether a process holds the lock, also after somebody took the file away."""
    assert service.lock is not None
    with service.lock.open("rb") as file:

        def is_held() -> bool:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return True
            fcntl.flock(file, fcntl.LOCK_UN)
            return False

        yield is_held


def end(service: Service) -> None:
    """Kill the daemon of a service, if there is one."""
    if service.lock is not None:
        with its_lock(service) as is_held:
            if is_held():
                os.kill(int(service.lock.read_text(encoding="ascii")), signal.SIGKILL)
            wait_for(lambda: not is_held())


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    found = Service(tmp_path)
    yield found
    end(found)


@pytest.fixture
def stays(service: Service) -> Service:
    """A daemon waits."""
    service.check("--daemon")
    wait_for(service.has_daemon)
    return service


def test_a_daemon_comes_after_the_first_run(service: Service) -> None:
    first, alone = service.check("--daemon"), service.check("--no-cache")
    assert (first.code, first.out) == (alone.code, alone.out)
    wait_for(service.has_daemon)


def test_without_the_flag_no_process_stays(service: Service) -> None:
    service.check()
    assert service.lock is None


def test_a_variable_asks_for_one_in_all_runs(service: Service) -> None:
    service.env["ARCHLINT_DAEMON"] = "1"
    service.check()
    wait_for(service.has_daemon)
    assert "does not go" not in service.check("--base=HEAD").err  # the variable is not about this run


@pytest.mark.parametrize(
    ("said", "flags"), [("0", ()), ("", ()), ("1", ("--no-daemon",)), ("", ("--daemon", "--no-daemon"))]
)
def test_who_does_not_want_one_has_none(said: str, flags: tuple[str, ...], service: Service) -> None:
    service.env["ARCHLINT_DAEMON"] = said
    assert service.check(*flags).code == 1
    assert service.lock is None


def test_it_answers_with_the_bytes_and_the_code_of_a_run_of_ones_own(stays: Service) -> None:
    for before, after in (
        ("    smtplib.", "    spare = 1\n    smtplib."),
        ("text: str", "text: bytes"),
        ("def ", "def spare() -> int:\n    return 1\n\n\ndef "),
    ):
        stays.edit("app/mailer.py", before, after)
        alone, told = stays.check("--no-cache"), stays.asked()
        assert (told.code, told.out, told.err) == (1, alone.out, alone.err)


def test_code_0_and_the_reports_of_other_formats_come_from_it_too(service: Service) -> None:
    write(service.folder, {path: "" for path in SERVICE if path.endswith(".py")})
    flags = ("--output-format", "json")
    service.check("--daemon", *flags)
    wait_for(service.has_daemon)
    write(service.folder, {"app/mailer.py": "# nothing\n"})
    told = service.asked(*flags)
    assert (told.code, told.out) == (0, service.check("--no-cache", *flags).out)


def test_what_it_answered_is_kept_for_who_asks_the_same_again(stays: Service) -> None:
    stays.edit("app/mailer.py", "    smtplib.", "    spare = 1\n    smtplib.")
    told = stays.check("--daemon", "-v")
    assert "parsed" in told.err
    again = stays.check("--daemon", "-v")
    assert again.out == told.out
    assert "report from cache" in again.err


def test_a_file_that_came_is_left_to_a_run_of_ones_own_and_known_the_next_time(stays: Service) -> None:
    write(stays.folder, {"app/more.py": "import os\n"})
    assert stays.asked().code == ALONE
    stays.edit("app/mailer.py", "    smtplib.", "    spare = 1\n    smtplib.")
    wait_for(lambda: stays.asked().code != ALONE)
    assert stays.check("--daemon").out == stays.check("--no-cache").out


def test_it_judges_nothing_while_who_asked_makes_a_run_of_ones_own(stays: Service) -> None:
    write(stays.folder, {"app/more.py": "import os\n"})
    command = (sys.executable, "-i", asked.__file__, "check", "--daemon")  # -i: stays when it has asked
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, cwd=stays.folder, env=stays.env, stdin=pipe, stdout=nowhere, stderr=pipe) as asking:
        assert asking.stderr is not None
        assert any(b"SystemExit: %d" % ALONE in line for line in asking.stderr)
        end = time.monotonic() + 3
        while time.monotonic() < end:
            assert stays.asked().code == ALONE
        asking.communicate()
    wait_for(lambda: stays.asked().code != ALONE)


def test_a_run_that_no_daemon_answers_says_what_it_would_have(stays: Service) -> None:
    write(stays.folder, {"app/more.py": "import os\n"})
    assert stays.check("--daemon").out == stays.check("--no-cache").out


def test_none_stays_that_could_not_judge(service: Service) -> None:
    write(service.folder, {"pyproject.toml": "[tool.archlint]\nselekt = []\n"})
    assert service.check("--daemon").code == 2
    wait_for(lambda: service.lock is not None)
    with its_lock(service) as is_held:
        wait_for(lambda: not is_held())
    assert not service.has_daemon()


def test_a_second_one_leaves_at_once(stays: Service) -> None:
    door = str(stays.door)
    second = ran(
        (sys.executable, "-m", "archlint.daemon", door, "check", "--daemon"), stays.folder, stays.env, seconds=20
    )
    assert second == Ran(0, "", "")
    assert stays.asked().code == 1


def test_it_ends_when_its_door_is_taken_away(stays: Service) -> None:
    with its_lock(stays) as is_held:
        assert is_held()
        shutil.rmtree(stays.cache)
        wait_for(lambda: not is_held(), 20)


def test_one_that_died_is_replaced(stays: Service) -> None:
    end(stays)
    stays.edit("app/mailer.py", "    smtplib.", "    spare = 1\n    smtplib.")
    assert stays.check("--daemon").out == stays.check("--no-cache").out
    wait_for(lambda: stays.asked().code != ALONE)


def is_running(process: int) -> bool:
    """Whether a process does anything; one that ended may still be listed where nobody asks how it went."""
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0] not in ("X", "Z")
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for children")
def test_the_worker_that_reads_for_it_stays_and_ends_with_it(stays: Service) -> None:
    def children() -> list[int]:
        return [int(each) for each in Path(f"/proc/{daemon}/task/{daemon}/children").read_text("ascii").split()]

    assert stays.lock is not None
    daemon = stays.lock.read_text("ascii").strip()
    before = children()
    stays.edit("app/mailer.py", "    smtplib.", "    spare = 1\n    smtplib.")
    assert stays.asked().code == 1
    assert children() == before
    assert len(before) == 1
    end(stays)
    wait_for(lambda: not is_running(before[0]))


def test_it_ends_when_archlint_changes(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(Path(package.__file__).parent, source / "archlint", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(folder(), source / "archlint" / "rules")
    service = Service(tmp_path, source)
    service.check("--daemon")
    wait_for(service.has_daemon)
    assert service.asked().code == 1
    with its_lock(service) as is_held:
        with (source / "archlint" / "findings.py").open("a", encoding="utf-8") as file:
            file.write("# another release\n")
        assert service.asked().code == ALONE
        wait_for(lambda: not is_held(), 20)


def test_no_door_but_ones_own_is_knocked_at(stays: Service, tmp_path: Path) -> None:
    """Whoever put up a socket in a shared cache folder gets neither streams nor variables."""
    if os.getuid() != 0:
        pytest.skip("only root can give a file away")
    assert stays.door is not None
    os.chown(stays.door, 65_534, 65_534)
    assert stays.asked().code == ALONE


def test_what_no_daemon_can_answer_is_said(service: Service) -> None:
    told = service.check("--daemon", "--base=HEAD")
    assert "archlint: --daemon does not go with --base\n" in told.err
    assert service.lock is None
