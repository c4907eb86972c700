"""The contracts of import-linter are read wherever it reads them, and taken over as far as they say the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from archlint.proposals.import_linter import NoContractsError, contracts, converted
from services import project_of

TOML = """
[tool.importlinter]
root_package = "app"

[[tool.importlinter.contracts]]
name = "Downwards"
type = "layers"
containers = ["app"]
layers = ["api", "services | clients", "(legacy)", "data"]
ignore_imports = ["app.data -> app.api"]

[[tool.importlinter.contracts]]
name = "No requests"
type = "forbidden"
source_modules = ["app"]
forbidden_modules = ["requests"]
"""
INI = """
[importlinter]
root_package = app

[importlinter:contract:1]
name = Downwards
type = layers
containers =
    app
layers =
    api
    services | clients
    (legacy)
    data
ignore_imports =
    app.data -> app.api

[importlinter:contract:2]
name = No requests
type = forbidden
source_modules = app
forbidden_modules = requests
"""
FILES = dict.fromkeys(
    ("src/app/__init__.py", "src/app/api/__init__.py", "src/app/api/users.py", "src/app/services/users.py",
     "src/app/clients.py", "src/app/data/__init__.py", "src/app/main.py"), "x = 1\n"
)  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [("pyproject.toml", TOML), (".importlinter", INI), ("setup.cfg", INI)])
def test_an_order_of_layers_becomes_layers(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    proposal = converted(project_of(FILES), contracts(tmp_path))
    assert [(each.name, each.match) for each in proposal.layers] == [
        ("api", ("src/app/api/**",)),
        ("services", ("src/app/services/**", "src/app/clients.py")),
        ("data", ("src/app/data/**",)),
    ]
    assert proposal.remarks == (
        "`ignore_imports` of `Downwards` is not taken over; archlint baseline keeps what is found today",
        "the contract `No requests` (forbidden) stays with import-linter",
    )


def test_a_layer_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / ".importlinter").write_text(INI.replace("    data\n", "    storage\n"), encoding="utf-8")
    proposal = converted(project_of(FILES), contracts(tmp_path))
    assert "`storage` of `Downwards` names no module of the project" in proposal.remarks


def test_without_contracts_there_is_nothing_to_take_over(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\n", encoding="utf-8")
    with pytest.raises(NoContractsError):
        contracts(tmp_path)


def test_a_file_that_cannot_be_read_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / ".importlinter").write_text("layers = 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no section"):
        contracts(tmp_path)
