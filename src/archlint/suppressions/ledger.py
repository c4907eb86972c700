"""Which comments silence which findings, and what is left of each at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from archlint.catalogue import Rule, UnknownRuleError, expand
from archlint.findings import Finding, Place
from archlint.pragmas import Pragma, PragmaError, Suppression, parse
from archlint.project import Module
from archlint.suppressions.headers import Headers, Lines


@dataclass(slots=True)
class _Entry:
    """A comment, the rules that each of its words names, and the words that have silenced something."""

    place: Place
    pragma: Pragma | None = None
    error: str = ""
    unknown: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    lines: Lines | None = None
    """Where it holds; None for the whole file."""
    expired: bool = False
    used: set[str] = field(default_factory=set)

    def silences(self, rule: str, line: int) -> bool:
        """Whether it holds for a rule on a line; if so, it is used."""
        if self.expired or (self.lines and not self.lines[0] <= line <= self.lines[1]):
            return False
        words = [word for word, rules in self.words.items() if rule in rules]
        self.used.update(words)
        return bool(words)


class Use(NamedTuple):
    """A word of a comment, the number of the comment in its file, that has silenced something."""

    path: str
    comment: int
    word: str


class Ledger:
    """The suppressions of a project's files, tests excepted: there is nothing to silence there."""

    def __init__(
        self, modules: Iterable[Module], rules: Mapping[str, Rule], today: date, never: frozenset[str] = frozenset()
    ) -> None:
        """`never` are the addresses of the rules that no comment may silence."""
        self._rules = rules
        self._never = never
        self._today = today
        self._entries: dict[str, list[_Entry]] = defaultdict(list)
        for module in modules:
            if module.facts.pragmas and not module.is_test:
                self._entries[module.path] = list(self._read(module))

    def rules_named(self) -> frozenset[str]:
        """The addresses of all rules that some comment silences."""
        entries = [entry for each in self._entries.values() for entry in each]
        return frozenset(rule for entry in entries for rules in entry.words.values() for rule in rules)

    def silences(self, finding: Finding) -> bool:
        """Whether a comment speaks for the finding: at its own place, or at one of those that explain it, for a place
        that is blessed ends every chain through it.
        """
        places = [finding.place, *(note.place for note in finding.notes)]
        silenced = [self.blesses(finding.rule, place) for place in places]  # each is used
        return any(silenced)

    def comment(self, finding: Finding) -> Place | None:
        """The comment that speaks for a finding, as `silences` asks; the first of several."""
        for place in (finding.place, *(note.place for note in finding.notes)):
            for entry in self._entries.get(place.path, ()):
                if entry.silences(finding.rule, place.line):
                    return entry.place
        return None

    def blesses(self, rule: str, place: Place) -> bool:
        """Whether a comment speaks for a place; if so, it is used."""
        silenced = [entry.silences(rule, place.line) for entry in self._entries.get(place.path, ())]
        return any(silenced)

    def uses(self) -> list[Use]:
        """What has silenced something so far."""
        numbered = ((path, *each) for path, entries in self._entries.items() for each in enumerate(entries))
        return [Use(path, number, word) for path, number, entry in numbered for word in sorted(entry.used)]

    def use(self, uses: Iterable[Use]) -> None:
        """Count what has silenced something in another process."""
        for each in uses:
            self._entries[each.path][each.comment].used.add(each.word)

    def suppressions(self, was_run: Callable[[str], bool]) -> Iterator[Suppression]:
        """What became of every comment; `was_run` tells whether a rule could have found something."""
        for entry in (entry for each in self._entries.values() for entry in each):
            unused = [
                word
                for word, rules in entry.words.items()
                if word not in entry.used and rules and not entry.expired and all(was_run(rule) for rule in rules)
            ]
            yield Suppression(
                entry.place,
                entry.error,
                entry.unknown,
                entry.forbidden,
                tuple(unused),
                entry.pragma.reason if entry.pragma else "",
                entry.pragma.until if entry.pragma else None,
                entry.expired,
            )

    def _read(self, module: Module) -> Iterator[_Entry]:
        headers = Headers(module.facts)
        for said in module.facts.pragmas:
            place = module.place(said)
            try:
                pragma = parse(said.text)
            except PragmaError as error:
                yield _Entry(place, error=str(error))
                continue
            words, unknown = self._expanded(pragma)
            forbidden = tuple(word for word, rules in words.items() if rules <= self._never)
            words = {word: rules - self._never for word, rules in words.items()}
            lines = None if pragma.whole_file else headers.around(said)
            expired = pragma.until is not None and pragma.until < self._today
            yield _Entry(place, pragma, "", unknown, forbidden, words, lines, expired)

    def _expanded(self, pragma: Pragma) -> tuple[dict[str, frozenset[str]], tuple[str, ...]]:
        words: dict[str, frozenset[str]] = {}
        unknown = []
        for word in pragma.words:
            if word in ("all", "default"):
                unknown.append(f"`{word}` silences too much; name rules or families")
                continue
            try:
                words[word] = expand(word, self._rules)
            except UnknownRuleError as error:
                unknown.append(str(error))
        return words, tuple(unknown)
