"""What all parts of a measurement share: the tools that are here, where things are kept, and how often to run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.speed.environments import AbsentError, Environments
from benchmarks.speed.record import Results, Usage, middle, save
from benchmarks.speed.stage import Stage, staged
from benchmarks.speed.tools import SUBJECT, Tool
from benchmarks.speed.trees import Tree

_SHORT = 1.0
"""Seconds: runs below are repeated more often, for they are told apart with more trouble."""


@dataclass
class Bench:
    """One measurement; what it comes to is kept after every step."""

    environments: Environments
    tools: dict[str, Tool]
    """Those to measure beside archlint."""
    subject: Tool
    results: Results
    kept: Path
    pairs: int = 5
    short_pairs: int = 15
    patience: float = 600
    _programs: dict[str, Path] = field(default_factory=dict)

    def prepare(self) -> None:
        """Make all environments; what cannot be had is left out, with the reason."""
        self._programs[SUBJECT] = self.environments.bin(self.subject)
        for name, tool in list(self.tools.items()):
            self.results.absent.pop(name, None)
            try:
                self._programs[name] = self.environments.bin(tool)
            except AbsentError as error:
                self.results.absent[name] = str(error)
                del self.tools[name]
        for tool in (self.subject, *self.tools.values()):
            if not tool.floor:
                self.results.versions[tool.name] = self.environments.versions(tool)
        self.results.python = self.environments.version
        self.save()

    def stage(self, tool: Tool, tree: Tree) -> AbstractContextManager[Stage]:
        """A tool with a tree of its own."""
        return staged(tool, self._programs[tool.name], tree, self.patience)

    def often(self, first: Usage, short: float = _SHORT) -> int:
        """How often a run like this one is repeated; `short` ones more often."""
        return self.short_pairs if first.wall < short else self.pairs

    def middle(self, run: Callable[[], Usage], *, always: bool = False) -> Usage:
        """The median of several runs; of one where it takes long, unless they are wanted always."""
        first = run()
        more = 0 if first.wall > self.patience / 10 and not always else self.often(first) - 1
        return middle([first, *(run() for _ in range(more))])

    def save(self) -> None:
        """Keep what is known so far."""
        save(self.kept, self.results)

    def say(self, text: str) -> None:
        """Tell who waits what is going on."""
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
