"""Paths as they are matched: what stands in braces, and which requests a path takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

_BRACES = re.compile(r"\{([a-zA-Z_]\w*)(?::([a-zA-Z_]\w*))?\}")
_PATTERNS = {
    "str": "[^/]+",
    "path": ".*",
    "int": "[0-9]+",
    "float": r"[0-9]+(?:\.[0-9]+)?",
    "uuid": "[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}",
}
"""What Starlette's convertors take."""
_SAMPLES = {
    "str": "\x01",
    "path": "/".join("\x01" * 9),
    "int": "7",
    "float": "7.5",
    "uuid": "5c2f1d52-0000-4000-8000-00000000abcd",
}
"""What only a convertor that takes everything of its kind would take too."""


@dataclass(frozen=True)
class Template:
    """A full path with its parameters."""

    path: str
    parameters: tuple[tuple[str, str], ...]
    """Names and convertors in order; "str" where none is written."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.parameters)

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """What stands between slashes, the empty ends left out."""
        return tuple(each for each in self.path.split("/") if each)

    @cached_property
    def shape(self) -> str:
        """The path without the names of its parameters: two of one shape take the same requests."""
        return _BRACES.sub(lambda found: f"{{{found[2] or 'str'}}}", self.path)

    @cached_property
    def spans_segments(self) -> bool:
        """Whether a parameter takes slashes too."""
        return any(convertor == "path" for _, convertor in self.parameters)

    @cached_property
    def sample(self) -> str:
        """A path that it takes, as different from others as it may be."""
        return _BRACES.sub(lambda found: _SAMPLES[found[2] or "str"], self.path)

    @cached_property
    def head(self) -> str:
        """What every path that it takes begins with, up to a slash."""
        return _up_to_slash(self.path.partition("{")[0])

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The heads that a template needs to take all that this one takes, the shortest first."""
        return ("", *(self.sample[: at + 1] for at, each in enumerate(self.sample) if each == "/"))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        literals = [re.escape(each) for each in _BRACES.split(self.path)[::3]]
        patterns = [_PATTERNS[convertor] for _, convertor in self.parameters]
        return re.compile("".join(each for pair in zip(literals, [*patterns, ""], strict=True) for each in pair))

    def takes_all_of(self, other: Template) -> bool:
        """Whether every path that the other takes is one that it takes."""
        return self._pattern.fullmatch(other.sample) is not None

    def converted(self, convertor: str) -> Template | None:
        """The same path with a convertor wherever none is written."""
        return template(_BRACES.sub(lambda found: f"{{{found[1]}:{found[2] or convertor}}}", self.path))


def _up_to_slash(text: str) -> str:
    return text[: text.rfind("/") + 1]


@lru_cache(maxsize=4096)
def template(path: str) -> Template | None:
    """A path read; None where it has a convertor of the project's own."""
    parameters = tuple((name, convertor or "str") for name, convertor in _BRACES.findall(path))
    if any(convertor not in _PATTERNS for _, convertor in parameters):
        return None
    return Template(path, parameters)


def is_parameter(segment: str) -> bool:
    """Whether a segment of a path is nothing but a parameter."""
    return _BRACES.fullmatch(segment) is not None
