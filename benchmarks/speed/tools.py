"""The tools that are compared, one a file of `benchmarks/peers/`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

PEERS = Path(__file__).parents[1] / "peers"
SUBJECT = "archlint"
Kind: TypeAlias = Literal["cold", "warm", "changed"]


class Tool(BaseModel):
    """How a tool is run. In `command`, `prepare`, `environment` and `files`, names in braces stand for folders and for
    what is known of the tree: {bin} {cache} {tree} {peers} {scripts} {package} {packages} {containers}.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=lambda name: name.replace("_", "-"))

    name: str
    work: str
    """What it is asked to do, in words."""
    command: tuple[str, ...]
    codes: frozenset[int]
    """The exit codes of a run that came to its end."""
    says: str = ""
    """A pattern that is found in what such a run prints, where the exit code alone does not tell."""
    prepare: tuple[str, ...] = ()
    """A command that is run once in each new tree, not measured."""
    finish: tuple[str, ...] = ()
    """What ends the process that it leaves behind; such a tool is not measured but after edits."""
    environment: dict[str, str] = Field(default_factory=dict)
    files: dict[str, str] = Field(default_factory=dict)
    """Settings to write into the tree."""
    keeps: bool = False
    """Whether it keeps anything from one run to the next."""
    leftovers: tuple[str, ...] = ()
    """Where in the tree it keeps that, if not in {cache}."""
    measures: frozenset[Kind] = frozenset({"cold", "warm", "changed"})
    floor: bool = False
    """Whether it is no peer but what nothing can be faster than; then its output is its CPU seconds, if anything."""
    environment_of: str = ""
    """The tool whose environment it shares; "" for one of its own."""

    @property
    def kinds(self) -> frozenset[Kind]:
        """What is worth measuring: a tool that keeps nothing is as slow the next time."""
        return self.measures if self.keeps or self.floor else self.measures & {"cold"}

    @property
    def requirements(self) -> Path:
        return PEERS / f"{self.environment_of or self.name}.txt"


def tools() -> dict[str, Tool]:
    """All tools by name, archlint among them."""
    found = {}
    for path in sorted(PEERS.glob("*.toml")):
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        found[path.stem] = Tool.model_validate({"name": path.stem, **said})
    return found
