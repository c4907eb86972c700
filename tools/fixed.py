"""Write what `--fix` makes of the bad fixtures into `fixtures/<family>/<name>/fixed/`; read the difference before use.

usage: python tools/fixed.py [FAMILY/NAME ...]
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from archlint.catalogue import rules  # noqa: E402
from harness.fixed import repaired, write  # noqa: E402


def main(words: list[str]) -> None:
    """Write them for the rules that are named, or for all that have a fix."""
    with TemporaryDirectory() as cache:
        for rule in (each for each in rules().values() if each.fix and (not words or each.address in words)):
            folder = ROOT / "fixtures" / rule.address
            shutil.rmtree(folder / "fixed", ignore_errors=True)
            for case in sorted((folder / "bad").iterdir()):
                made = repaired(case, rule.address, Path(cache))
                if made.changes:
                    write(case, folder / "fixed" / case.name, made)


if __name__ == "__main__":
    main(sys.argv[1:])
