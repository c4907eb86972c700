"""Write the committed JSON Schemas of the report and of the settings."""

from __future__ import annotations

import json
from pathlib import Path

from archlint.config import Config
from archlint.report.json import schema

FOLDER = Path(__file__).parents[1] / "docs/schema"


def main() -> None:
    """Both files, as the tests compare them."""
    for name, described in {"report-1": schema(), "config": Config.model_json_schema(by_alias=True)}.items():
        (FOLDER / f"{name}.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
