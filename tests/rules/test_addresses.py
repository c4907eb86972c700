"""One address per rule: its page, its check, its fixtures and its mutation are all there, and keep one form."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import archlint.checks
from archlint import catalogue
from archlint.catalogue import Rule
from harness import mutations, pages
from harness.markers import in_folder, in_text

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
RULES = catalogue.rules()
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))


def checks() -> set[str]:
    """The addresses of the modules below `checks/`."""
    folder = Path(next(iter(archlint.checks.__path__)))
    found = (file.relative_to(folder).with_suffix("").as_posix() for file in folder.glob("*/[a-z]*.py"))
    return {each.replace("_", "-") for each in found}


def fixtures() -> set[str]:
    families = (each for each in FIXTURES.iterdir() if each.is_dir() and each.name != "mutations")
    return {f"{family.name}/{each.name}" for family in families for each in family.iterdir()}


def test_pages_checks_fixtures_and_mutations_are_the_same_set() -> None:
    assert checks() == set(RULES)
    assert fixtures() == set(RULES)
    assert {each.rule for each in mutations.read(FIXTURES / "mutations")} == set(RULES)


def test_short_names_are_unique_and_no_selection_words() -> None:
    names = Counter(rule.name for rule in RULES.values())
    assert [name for name, count in names.items() if count > 1] == []
    assert not names.keys() & {rule.family for rule in RULES.values()}
    assert not names.keys() & {"all", "default"}


def test_mutations_have_names_of_their_own() -> None:
    names = Counter((each.rule, each.name) for each in mutations.read(FIXTURES / "mutations"))
    assert [name for name, count in names.items() if count > 1] == []


@every_rule
def test_the_check_is_found_by_its_address_and_says_what_it_looks_for(rule: Rule) -> None:
    check = archlint.checks.load(rule.address)
    doc = (check.run.__doc__ or "").strip()
    assert doc.endswith(".")
    assert doc[0].isupper() or doc[0] == "`"


@every_rule
def test_the_head_is_in_good_order(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.name)
    assert re.fullmatch(r"[a-z]+", rule.family)
    assert rule.summary.endswith(".")
    assert not rule.summary.endswith("..")
    assert rule.summary[0].isupper() or rule.summary[0] == "`"
    assert len(rule.summary) <= 120
    assert re.fullmatch(r"\d+\.\d+", rule.since)
    assert re.match(r's[0-4] [^"]*"|own ', rule.source)


@every_rule
def test_the_page_has_its_sections_and_no_loose_ends(rule: Rule) -> None:
    sections = rule.sections()
    assert [heading for heading, text in sections.items() if not text] == []
    assert (rule.fix is None) == sections["Fix"].startswith("There is none")
    suppressed = re.findall(r"archlint: ignore\[([^\]]*)\]\s+reason=", sections["When to suppress"])
    assert set(suppressed) <= {rule.name}
    lines = rule.page.read_text(encoding="utf-8").split("\n")
    assert [number for number, line in enumerate(lines, 1) if line != line.rstrip()] == []
    assert [
        number
        for number, line in enumerate(lines, 1)
        if len(line) > 120 and number >= rule.body_line and "# finding: " not in line
    ] == []
    assert lines[-1] == ""
    assert lines[-2] != ""


@every_rule
def test_every_bad_example_is_marked_and_no_good_one(rule: Rule) -> None:
    bad, good = pages.examples(rule, "Bad"), pages.examples(rule, "Good")
    assert bad
    assert good
    names = {each.name for each in RULES.values()}
    for example in bad:
        marked = {each.name for path, text in example.files.items() for each in in_text(path, text)}
        assert rule.name in marked
        assert marked <= names
    assert not [each for example in good for path, text in example.files.items() for each in in_text(path, text)]


@every_rule
def test_fixtures_are_cases_three_good_ones_at_least(rule: Rule) -> None:
    folder = FIXTURES / rule.address
    assert {each.name for each in folder.iterdir()} <= {"bad", "good", "fixed"}
    assert (folder / "fixed").exists() <= (rule.fix is not None)
    bad, good = sorted((folder / "bad").iterdir()), sorted((folder / "good").iterdir())
    assert [each.name for each in (*bad, *good) if not each.is_dir() or not any(each.rglob("*.*"))] == []
    assert len(bad) >= 1
    assert len(good) >= 3
    for case in bad:
        assert rule.name in {each.name for each in in_folder(case)}
    for case in good:
        assert rule.name not in {each.name for each in in_folder(case)}
