"""Write the committed JSON Schemas of the report, of baselines, of explanations and of the settings."""

from __future__ import annotations

import json
from pathlib import Path

from archlint.config import validation
from archlint.explain import json as explain
from archlint.report import debts
from archlint.report import json as report

FOLDER = Path(__file__).parents[1] / "docs/schema"


def main() -> None:
    """The files, as the tests compare them."""
    schemas = {
        "report-1": report.schema(),
        "baseline-1": debts.schema(),
        "explain-1": explain.schema(),
        "config": validation.schema(),
    }
    for name, described in schemas.items():
        (FOLDER / f"{name}.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
