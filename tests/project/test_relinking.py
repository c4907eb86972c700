"""What an edit of a file changes of its module is said exactly: what is missed is stale, what is too much is slow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archlint import facts
from archlint.extract import extract
from archlint.project import Module
from archlint.project.flow.relinking import relink
from archlint.project.memory import Part, Trace, atom_of_name, watch
from services import project_of

SOURCE = """\
import os
from app import *

__all__ = ["price"]
__all__.extend(["Order"])

rate = 1
try:
    rate = os.getenv("RATE")
except ValueError:
    raise
print(rate)


class Order:
    class Config:
        size = 1

    def total(self) -> int:
        return 1


def price() -> int:
    return 1
"""
ALWAYS = {Part.BODIES, Part.OFFSETS}
BEYOND = {Part.BODIES, Part.OFFSETS, Part.TOP, Part.DEFINITIONS}


@pytest.fixture
def module() -> Iterator[Module]:
    watch(Trace())
    yield project_of({"a.py": SOURCE}).modules["a.py"]
    watch(None)


def edited(module: Module, before: str, after: str) -> set[object]:
    assert before in SOURCE
    said = extract(SOURCE.replace(before, after).encode(), max_size=10_000)
    return set(relink(module, said, {}).atoms)


def atoms(module: Module, parts: set[Part], *names: str) -> set[object]:
    return {(module, each) for each in parts} | {atom_of_name(module, each) for each in names}


def test_an_edit_of_a_body_changes_the_meaning_of_no_name(module: Module) -> None:
    assert edited(module, "        return 1", "        return 2") == atoms(module, ALWAYS)


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        ("class Order", "def spare(): ...\n\n\nclass Order", ["spare"]),
        ("class Order", "class Spare: ...\n\n\nclass Order", ["Spare"]),
        ("import os\n", "import sys\nimport os\n", ["sys"]),
        ("import os\n", "import posix as os\n", ["os"]),
        ("import *", "import Other", ["*", "Other"]),
        ('["price"]', '["Order"]', ["__all__"]),
        ('["Order"]', '["rate"]', ["__all__"]),
        ("rate = 1", "rate = 2", ["rate"]),
        ("    raise", "    pass", ["rate"]),
        ("def price()", "def price(x)", ["price"]),
        ("def total(self)", "def total(self, x)", ["Order.total"]),
        ("def total", "def sum_up", ["Order.total", "Order.sum_up", "Order"]),
        ("size = 1", "size = 2", ["Order.Config"]),
        ("class Order:", "class Order(dict):", ["Order"]),
    ],
)
def test_only_names_that_mean_another_thing_are_said_to(
    before: str, after: str, names: list[str], module: Module
) -> None:
    assert edited(module, before, after) == atoms(module, BEYOND, *names)


def test_definitions_are_those_of_the_new_source_and_know_their_place(module: Module) -> None:
    total = module.functions["Order.total"]
    edited(module, "class Order", "def spare():\n    def inner(): fresh()\n\n\nclass Order")
    found = [(each.qualname, each.index) for each in module.all_functions]
    assert found == [("spare", 0), ("spare.<locals>.inner", 1), ("Order.total", 2), ("price", 3)]
    assert module.functions["Order.total"] is total
    assert module.classes["Order"].methods() == [total]
    assert [each.qualname for each in module.nested_in(module.functions["spare"])] == ["spare.<locals>.inner"]
    assert module.mentioning({"fresh"}) == [module.functions["spare.<locals>.inner"]]
    assert isinstance(module.facts.top[-1], facts.Define)
