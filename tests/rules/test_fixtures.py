"""Every fixture is a small service: what is marked in it is found by all rules together, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.judging import judge, places, told
from harness.markers import in_folder

FIXTURES = Path(__file__).parents[2] / "fixtures"
CASES = [
    pytest.param(case, id="/".join(case.relative_to(FIXTURES).parts))
    for kind in ("bad", "good")
    for case in sorted(FIXTURES.glob(f"*/*/{kind}/*"))
    if case.is_dir()
]


@pytest.mark.parametrize("case", CASES)
def test_a_fixture_holds_what_is_marked_and_nothing_else(case: Path, cache: Path) -> None:
    findings = judge(case, cache)
    assert told(places(findings), in_folder(case), findings) == ""
