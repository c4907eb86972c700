"""`fixed/` is what `--fix` makes of `bad/`, byte for byte; what a repair is for is gone, and nothing has come."""

from __future__ import annotations

from pathlib import Path

import pytest

from archlint import catalogue
from archlint.catalogue import Rule
from archlint.extract import extract
from archlint.findings import Finding
from harness.fixed import files, repaired, write
from harness.judging import judge

FIXTURES = Path(__file__).parents[2] / "fixtures"
REPAIRABLE = [rule for rule in catalogue.rules().values() if rule.fix]
CASES = [
    pytest.param(rule, case, id=f"{rule.address}-{case.name}")
    for rule in catalogue.rules().values()
    for case in sorted((FIXTURES / rule.address / "bad").iterdir())
]
REPAIRED = [
    pytest.param(rule, case, id=f"{rule.address}-{case.name}")
    for rule in REPAIRABLE
    for case in sorted((FIXTURES / rule.address / "fixed").iterdir())
]


def known(findings: tuple[Finding, ...]) -> set[tuple[str, str, str | None, str]]:
    return {(each.rule, each.place.path, each.symbol, each.target) for each in findings}


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_a_bad_case_is_repaired_byte_for_byte(rule: Rule, case: Path, tmp_path: Path, cache: Path) -> None:
    made = repaired(case, rule.address, cache)
    fixed = FIXTURES / rule.address / "fixed" / case.name
    assert [each.reason for _, each in made.refused] == []
    assert bool(made.changes) == fixed.exists(), "python tools/fixed.py writes what a repair makes"
    if not made.changes:
        return
    write(case, tmp_path / "made", made)
    assert files(tmp_path / "made") == files(fixed)


@pytest.mark.parametrize(("rule", "fixed"), REPAIRED)
def test_the_repaired_case_lacks_what_was_repaired_and_nothing_more_is_found(
    rule: Rule, fixed: Path, cache: Path
) -> None:
    for path, content in files(fixed).items():
        if path.endswith(".py"):
            extract(content, max_size=1_000_000)
    before, after = judge(FIXTURES / rule.address / "bad" / fixed.name, cache), judge(fixed, cache)
    assert known(after) <= known(before)
    assert len(after) < len(before)
    assert not repaired(fixed, rule.address, cache).changes, "a second run changes nothing"


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_fixes_are_as_safe_as_the_page_says(rule: Rule, case: Path, cache: Path) -> None:
    safeties = {each.fix.safety for each in judge(case, cache) if each.fix and each.rule == rule.address}
    assert safeties <= ({rule.fix} if rule.fix else set())
