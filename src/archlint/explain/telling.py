"""An answer in words, whatever it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archlint.catalogue import find
from archlint.explain import tell_findings, tell_module, tell_symbol
from archlint.explain.blocks import Block, Entry, Head, Page
from archlint.explain.page import page
from archlint.explain.shape import Answer, ChecklistShape, FamilyShape, GuideShape, RuleShape


def tell(answer: Answer) -> Iterable[Block]:
    """The blocks of an answer, in the order to be read."""
    match answer["kind"]:
        case "rule":
            return [Page(_rule(answer))]
        case "family":
            return _family(answer)
        case "playbook":
            return [Page(_guide(answer["playbook"], 1))]
        case "checklist":
            return [Page(_checklist(answer))]
        case "findings":
            return tell_findings.tell(answer)
        case "module":
            return tell_module.tell(answer)
        case "folder":
            return tell_module.tell_folder(answer)
        case "symbol":
            return tell_symbol.tell(answer)


def _rule(answer: RuleShape) -> str:
    text = page(find(answer["rule"]))
    named = ", ".join(f"`{each}`" for each in answer["playbooks"])
    return f"{text}\nPlaybooks that name it: {named}\n" if named else text


def _family(answer: FamilyShape) -> Iterator[Block]:
    yield Head(answer["target"])
    yield from (Entry(each["rule"], each["summary"]) for each in answer["rules"])


def _guide(guide: GuideShape, level: int) -> str:
    served = ", ".join(f"`{each}`" for each in guide["rules"]) or "none; a person has to look"
    body = guide["body"].replace("\n## ", f"\n{'#' * (level + 1)} ")
    return f"{'#' * level} {guide['title']}\n\n*{guide['question']}*\n\n{body}\n\nRules that serve it: {served}\n"


def _checklist(answer: ChecklistShape) -> str:
    items = "\n".join(_guide(each, 2) for each in answer["items"])
    return f"# Review checklist\n\nWhat no check can see, to be asked in a review.\n\n{items}"
