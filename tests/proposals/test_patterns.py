"""Patterns meet what they are for, and nothing else, whatever files are called."""

from __future__ import annotations

import random

import pytest

from archlint.files import spec
from archlint.proposals.patterns import patterns


def met(found: tuple[str, ...], paths: set[str]) -> set[str]:
    return {path for path in paths if spec(found).match_file(path)}


def test_a_folder_of_one_layer_is_one_pattern() -> None:
    wanted = {"app/api/users.py", "app/api/v1/visits.py"}
    assert patterns(wanted, {"app/services/users.py", "app/main.py"}) == ("app/api/**",)


def test_a_name_shared_by_many_folders_is_one_pattern() -> None:
    wanted = {"app/users/router.py", "app/visits/router.py"}
    assert patterns(wanted, {"app/users/service.py", "app/visits/service.py"}) == ("**/router.py",)


def test_a_single_file_stands_for_itself() -> None:
    assert patterns({"crud.py"}, {"main.py", "old/crud.py"}) == ("/crud.py",)
    assert patterns({"app/crud.py"}, {"app/main.py"}) == ("app/crud.py",)


@pytest.mark.parametrize("name", ["a[b]", "!a", "#a", "a*b", "a?b", "a b", "a\\b", "ä"])
def test_nothing_in_a_name_means_more_than_itself(name: str) -> None:
    wanted = {f"app/{name}/x.py", f"{name}.py", f"app/{name}.py"}
    others = {"app/b/x.py", "a.py", "app/ab.py", "app/axb.py", "b.py", "app/x.py"} - wanted
    assert met(patterns(wanted, others), wanted | others) == wanted


def test_any_split_of_any_tree_is_met_exactly() -> None:
    chosen = random.Random(7)
    for _ in range(300):
        folders = ["", "app/", "app/a/", "app/a/b/", "app/c/", "lib/"]
        paths = {chosen.choice(folders) + chosen.choice(["x", "y", "router", "__init__"]) + ".py" for _ in range(9)}
        wanted = {path for path in paths if chosen.random() < 0.5}
        assert met(patterns(wanted, paths - wanted), paths) == wanted
