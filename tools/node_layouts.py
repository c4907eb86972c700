"""Record the fields of LibCST's nodes, for trees that are read without importing LibCST: `nox -s layouts`."""

from __future__ import annotations

from pathlib import Path

import libcst

from archlint.extract.nodes import layouts_of_libcst

TARGET = Path(__file__).parents[1] / "src/archlint/extract/layouts.py"


def recorded() -> str:
    """The module that holds them."""
    rows = "".join(f'    "{kind}": "{" ".join(names)}",\n' for kind, names in sorted(layouts_of_libcst().items()))
    return (
        '"""The fields of LibCST\'s nodes, by kind; recorded by `nox -s layouts`."""\n\n'
        "# ruff: noqa: E501 - a kind a line\n\n"
        "from __future__ import annotations\n\n"
        f'VERSION = "{libcst.LIBCST_VERSION}"\n'
        '"""The release they are of; with any other one they are asked for at run time."""\n'
        f"LAYOUTS: dict[str, str] = {{\n{rows}}}\n"
    )


if __name__ == "__main__":
    TARGET.write_text(recorded(), encoding="utf-8")
