"""The versions that a library may have."""

from __future__ import annotations

import re
from dataclasses import dataclass

from packaging.specifiers import InvalidSpecifier, Specifier, SpecifierSet
from packaging.version import InvalidVersion, Version

_POETRY = re.compile(r"(?P<sign>[~^])\s*(?P<version>\d[\w.]*)$")


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions that a project may run with: those that it is locked to, or a range of them."""

    locked: tuple[Version, ...] = ()
    """Several where they depend on the platform; none where a range is all that is known."""
    low: Version | None = None
    """The lowest of the range."""
    high: Version | None = None
    """The first above the range."""

    def at_least(self, version: str) -> bool | None:
        """Whether it is this version or a later one, on every machine; None where it may be either."""
        wanted = Version(version)
        if self.locked:
            answers = {each >= wanted for each in self.locked}
            return answers.pop() if len(answers) == 1 else None
        if self.low is not None and self.low >= wanted:
            return True
        return False if self.high is not None and self.high <= wanted else None


def exactly(text: str) -> Versions | None:
    """One version as a lock file writes it."""
    try:
        return Versions((Version(text.removeprefix("==")),))
    except InvalidVersion:
        return None


def ranged(text: str) -> Versions | None:
    """The versions of a declaration, Poetry's `^1.2` and `~1.2` included; None where it says nothing of them."""
    low, high = Version("0"), None
    try:
        for each in SpecifierSet(",".join(_translated(part.strip()) for part in text.split(",") if part.strip())):
            if (exact := _pinned(each)) is not None:
                return Versions((exact,))
            first, above = _bounds(each)
            low = max(low, first) if first is not None else low
            high = min(high or above, above) if above is not None else high
    except (InvalidSpecifier, InvalidVersion):
        return None
    return Versions((), low, high) if high is not None or low > Version("0") else None


def _pinned(specifier: Specifier) -> Version | None:
    if specifier.operator in ("==", "===") and not specifier.version.endswith("*"):
        return Version(specifier.version)
    return None


def _bounds(specifier: Specifier) -> tuple[Version | None, Version | None]:
    """The lowest version that a clause lets in, and the first above those that it does."""
    version = Version(specifier.version.removesuffix(".*"))
    match specifier.operator:
        case ">=" | ">":
            return version, None
        case "<":
            return None, version
        case "<=":
            return None, _above(version, len(version.release))
        case "~=":
            return version, _above(version, len(version.release) - 1)
        case "==":
            return version, _above(version, len(version.release))
        case _:
            return None, None


def _above(version: Version, parts: int) -> Version:
    """The first version that differs in one of the leading parts, upwards."""
    release = version.release[: max(parts, 1)]
    return Version(".".join(map(str, (*release[:-1], release[-1] + 1))))


def _translated(clause: str) -> str:
    """A clause in the words of Python's own declarations."""
    if clause == "*":
        return ""
    if clause[:1].isdigit():
        return f"=={clause}"
    poetry = _POETRY.match(clause)
    if poetry is None:
        return clause
    version = Version(poetry["version"])
    fixed = 1 if poetry["sign"] == "^" else min(2, len(version.release))
    if poetry["sign"] == "^":
        fixed = next((at for at, part in enumerate(version.release, 1) if part), len(version.release))
    return f">={version},<{_above(version, fixed)}"
