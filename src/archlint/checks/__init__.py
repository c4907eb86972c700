"""One rule, one function: `checks/<family>/<name>.py` keeps the promise of `rules/<family>/<name>.md`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Generic, TypeAlias, TypeVar

from archlint.findings import Finding
from archlint.project import Project

Subject = TypeVar("Subject")
Findings: TypeAlias = Iterator[Finding]


@dataclass(frozen=True, slots=True)
class Check(Generic[Subject]):
    """A rule's judgement: `run` is handed every subject of type `on` that the project holds."""

    name: str
    """The rule's address, `family/name`."""
    on: type[Subject]
    run: Callable[[Subject, Project], Findings]


def check(name: str, on: type[Subject]) -> Callable[[Callable[[Subject, Project], Findings]], Check[Subject]]:
    """Make a function the check of the rule `name`, run on every subject of type `on`."""

    def decorate(run: Callable[[Subject, Project], Findings]) -> Check[Subject]:
        return Check(name, on, run)

    return decorate


def load(name: str) -> Check[object]:
    """The check of the rule `name`, found by its address; nothing else is imported.

    Raises LookupError when its module holds no check of that name.
    """
    module = import_module("archlint.checks." + name.replace("/", ".").replace("-", "_"))
    for value in vars(module).values():
        if isinstance(value, Check) and value.name == name:
            return value
    raise LookupError(f"{module.__name__} holds no check named {name}")
