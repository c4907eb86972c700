"""The side of whoever wants an answer. Light, like `trail`."""

from __future__ import annotations

import os
import sys
import zlib

from archlint.cache.folder import inside
from archlint.cache.replay import environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from archlint.cache.replay import Question

HERE, NO = b"+", b"-"
"""What a daemon says first, and what it says where a run of one's own is quicker."""
UNANSWERED = -1
_LONGEST = 100
"""Bytes of the path of a socket; some systems take 104."""
_SOON = 0.2
"""Seconds: a daemon that does not say that it is there is at work for somebody else."""
_OTHERS = ("--base", "--head", "--changed")
"""Flags of runs that compare what no daemon keeps."""


def door(folder: str) -> str:
    """Where the daemon is to be found, by whoever runs the same archlint with the same cache in the same folder."""
    fixed = "\0".join((os.getcwd(), os.path.abspath(__file__), sys.version, *sys.path))
    return inside(folder, "daemons", f"{zlib.crc32(os.fsencode(fixed)):08x}")


def why_not(door: str, arguments: list[str]) -> str:
    """Why no daemon can answer here; "" where one can."""
    if os.name != "posix":
        return "needs sockets that have a path"
    if len(os.fsencode(door)) > _LONGEST:
        return "needs a cache folder with a shorter path"
    other = next((each for each in arguments if each.startswith(_OTHERS)), "")
    return f"does not go with {other.partition('=')[0]}" if other else ""


def ask(door: str, arguments: list[str], asked: Question) -> int | None:
    """The exit code of a run that a daemon made, into the streams of this process; UNANSWERED where it has not, and
    None where there is none.
    """
    import json
    import socket

    said = {
        "arguments": arguments,
        "environment": environment(),
        "encodings": [sys.stdout.encoding, sys.stderr.encoding],
        "path": asked.path,
        "text": asked.text.hex(),
    }
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(_SOON)
        try:
            if os.lstat(door).st_uid != os.getuid():
                return UNANSWERED
            line.connect(door)
        except OSError:
            return None
        try:
            if line.recv(1) != HERE:
                return UNANSWERED
            line.settimeout(None)
            socket.send_fds(line, [b"?"], [sys.stdout.fileno(), sys.stderr.fileno()])
            line.sendall(json.dumps(said).encode() + b"\n")
            code = line.makefile("rb").readline().strip()
        except (OSError, ValueError):
            return UNANSWERED
        if code == NO:
            line.detach()  # open until this process ends, for so long the daemon leaves the machine to its run
    return int(code) if code.isdigit() else UNANSWERED


def start(door: str, arguments: list[str]) -> None:
    """Let a daemon come that has judged the project by the time of the next run; nothing where there is one."""
    import subprocess

    command = [sys.executable, "-P", "-m", "archlint.daemon", door, *arguments]
    nowhere = subprocess.DEVNULL
    try:
        subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True)
    except OSError:
        return
