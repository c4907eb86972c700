"""The examples on the pages are executed: Bad is found where it is marked, Good is not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from archlint import catalogue
from archlint.catalogue import Rule
from harness import pages
from harness.judging import judge, places, told
from harness.markers import in_text
from harness.pages import Example

EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.address}-{heading.lower()}-{number}")
    for rule in catalogue.rules().values()
    for heading in ("Bad", "Good")
    for number, example in enumerate(pages.examples(rule, heading), 1)
]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_an_example_on_a_page_is_judged_as_the_page_says(
    rule: Rule, example: Example, tmp_path: Path, cache: Path
) -> None:
    example.write(tmp_path)
    findings = judge(tmp_path, cache)
    own = Counter({at: count for at, count in places(findings).items() if at.name == rule.name})
    marked = Counter(each for path, text in example.files.items() for each in in_text(path, text))
    expected = Counter({at: count for at, count in marked.items() if at.name == rule.name})
    assert told(own, expected, findings) == ""
