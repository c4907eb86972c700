"""One run of archlint with some number of workers, and with everything that the system lists in another order:
`python judged.py WORKERS SEED ARGUMENTS...`, in archlint's environment. Says last, on standard error, how many
processes were forked.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from types import TracebackType
from typing import Self

_scandir = os.scandir


class _Shuffled(Iterator["os.DirEntry[str]"]):
    """What a folder holds, in any order."""

    chance = random.Random()

    def __init__(self, folder: str = ".") -> None:
        with _scandir(folder) as found:
            entries = list(found)
        self.chance.shuffle(entries)
        self._entries = iter(entries)

    def __next__(self) -> os.DirEntry[str]:
        return next(self._entries)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return

    def close(self) -> None:
        return


def main(workers: int, seed: int, arguments: list[str]) -> int:
    """Run archlint."""
    forks: list[int] = []
    os.register_at_fork(after_in_parent=lambda: forks.append(1))
    _Shuffled.chance.seed(seed)
    os.scandir = _Shuffled  # type: ignore[assignment]
    from archlint.workers import machine

    assert machine.cores() > 0, "the number of workers is no longer told by `cores`"
    machine.cores = lambda: workers
    sys.argv = ["archlint", *arguments]
    from archlint.__main__ import main as run

    code = run()
    print(f"forks: {len(forks)}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
