"""`archlint` and `python -m archlint`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; the exit code."""
    from archlint.cli import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
