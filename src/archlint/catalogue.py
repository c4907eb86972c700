"""The promises: what the pages `rules/<family>/<name>.md` say.

A page starts with a flat head of `key: value` lines between two `---` lines, then come the six headings of
`HEADINGS`, each once and in that order. The pages are shipped inside the package as `archlint/rules`; in a checkout
they are the folder `rules` at its top.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from archlint.findings import Safety, Severity

Scope: TypeAlias = Literal["file", "project", "config", "history"]
"""What a rule reads: one file, the whole program, configuration or deployment files, the git history."""

SCOPES: tuple[Scope, ...] = ("file", "project", "config", "history")
HEADINGS = ("Why", "Bad", "Good", "Fix", "When to suppress", "What it does not see")
_REQUIRED = ("summary", "severity", "scope", "fix", "since", "source")
_OPTIONAL = ("overlaps",)
_NAMES = "abcdefghijklmnopqrstuvwxyz0123456789-"


class PageError(ValueError):
    """A rule page that does not keep the form; says the file, the line and what is expected there."""

    def __init__(self, page: Path, line: int, message: str) -> None:
        super().__init__(f"{page}:{line}: {message}")
        self.page, self.line, self.message = page, line, message


_LONGEST = 200
"""Characters of a word that others are compared with: the time grows with the square."""


class UnknownRuleError(LookupError):
    """A word that names no rule; `suggestions` are the nearest names."""

    def __init__(self, word: str, suggestions: tuple[str, ...]) -> None:
        super().__init__(f"no rule is called `{word}`{suggestion(suggestions)}")
        self.word, self.suggestions = word, suggestions


@dataclass(frozen=True, slots=True)
class Rule:
    """One promise; `address` is `family/name`, `scope` has at least one word, `fix` is None where there is none."""

    address: str
    summary: str
    severity: Severity
    scope: tuple[Scope, ...]
    fix: Safety | None
    since: str
    source: str
    overlaps: str | None
    body: str
    """The page below its head, Markdown."""
    page: Path
    body_line: int
    """The line of the page on which `body` starts."""

    @property
    def family(self) -> str:
        return self.address.partition("/")[0]

    @property
    def name(self) -> str:
        return self.address.partition("/")[2]

    @property
    def is_default(self) -> bool:
        """Whether it is selected when nothing is said: errors and warnings are."""
        return self.severity is not Severity.INFO

    def sections(self) -> dict[str, str]:
        """The text under each heading, in order; raises PageError when the headings are not those of `HEADINGS`."""
        texts: dict[str, list[str]] = {}
        lines: list[str] = []
        fenced = False
        for number, line in enumerate(self.body.split("\n"), self.body_line):
            fenced ^= line.startswith("```")
            if fenced or not line.startswith("## "):
                lines.append(line)
                continue
            expected = HEADINGS[len(texts)] if len(texts) < len(HEADINGS) else "nothing more"
            if line[3:].strip() != expected:
                raise PageError(self.page, number, f"the heading `{line[3:].strip()}` stands where `{expected}` should")
            lines = texts[expected] = []
        if len(texts) < len(HEADINGS):
            raise PageError(self.page, number, f"the heading `{HEADINGS[len(texts)]}` is missing")
        return {heading: "\n".join(text).strip("\n") for heading, text in texts.items()}


def folder() -> Path:
    """Where the pages are; raises FileNotFoundError when the installation lacks them."""
    package = Path(__file__).parent
    for candidate in (package / "rules", package.parents[1] / "rules"):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the rule pages are missing from {package}; install archlint again")


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its address, in the order of addresses; raises PageError for a page that cannot be read."""
    return read(folder())


def read(pages: Path) -> dict[str, Rule]:
    """The rules of a folder of pages."""
    found: dict[str, Rule] = {}
    for family in sorted(each.name for each in os.scandir(pages) if each.is_dir()):
        for file in sorted(each.name for each in os.scandir(pages / family)):
            if file.endswith(".md"):
                found[f"{family}/{file[:-3]}"] = _parse(f"{family}/{file[:-3]}", pages / family / file)
    return found


