"""The reference service keeps every rule, and one small change of it per rule is found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archlint.engine.keeping import Keeping
from archlint.findings import Finding
from harness import mutations
from harness.judging import judge
from harness.mutations import Mutation

ROOT = Path(__file__).parents[2]
SERVICE = ROOT / "example_service"
MUTATIONS = [pytest.param(each, id=f"{each.rule}: {each.name}") for each in mutations.read(ROOT / "fixtures/mutations")]


def test_the_reference_service_keeps_every_rule(cache: Path) -> None:
    assert [f"{each.place.path}:{each.place.line}: {each.rule} {each.message}" for each in judge(SERVICE, cache)] == []


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_mutation_of_the_reference_service_is_found(mutation: Mutation, tmp_path: Path, cache: Path) -> None:
    service = copied(tmp_path)
    for edit in mutation.edits:
        edit.apply(service)
    assert sorted(with_text(each, service) for each in judge(service, cache)) == mutation.expected


def test_a_project_that_is_kept_finds_each_mutation_and_loses_it_again(tmp_path: Path, cache: Path) -> None:
    """As a daemon keeps it, whatever the edit: each is followed by its undoing, and nothing is left of either."""
    service = copied(tmp_path)
    keeping = Keeping()
    judge(service, cache, keeping)
    for mutation in mutations.read(ROOT / "fixtures/mutations"):
        for edit in mutation.edits:
            edit.apply(service)
        found = judge(service, cache, keeping)
        assert sorted(with_text(each, service) for each in found) == mutation.expected, mutation.name
        for edit in mutation.edits:
            if edit.content is None:
                shutil.copy(SERVICE / edit.file, service / edit.file)
            else:
                (service / edit.file).unlink()
        assert judge(service, cache, keeping) == (), f"after {mutation.name} was taken back"


def copied(folder: Path) -> Path:
    """The reference service in a place of its own."""
    return shutil.copytree(SERVICE, folder / "service", ignore=shutil.ignore_patterns("__pycache__", ".*_cache"))


def with_text(finding: Finding, root: Path) -> tuple[str, str, str]:
    """Rule, path and the text of the line."""
    lines = (root / finding.place.path).read_text(encoding="utf-8").split("\n")
    return finding.rule, finding.place.path, lines[finding.place.line - 1].strip()
