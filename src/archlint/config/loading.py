"""A TOML file → settings as written, each with the line it comes from."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from archlint import trail
from archlint.config.errors import KIND, ConfigError
from archlint.config.lines import line_of
from archlint.findings import Problem

TABLE = ("tool", "archlint")
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one file as written there."""

    path: str = ""
    """The file, as the user would type it; "" when there is none."""
    text: str = ""
    table: tuple[str, ...] = TABLE
    """The keys that lead to the settings."""
    values: Mapping[str, object] = field(default_factory=dict)

    def line(self, keys: Sequence[str], word: str = "") -> int:
        """The line of a setting, from 1; 0 without a file."""
        return line_of(self.text, (*self.table, *keys), word) if self.path else 0

    def problem(self, keys: Sequence[str], message: str, word: str = "") -> Problem:
        """What is wrong with a setting."""
        return Problem(KIND, self.path, message, self.line(keys, word))


def read(real: str, shown: str, *, whole: bool = False) -> Settings | None:
    """The settings in a file; None when it has no `[tool.archlint]`. With `whole`, the file may hold nothing else.

    Raises ConfigError for a file that is no TOML, OSError for one that cannot be read.
    """
    data = trail.read(real)
    if b"archlint" not in data and not whole:
        return None
    text, parsed = _parse(data, shown)
    table = parsed
    for key in TABLE:
        inner = table.get(key)
        if not isinstance(inner, dict):
            return Settings(shown, text, (), parsed) if whole and "tool" not in parsed else None
        table = inner
    return Settings(shown, text, TABLE, table)


def _parse(data: bytes, shown: str) -> tuple[str, dict[str, object]]:
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(Problem(KIND, shown, "not UTF-8, which TOML has to be", line)) from None
    except tomllib.TOMLDecodeError as error:
        at = _POSITION.search(str(error))
        line, column = (int(at[1] or 0), int(at[2] or 0)) if at else (0, 0)
        message = _POSITION.sub("", str(error))
        raise ConfigError(Problem(KIND, shown, f"not TOML: {message}", line, column)) from None
    except RecursionError:
        raise ConfigError(Problem(KIND, shown, "not TOML that can be read: nested too deeply")) from None