def find(word: str, among: Mapping[str, Rule] | None = None) -> Rule:
    """The rule with this address or short name; raises UnknownRuleError."""
    among = rules() if among is None else among
    rule = among.get(word) or next((each for each in among.values() if each.name == word), None)
    if rule is None:
        raise UnknownRuleError(word, nearest(word, _words(word, among)))
    return rule


def expand(word: str, among: Mapping[str, Rule] | None = None) -> frozenset[str]:
    """The addresses that a word of `select` or `ignore` means: "all", "default", a family, a name or an address.

    Raises UnknownRuleError.
    """
    among = rules() if among is None else among
    if word == "all":
        return frozenset(among)
    if word == "default":
        return frozenset(each.address for each in among.values() if each.is_default)
    members = frozenset(each.address for each in among.values() if each.family == word)
    return members or frozenset({find(word, among).address})


def nearest(word: str, words: Iterable[str]) -> tuple[str, ...]:
    """The two words most like the given one, for a did-you-mean; none when nothing is alike, or the word is endless."""
    if len(word) > _LONGEST:
        return ()
    from difflib import get_close_matches  # costs as much as reading all pages, and is needed for errors only

    return tuple(get_close_matches(word, words, n=2, cutoff=0.6))


def suggestion(words: tuple[str, ...]) -> str:
    """The end of a message about an unknown word: what may have been meant; empty when that is nothing."""
    return f"; did you mean {' or '.join(f'`{each}`' for each in words)}?" if words else ""


def _words(word: str, among: Mapping[str, Rule]) -> list[str]:
    """What a user may have meant: addresses by something that looks like one, else names and families."""
    if "/" in word:
        return list(among)
    return [*(each.name for each in among.values()), *dict.fromkeys(each.family for each in among.values())]


def _parse(address: str, page: Path) -> Rule:
    try:
        with page.open(encoding="utf-8") as file:
            text = file.read()
    except UnicodeDecodeError as error:
        raise PageError(page, 1, f"not UTF-8: {error.reason}") from error
    if address.strip(_NAMES + "/"):
        raise PageError(page, 1, "a rule's name has lower-case letters, digits and `-` only")
    if not text.startswith("---\n"):
        raise PageError(page, 1, "a page starts with a line `---`")
    head, closing, body = text[4:].partition("\n---\n")
    if not closing:
        raise PageError(page, 1, "the head is not closed by a line `---`")
    values, lines = _head(page, head)
    body_line = head.count("\n") + 4
    return Rule(
        address=address,
        summary=values["summary"],
        severity=Severity(_one_of(page, lines, values, "severity", tuple(Severity))),
        scope=_scope(page, lines["scope"], values["scope"]),
        fix=None if _one_of(page, lines, values, "fix", (*Safety, "none")) == "none" else Safety(values["fix"]),
        since=values["since"],
        source=values["source"],
        overlaps=values.get("overlaps"),
        body=body,
        page=page,
        body_line=body_line,
    )


def _head(page: Path, head: str) -> tuple[dict[str, str], dict[str, int]]:
    """The values of the head, and the line each stands on."""
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(head.split("\n"), 2):
        key, colon, value = line.partition(": ")
        if not colon or not value.strip():
            raise PageError(page, number, "a line of the head is `key: value`")
        if key in values:
            raise PageError(page, number, f"`{key}` stands twice in the head")
        if key not in _REQUIRED and key not in _OPTIONAL:
            raise PageError(
                page, number, f"`{key}` is no key of the head; those are {', '.join(_REQUIRED + _OPTIONAL)}"
            )
        values[key], lines[key] = value.strip(), number
    for key in _REQUIRED:
        if key not in values:
            raise PageError(page, 1, f"the head lacks `{key}`")
    return values, lines


def _one_of(page: Path, lines: dict[str, int], values: dict[str, str], key: str, allowed: tuple[str, ...]) -> str:
    if values[key] not in allowed:
        raise PageError(page, lines[key], f"`{key}` is {', '.join(allowed[:-1])} or {allowed[-1]}")
    return values[key]


def _scope(page: Path, line: int, value: str) -> tuple[Scope, ...]:
    words = [word.strip() for word in value.split(",")]
    scope = tuple(each for each in SCOPES if each in words)
    if len(scope) != len(words):
        raise PageError(page, line, f"`scope` is one or more of {', '.join(SCOPES)}, with commas between")
    return scope
