"""Playbooks and the items of the review checklist: what a person has to decide, as pages `playbooks/[checklist/]*.md`.

A page starts with a head of `title`, `question` and `rules`, the addresses or families that serve it with commas
between, or "none". The folder is shipped inside the package; in a checkout it stands at the top.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from archlint import catalogue
from archlint.explain.shape import GuideShape

_HEAD = ("title", "question", "rules")
CHECKLIST = "review-checklist"
"""The word that brings all items."""


class GuideError(ValueError):
    """A page that does not keep the form."""


def folder() -> Path:
    """Where the pages are; raises FileNotFoundError when the installation lacks them."""
    package = Path(catalogue.__file__).parent
    for candidate in (package / "playbooks", package.parents[1] / "playbooks"):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the playbooks are missing from {package}; install archlint again")


@cache
def playbooks() -> Mapping[str, GuideShape]:
    """The playbooks by name."""
    return _read(folder())


@cache
def checklist() -> Mapping[str, GuideShape]:
    """The items of the checklist by name."""
    return _read(folder() / "checklist")


def find(name: str) -> GuideShape | None:
    """The playbook or item with this name."""
    return playbooks().get(name) or checklist().get(name)


def naming(rule: catalogue.Rule) -> list[str]:
    """The pages that name a rule."""
    return [each["name"] for each in (*playbooks().values(), *checklist().values()) if rule.address in each["rules"]]


def _read(pages: Path) -> dict[str, GuideShape]:
    return {page.stem: guide(page) for page in sorted(pages.glob("*.md"))}


def guide(page: Path) -> GuideShape:
    """A page, read; raises GuideError, and UnknownRuleError for a rule that does not exist."""
    text = page.read_text(encoding="utf-8")
    head, closing, body = text.removeprefix("---\n").partition("\n---\n")
    values = dict(line.partition(": ")[::2] for line in head.split("\n"))
    if not closing or tuple(values) != _HEAD or not all(values.values()):
        raise GuideError(f"{page}: the head has the keys {', '.join(_HEAD)}, in this order")
    words = [] if values["rules"] == "none" else [word.strip() for word in values["rules"].split(",")]
    rules = dict.fromkeys(address for word in words for address in sorted(catalogue.expand(word)))
    return GuideShape(
        name=page.stem, title=values["title"], question=values["question"], rules=list(rules), body=body.strip()
    )
