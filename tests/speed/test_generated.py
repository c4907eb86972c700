"""The service on which tools are measured is a real one, and always the same."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.speed.generated.service import generate
from benchmarks.speed.trees import tree

from archlint.config import discover
from archlint.engine import Request, run


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two domains, the second one not finished."""
    folder = tmp_path_factory.mktemp("service")
    generate(folder, 130)
    return folder


def imported(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("app"):
            yield from ((node.module, alias.name) for alias in node.names)


def defined(path: Path) -> set[str]:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    names = {node.name for node in body if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)}
    return names | {name.id for node in body for name in ast.walk(node) if isinstance(name, ast.Name)}


def test_it_has_as_many_files_as_were_asked_for_and_they_are_the_same_every_time(service: Path, tmp_path: Path) -> None:
    generate(tmp_path, 130)
    files, again = tree(service).files, tree(tmp_path).files
    assert len(files) == 130
    assert {path: file.read_bytes() for path, file in files.items()} == {
        path: file.read_bytes() for path, file in again.items()
    }


def test_all_that_its_files_import_of_each_other_is_there(service: Path) -> None:
    for path in service.rglob("*.py"):
        for module, name in imported(path):
            file = service / module.replace(".", "/")
            if file.is_dir():
                assert (file / f"{name}.py").exists(), (path, module, name)
            else:
                assert name in defined(file.with_suffix(".py")), (path, module, name)


def test_archlint_finds_something_in_it_and_nothing_that_it_cannot_read(service: Path) -> None:
    ((_, outcome),) = run(Request(discover([], cwd=service)))
    assert outcome.problems == ()
    assert "concurrency/blocking-call-chain" in {finding.rule for finding in outcome.findings}
