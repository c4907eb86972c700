"""Which rules are run, how severe each is, and where each is silent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pathspec import GitIgnoreSpec

from archlint.catalogue import Rule, UnknownRuleError, expand
from archlint.config import ConfigError, Workspace
from archlint.files import spec
from archlint.findings import Finding, Problem, Severity

_BREADTH = {"all": 0, "default": 1}
_FAMILY, _ONE = 2, 3


@dataclass(frozen=True, slots=True)
class Selection:
    """The rules of one project."""

    severities: Mapping[str, Severity]
    """By the addresses of the rules to run."""
    overridden: frozenset[str] = frozenset()
    """The rules whose severity is the user's word, whatever a finding says of its own."""
    ignores: tuple[tuple[GitIgnoreSpec, frozenset[str]], ...] = ()
    """Where some rules do not speak."""
    never_suppressed: frozenset[str] = frozenset()
    """The rules that no comment may silence."""

    def severity(self, rule: str, finding: Finding) -> Severity | None:
        """How severe a finding is; None for one of a rule that is not selected."""
        own = None if rule in self.overridden else finding.severity
        return own or self.severities.get(rule)

    def ignored(self, rule: str, path: str) -> bool:
        """Whether per-file-ignores keep the rule out of the file."""
        return any(rule in addresses and files.match_file(path) for files, addresses in self.ignores)


def select(workspace: Workspace, rules: Mapping[str, Rule]) -> Selection:
    """What the settings say about the rules; raises ConfigError for a word that names none."""
    words = _Words(workspace, rules)
    config = workspace.config
    wanted = words.ranks("select", config.select)
    for address, rank in words.ranks("extend-select", config.extend_select).items():
        wanted[address] = max(rank, wanted.get(address, -1))
    ignored = words.ranks("ignore", config.ignore)
    severities = words.severities(config.severity)
    ignores = [(pattern, words.addresses(("per-file-ignores", pattern), each)) for pattern, each in
               config.per_file_ignores.items()]  # fmt: skip
    never = words.addresses(("never-suppress",), config.never_suppress)
    if words.problems:
        raise ConfigError(*words.problems)
    return Selection(
        {
            address: severities.get(address, rules[address].severity)
            for address, rank in sorted(wanted.items())
            if rank > ignored.get(address, -1)
        },
        frozenset(severities),
        tuple((spec([pattern]), addresses) for pattern, addresses in ignores),
        never,
    )


class _Words:
    """Turns what users write into addresses, and gathers what names no rule."""

    def __init__(self, workspace: Workspace, rules: Mapping[str, Rule]) -> None:
        self.workspace = workspace
        self.rules = rules
        self.problems: list[Problem] = []

    def ranks(self, key: str, words: Sequence[str]) -> dict[str, int]:
        """How narrowly each rule is named, from "all" up to its own name: of select and ignore the narrower wins."""
        ranks: dict[str, int] = {}
        for word in words:
            found = self.expand((key,), word)
            rank = _BREADTH.get(word, _ONE if _names_one(word, found) else _FAMILY)
            for address in found:
                ranks[address] = max(rank, ranks.get(address, -1))
        return ranks

    def addresses(self, keys: tuple[str, ...], words: Iterable[str]) -> frozenset[str]:
        return frozenset(address for word in words for address in self.expand(keys, word))

    def severities(self, given: Mapping[str, str]) -> dict[str, Severity]:
        """By address; a rule's own name counts more than its family."""
        found: dict[str, tuple[int, Severity]] = {}
        for word, severity in given.items():
            addresses = self.expand(("severity", word), word)
            rank = _ONE if _names_one(word, addresses) else _FAMILY
            for address in addresses:
                if rank >= found.get(address, (-1,))[0]:
                    found[address] = rank, Severity(severity)
        return {address: severity for address, (_, severity) in found.items()}

    def expand(self, keys: tuple[str, ...], word: str) -> frozenset[str]:
        try:
            return expand(word, self.rules)
        except UnknownRuleError as error:
            self.problems.append(self.problem(keys, word, str(error)))
            return frozenset()

    def problem(self, keys: tuple[str, ...], word: str, message: str) -> Problem:
        if keys[0] in self.workspace.flags:
            return Problem("usage", "", f"--{keys[0]}: {message}")
        return self.workspace.settings.problem(keys, f"`{keys[0]}`: {message}", word)


def _names_one(word: str, found: frozenset[str]) -> bool:
    return any(word in (address, address.partition("/")[2]) for address in found)
