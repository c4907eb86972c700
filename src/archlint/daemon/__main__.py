"""`python -m archlint.daemon DOOR ARGUMENT…`, as `client.start` has it."""

from __future__ import annotations

import sys
from pathlib import Path

from archlint.daemon.alone import only_one


def main(door: str, arguments: list[str]) -> None:
    """Serve at a door, unless another process does."""
    with only_one(f"{door}.lock") as is_alone:
        if is_alone:
            from archlint.daemon.server import Daemon

            Daemon(Path(door)).serve(arguments)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
