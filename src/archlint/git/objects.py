"""The content of objects, through one `git cat-file --batch` for as many as are wanted."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from typing import IO

from archlint.git.asking import GitError, command, environment


class Objects:
    """Reads blobs by their ids; the process starts with the first and ends with `close`."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, name: str) -> bytes:
        """The bytes of an object; raises GitError where the repository does not have it."""
        requests, answers = self._pipes()
        try:
            requests.write(f"{name}\n".encode())
            requests.flush()
            head = answers.readline().split()
            if len(head) != 3:
                raise GitError(
                    f"the object {name[:12]} is missing, as in a partial clone; fetch it, e.g. with"
                    " `git fetch --refetch --filter=blob:limit=1g`, or clone without `--filter`"
                )
            content = answers.read(int(head[2]) + 1)
        except OSError as error:
            raise GitError(f"git cat-file ended: {error.strerror}") from None
        if len(content) != int(head[2]) + 1:
            raise GitError("git cat-file ended before its time")
        return content[:-1]

    def close(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()  # it only reads; a worker may still hold a copy of its pipe, so it need not see the end of it
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        process.wait()

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            self._process = subprocess.Popen(
                command(self._folder, "cat-file", "--batch"),
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        return self._process.stdin, self._process.stdout
