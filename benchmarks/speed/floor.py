"""How much CPU LibCST takes to parse all files of a folder, in one process: `python floor.py FOLDER`.

Only the parsing counts: not starting, not importing, not reading.
"""

import sys
import time
from pathlib import Path

import libcst

SKIPPED = {"__pycache__", "node_modules", ".venv", "venv", "dist"}


def main(folder: str) -> None:
    """Print the CPU seconds."""
    paths = [path for path in sorted(Path(folder).rglob("*.py")) if not SKIPPED & set(path.parts)]
    sources = [path.read_bytes() for path in paths]
    start = time.process_time()
    for source in sources:
        try:
            libcst.parse_module(source)
        except (libcst.ParserSyntaxError, UnicodeDecodeError):
            continue
    print(time.process_time() - start)


if __name__ == "__main__":
    main(sys.argv[1])
