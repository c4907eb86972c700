"""What a daemon of archlint's says, and nobody else: `python asked.py ARGUMENTS...` in the service, as `archlint
ARGUMENTS...`. The exit code is ALONE where no daemon answered.
"""

from __future__ import annotations

import sys

from archlint.cache.replay import folder_of, question
from archlint.daemon import client

ALONE = 99


def main(arguments: list[str]) -> int:
    """Ask."""
    asked = question(arguments)
    told = client.ask(client.door(folder_of(arguments)), arguments, asked) if asked else None
    return ALONE if told is None or told == client.UNANSWERED else told


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
