"""A record knows those of its very own class: so no class that others are derived from may be asked for."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

import archlint
from archlint import facts
from archlint.records import Kind


def below(kind: type[object]) -> Iterator[type[object]]:
    """A class and all that are derived from it."""
    yield kind
    derived: list[type[object]] = kind.__subclasses__()
    for each in derived:
        yield from below(each)


def asked_for(tree: ast.AST) -> Iterator[str]:
    """The names in what `isinstance` and class patterns ask for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.MatchClass):
            yield ast.unparse(node.cls).rpartition(".")[2]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "isinstance":
            yield from (ast.unparse(each).rpartition(".")[2] for each in ast.walk(node.args[1]))


def test_a_record_is_of_its_own_class_and_of_no_other() -> None:
    name: object = facts.Name(0, 1, "a")
    assert isinstance(name, facts.Name)
    assert not isinstance(name, facts.String)
    assert not isinstance("a", facts.Name)


def test_nobody_asks_for_a_class_of_records_that_others_are_derived_from() -> None:
    for each in pkgutil.walk_packages(archlint.__path__, "archlint."):
        if not each.name.endswith("__main__"):
            importlib.import_module(each.name)
    kinds = [each for each in below(Struct) if isinstance(each, Kind)]
    derived_from = {each.__name__ for each in kinds if each.__subclasses__()}
    assert len(kinds) > 100
    assert {"Fact", "Located", "Record"} <= derived_from
    sources = Path(archlint.__file__).parent.rglob("*.py")
    asked = {name for path in sources for name in asked_for(ast.parse(path.read_text(encoding="utf-8")))}
    assert {"Name", "External", "CallEvent"} <= asked
    assert derived_from.isdisjoint(asked)
