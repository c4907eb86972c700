"""Pages are read by form, rules are found by name, and what is wrong is said with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from archlint import catalogue
from archlint.catalogue import HEADINGS, PageError, UnknownRuleError
from archlint.findings import Safety, Severity

HEAD = """\
---
summary: Things are well.
severity: warning
scope: file, config
fix: safe
since: 0.1
source: s1 "things"
---
"""
BODY = "".join(f"## {heading}\n\nText of {heading}.\n\n" for heading in HEADINGS)


def page(tmp_path: Path, text: str, address: str = "family/name") -> Path:
    file = tmp_path / f"{address}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_page_becomes_a_rule(tmp_path: Path) -> None:
    page(tmp_path, HEAD + BODY)
    rule = catalogue.read(tmp_path)["family/name"]
    assert (rule.family, rule.name, rule.summary) == ("family", "name", "Things are well.")
    assert (rule.severity, rule.scope, rule.fix) == (Severity.WARNING, ("file", "config"), Safety.SAFE)
    assert rule.overlaps is None
    assert rule.sections()["Good"] == "Text of Good."
    assert tuple(rule.sections()) == HEADINGS


def test_a_heading_inside_a_code_block_is_code(tmp_path: Path) -> None:
    page(tmp_path, HEAD + BODY.replace("Text of Bad.", "```text\n## Why\n```"))
    assert "## Why" in catalogue.read(tmp_path)["family/name"].sections()["Bad"]


@pytest.mark.parametrize(
    ("wrong", "right", "line", "complaint"),
    [
        ("---\nsummary", "summary", 1, "starts with a line `---`"),
        ("\n---\n", "\n", 1, "not closed"),
        ("severity: warning", "severity: fatal", 3, "error, warning or info"),
        ("severity: warning", "severity:", 3, "key: value"),
        ("scope: file, config", "scope: file, everything", 4, "file, project, config, history"),
        ("fix: safe", "fix: maybe", 5, "safe, unsafe or none"),
        ("since: 0.1", "sinse: 0.1", 6, "`sinse` is no key"),
        ("since: 0.1\n", "", 1, "lacks `since`"),
        ("since: 0.1", "fix: safe", 6, "`fix` stands twice"),
    ],
)
def test_a_wrong_head_is_told_with_file_and_line(
    tmp_path: Path, wrong: str, right: str, line: int, complaint: str
) -> None:
    file = page(tmp_path, (HEAD + BODY).replace(wrong, right))
    with pytest.raises(PageError, match=complaint) as caught:
        catalogue.read(tmp_path)
    assert str(caught.value).startswith(f"{file}:{line}: ")


@pytest.mark.parametrize(
    ("wrong", "right", "line", "complaint"),
    [
        ("## Good", "## Better", 17, "`Better` stands where `Good` should"),
        ("## What it does not see", "What it does not see", 33, "`What it does not see` is missing"),
        ("Text of Fix.", "## More", 23, "`More` stands where `When to suppress` should"),
    ],
)
def test_wrong_headings_are_told_with_file_and_line(
    tmp_path: Path, wrong: str, right: str, line: int, complaint: str
) -> None:
    file = page(tmp_path, (HEAD + BODY).replace(wrong, right))
    rule = catalogue.read(tmp_path)["family/name"]
    with pytest.raises(PageError, match=complaint) as caught:
        rule.sections()
    assert str(caught.value).startswith(f"{file}:{line}: ")


def test_a_page_that_is_no_text_or_badly_named_is_told(tmp_path: Path) -> None:
    page(tmp_path, HEAD + BODY).write_bytes(b"---\n\xff")
    with pytest.raises(PageError, match="not UTF-8"):
        catalogue.read(tmp_path)
    page(tmp_path, HEAD + BODY).unlink()
    page(tmp_path, HEAD + BODY, "family/Name_x")
    with pytest.raises(PageError, match="lower-case"):
        catalogue.read(tmp_path)


def test_a_rule_is_found_by_address_and_by_name() -> None:
    assert catalogue.find("routing/route-on-app") is catalogue.find("route-on-app")


def test_an_unknown_word_brings_a_suggestion() -> None:
    with pytest.raises(UnknownRuleError, match="did you mean `route-on-app`") as caught:
        catalogue.find("route-on-ap")
    assert caught.value.suggestions == ("route-on-app",)
    with pytest.raises(UnknownRuleError, match="did you mean `routing/route-on-app`"):
        catalogue.find("rooting/route-on-app")
    with pytest.raises(UnknownRuleError, match=r"^no rule is called `zzz`$"):
        catalogue.find("zzz")


def test_words_of_a_selection_mean_sets_of_rules(tmp_path: Path) -> None:
    page(tmp_path, HEAD + BODY, "one/first")
    page(tmp_path, HEAD.replace("warning", "info") + BODY, "one/second")
    page(tmp_path, HEAD + BODY, "two/third")
    among = catalogue.read(tmp_path)
    assert catalogue.expand("all", among) == {"one/first", "one/second", "two/third"}
    assert catalogue.expand("default", among) == {"one/first", "two/third"}
    assert catalogue.expand("one", among) == {"one/first", "one/second"}
    assert catalogue.expand("second", among) == catalogue.expand("one/second", among) == {"one/second"}
    with pytest.raises(UnknownRuleError, match="did you mean `third`"):
        catalogue.expand("thirt", among)
