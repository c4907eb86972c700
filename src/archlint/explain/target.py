"""What a word on the command line means, as far as it can be told without reading a project."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from archlint import catalogue
from archlint.catalogue import UnknownRuleError, nearest, suggestion
from archlint.explain import guides
from archlint.explain.shape import Answer, ChecklistShape, FamilyShape, PlaybookShape, RuleShape, SummaryShape

_PLACE = re.compile(r"(?P<path>.+?):(?P<line>\d+)(?::(?P<column>\d+))?$", re.DOTALL)
_FINGERPRINT = re.compile(r"[0-9a-f]{6,16}$")
_SYMBOL = re.compile(r"[^\W\d]\w*(?:[.:][^\W\d]\w*)*$")


class UnknownTargetError(LookupError):
    """A word that means nothing here; says what may have been meant."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A path, a line of it, a fingerprint or a symbol; `path` is absolute."""

    word: str
    path: Path | None = None
    line: int | None = None
    column: int | None = None

    @property
    def is_fingerprint(self) -> bool:
        return bool(_FINGERPRINT.match(self.word))


def page_of(word: str) -> Answer | None:
    """The rule, family, playbook or checklist that a word names."""
    if word == guides.CHECKLIST:
        return ChecklistShape(version=1, kind="checklist", target=word, items=list(guides.checklist().values()))
    if (guide := guides.find(word)) is not None:
        return PlaybookShape(version=1, kind="playbook", target=word, playbook=guide)
    rules = catalogue.rules()
    members = [SummaryShape(rule=each.address, summary=each.summary) for each in rules.values() if each.family == word]
    if members:
        return FamilyShape(version=1, kind="family", target=word, rules=members)
    try:
        return _rule(catalogue.find(word))
    except UnknownRuleError:
        return None


def asked(word: str, cwd: Path) -> Asked:
    """A word that is about a project; raises UnknownTargetError for one that can be nothing there."""
    try:
        return _asked(word, cwd)
    except (OSError, ValueError):  # a path that no file can have
        raise unknown(word) from None


def _asked(word: str, cwd: Path) -> Asked:
    path = (cwd / word).resolve()
    if path.exists():
        return Asked(word, path)
    if place := _PLACE.match(word):
        path = (cwd / place["path"]).resolve()
        return Asked(word, path, int(place["line"]), int(place["column"]) if place["column"] else None)
    if "/" in word or word.endswith(".py"):
        if word.partition("/")[0] in {each.family for each in catalogue.rules().values()}:
            raise unknown(word)
        return Asked(word, path)
    if not _SYMBOL.match(word) and not _FINGERPRINT.match(word):
        raise unknown(word)
    return Asked(word)


def unknown(word: str, known: tuple[str, ...] = ()) -> UnknownTargetError:
    """The complaint about a word, with those most like it."""
    rules = catalogue.rules()
    if "/" in word and not known:
        known = tuple(rules)
    else:
        known = (*(each.name for each in rules.values()), *guides.playbooks(), *guides.checklist(), *known)
    known = (*known, guides.CHECKLIST)
    hint = suggestion(nearest(word, known))
    return UnknownTargetError(f"`{word}` is no rule, playbook, path, symbol or fingerprint here{hint}")


def _rule(rule: catalogue.Rule) -> RuleShape:
    return RuleShape(
        version=1,
        kind="rule",
        target=rule.address,
        rule=rule.address,
        summary=rule.summary,
        severity=rule.severity.value,
        default=rule.is_default,
        scope=list(rule.scope),
        fix=rule.fix.value if rule.fix else None,
        since=rule.since,
        source=rule.source,
        overlaps=rule.overlaps,
        sections=rule.sections(),
        playbooks=guides.naming(rule),
    )
