"""Findings, taken apart, in words."""

from __future__ import annotations

from collections.abc import Iterator

from archlint.explain.blocks import Block, Code, Entry, Head, Quote, Section, Sentence, at, passing
from archlint.explain.shape import FindingShape, FindingsShape


def tell(answer: FindingsShape) -> Iterator[Block]:
    """The findings of a line, or what is near."""
    if not answer["findings"]:
        yield Head(answer["target"])
        yield Sentence("Nothing is found here.")
    for each in answer["findings"]:
        yield from _finding(each)
    yield from passing("Chains of findings elsewhere go through this line", answer["passing"])
    yield from passing("Found nearest to it", answer["near"])


def _finding(finding: FindingShape) -> Iterator[Block]:
    yield Head(finding["rule"], at(finding["place"]), finding["severity"])
    yield Sentence(finding["message"])
    if finding["state"]:
        yield Sentence(finding["state"], "not told")
    yield Section("The promise")
    yield Sentence(finding["promise"])
    yield Sentence(" ".join(finding["why"].split("\n\n")[0].split()))
    yield Sentence(f"archlint explain {finding['rule'].rpartition('/')[2]}", "page")
    yield from _chain(finding)
    yield Section("What decided")
    yield from (Entry(each["subject"], f"{each['value']}  ({each['origin']})") for each in finding["decisions"])
    yield from _way_out(finding)
    yield from _suppress(finding)
    yield Sentence(f"archlint explain {finding['fingerprint']}", "fingerprint")


def _chain(finding: FindingShape) -> Iterator[Block]:
    several = len(finding["hops"]) > 1
    yield Section("The chain" if finding["is_chain"] else "The places" if several else "The place")
    for number, hop in enumerate(finding["hops"], 1):
        yield Entry(f"{number}  {at(hop['place'])}", hop["message"])
        yield Quote(hop["place"], hop["code"])


def _way_out(finding: FindingShape) -> Iterator[Block]:
    cut, fix = finding["cut"], finding["fix"]
    if cut is not None:
        yield Section("The smallest edge to cut")
        yield Sentence(cut["message"])
        yield from (Entry(at(each), "cut here") for each in cut["places"])
    if finding["way_out"]:
        yield Section("The way out")
        yield Sentence(finding["way_out"])
    if fix is not None:
        yield Section(f"The fix ({fix['safety']})")
        yield Sentence(fix["message"])
        yield Code(fix["diff"], "diff")


def _suppress(finding: FindingShape) -> Iterator[Block]:
    suppress = finding["suppress"]
    yield Section("How to silence it")
    if suppress is None:
        yield Sentence("Not at all: `never-suppress` names the rule.")
        return
    yield Sentence("On its line, or above the statement:")
    yield Code(suppress["line"].strip(), "python")
    if finding["is_chain"]:
        yield Sentence("The same comment at a hop holds for every finding whose chain goes through there.")
    yield Sentence("In the whole file:")
    yield Code(suppress["file"], "python")
    yield Sentence("In the settings:")
    yield Code(suppress["setting"], "toml")
    for paragraph in suppress["when"].split("\n\n"):
        if not paragraph.startswith("```"):
            yield Sentence(" ".join(paragraph.split()))
