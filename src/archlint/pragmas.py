"""What users write in comments to silence a rule: `# archlint: ignore[name] reason="…" until=2027-01-31`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from archlint.findings import Place

_KIND = re.compile(r"\s*(?P<kind>file-ignore|ignore)\b\s*(?:\[(?P<words>[^]#]*)\])?")
_OPTION = re.compile(
    r"""(?:\s*,)?\s*(?:reason\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')|until\s*=\s*(?P<until>\d{4}-\d\d-\d\d))"""
)
_END = re.compile(r"\s*(?:#|$)")
_MOST = 100
"""Words in brackets: an unknown one is compared with all that are known."""
_FORM = '`archlint: ignore[rule] reason="…" until=YYYY-MM-DD`'


class PragmaError(ValueError):
    """A comment that speaks to archlint and cannot be understood; says what is expected."""


@dataclass(frozen=True, slots=True)
class Pragma:
    """What a comment asks for: `words` are names, addresses or families of rules."""

    whole_file: bool
    words: tuple[str, ...]
    reason: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Suppression:
    """A comment that silences rules, and what became of it in a run: a subject of checks."""

    place: Place
    error: str = ""
    """Why it cannot be understood; then it silences nothing."""
    unknown: tuple[str, ...] = ()
    """For each word that names no rule, what is to be said about it."""
    forbidden: tuple[str, ...] = ()
    """The words whose rules the project lets no comment silence."""
    unused: tuple[str, ...] = ()
    """The words that silence nothing, though their rules were run."""
    reason: str = ""
    until: date | None = None
    expired: bool = False


def parse(text: str) -> Pragma:
    """The meaning of what follows `archlint:` in a comment; raises PragmaError."""
    head = _KIND.match(text)
    if head is None:
        raise PragmaError(f"expected {_FORM} or `file-ignore[rule]`")
    words = tuple(word for word in (part.strip() for part in (head["words"] or "").split(",")) if word)
    if not words:
        raise PragmaError(f"names no rule; write {_FORM}")
    if len(words) > _MOST:
        raise PragmaError(f"names {len(words)} rules, and {_MOST} are enough; name their families")
    reason, until, at = "", None, head.end()
    while option := _OPTION.match(text, at):
        at = option.end()
        reason = option["double"] or option["single"] or reason
        until = _date(option["until"]) if option["until"] else until
    if not _END.match(text, at):
        raise PragmaError(f"`{text[at:].strip()}` is not understood; write {_FORM}")
    return Pragma(head["kind"] == "file-ignore", words, reason.strip(), until)


def words_at(text: str) -> tuple[int, int]:
    """Where the words in brackets start and end in a text that has a meaning."""
    head = _KIND.match(text)
    return (0, 0) if head is None else head.span("words")


def extent(text: str) -> int:
    """How much of a text that has a meaning takes part in it; what follows speaks to others."""
    head = _KIND.match(text)
    at = 0 if head is None else head.end()
    while option := _OPTION.match(text, at):
        at = option.end()
    return at


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PragmaError(f"`{text}` is no date") from None
