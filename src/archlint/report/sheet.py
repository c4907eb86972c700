"""What a report is written on, and which formats there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal, Protocol, TypeAlias, cast, get_args

from archlint.catalogue import Rule
from archlint.findings import Outcome

Format: TypeAlias = Literal["text", "concise", "json", "github", "gitlab", "junit", "markdown", "rdjson", "sarif"]
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True, slots=True)
class Sheet:
    """How to write: the rules to name, the folder that paths are relative to, and what the reader's screen can do."""

    rules: Mapping[str, Rule]
    base: Path
    width: int = 88
    """Columns, for the formats that people read."""
    wrap: bool = False
    """Whether sentences are broken at the width: on a terminal, not where lines are searched."""
    colour: bool = False
    ascii: bool = False
    """Whether the output's encoding lacks box-drawing characters."""
    summary: bool = True
    exit_code: int = 0


class Reporter(Protocol):
    """A module of this package that is named like its format."""

    def render(self, outcome: Outcome, sheet: Sheet, /) -> str: ...


def render(form: Format, outcome: Outcome, sheet: Sheet) -> str:
    """The report in one of the formats, ending in a newline unless it is empty."""
    return cast("Reporter", import_module(f"archlint.report.{form}")).render(outcome, sheet)
