"""What `archlint check --fix` does to real services, and to files while it is killed.

usage: python -m benchmarks.fixes services CHECKOUTS [--seed N] [--names a,b]
       python -m benchmarks.fixes kills [--seed N] [--runs 200]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.fixes import kills, services


class Given(argparse.Namespace):
    """What was typed."""

    command: str
    checkouts: Path
    names: str
    runs: int
    seed: int


def main() -> int:
    """Run one of the two; 1 where a bar is not met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("services")
    one.add_argument("checkouts", type=Path)
    one.add_argument("--names", default="full-stack-fastapi-template,benav-boilerplate,lnbits,khoj,romm,mealie")
    two = commands.add_parser("kills")
    two.add_argument("--runs", type=int, default=200)
    for each in (one, two):
        each.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(namespace=Given())
    if given.command == "services":
        return services.run(given.checkouts, given.names.split(","), given.seed)
    return kills.run(given.runs, given.seed)


if __name__ == "__main__":
    sys.exit(main())
