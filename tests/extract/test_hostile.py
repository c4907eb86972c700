from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from extract.hostile import SOURCES

MEGABYTE = 1 << 10
BRACKETS = (
    *("parentheses", "lists", "dicts", "calls", "subscripts", "lambda defaults", "keyword arguments"),
    *("comprehensions", "generators", "walruses"),
)
CASES = {
    **{(name, 100): "facts" for name in BRACKETS},
    **{(name, 190): "facts" for name in BRACKETS},
    **{(name, count): "too-deep" for name in BRACKETS for count in (1_000, 10_000, 100_000)},
    ("mixed brackets", 1_000): "too-deep",
    ("open", 190): "parse-error",
    ("open", 1_000_000): "too-deep",
    ("open calls", 100_000): "too-deep",
    ("open behind a quote", 100_000): "too-deep",
    ("closed", 100_000): "parse-error",
    ("sums", 2_000): "facts",
    ("sums", 10_000): "too-deep",
    ("products", 10_000): "too-deep",
    ("unions", 10_000): "too-deep",
    ("ors", 10_000): "facts",
    ("ors", 200_000): "too-deep",
    ("ands", 10_000): "facts",
    ("comparisons", 10_000): "facts",
    ("strings", 2_000): "facts",
    ("strings", 10_000): "too-deep",
    ("f-strings", 10_000): "too-deep",
    ("powers", 250): "facts",
    ("powers", 10_000): "too-deep",
    ("conditionals", 250): "facts",
    ("conditionals", 10_000): "too-deep",
    ("attributes", 250): "facts",
    ("attributes", 10_000): "too-deep",
    ("call chain", 250): "facts",
    ("call chain", 10_000): "too-deep",
    ("subscript chain", 250): "facts",
    ("subscript chain", 10_000): "too-deep",
    ("method chain", 125): "facts",
    ("method chain", 10_000): "too-deep",
    ("signs", 250): "facts",
    ("signs", 10_000): "too-deep",
    ("nots", 250): "facts",
    ("nots", 10_000): "too-deep",
    ("lambdas", 250): "facts",
    ("lambdas", 10_000): "too-deep",
    ("decorators", 10_000): "facts",
    ("targets", 10_000): "facts",
    ("elifs", 10_000): "facts",
    ("handlers", 10_000): "facts",
    ("semicolons", 10_000): "facts",
    ("ifs", 99): "facts",
    ("ifs", 1_000): "too-deep",
    ("defs", 99): "facts",
    ("defs", 1_000): "too-deep",
    ("classes", 99): "facts",
    ("classes", 1_000): "too-deep",
    ("tries", 1_000): "too-deep",
    ("fors of a comprehension", 2_000): "facts",
    ("fors of a comprehension", 10_000): "too-deep",
    ("ifs of a comprehension", 10_000): "facts",
    ("nested f-strings", 70): "facts",
    ("nested f-strings", 10_000): "too-deep",
    ("sums in an f-string", 10_000): "too-deep",
    ("open sums in an f-string", 10_000): "too-deep",
    ("signs in an f-string", 10_000): "too-deep",
    ("calls in an f-string", 140): "facts",
    ("calls in an f-string", 10_000): "too-deep",
    ("many calls in f-strings", 10): "facts",
    ("many calls in f-strings", 1_000): "too-deep",
    ("many calls", 10): "facts",
    ("many calls", 1_000): "too-deep",
    ("many subscript chains", 20): "facts",
    ("many subscript chains", 1_000): "too-deep",
    ("many patterns", 20): "facts",
    ("many patterns", 1_000): "too-deep",
    ("patterns before an open quote", 12): "too-deep",
    ("open behind the quote of an f-string", 100_000): "too-deep",
    ("dashes in an f-string", 10_000): "facts",
    ("nested format specs", 10_000): "too-deep",
    ("dotted import", 250): "facts",
    ("dotted import", 10_000): "too-deep",
    ("relative import", 10_000): "too-deep",
    ("list patterns", 8): "facts",
    ("list patterns", 30): "too-deep",
    ("tuple patterns", 8): "facts",
    ("tuple patterns", 12): "too-deep",
    ("mapping patterns", 12): "too-deep",
    ("class patterns", 30): "too-deep",
    ("type parameters", 10_000): "facts",
    ("quoted annotation", 10_000): "facts",
    ("elements", 10_000): "facts",
    ("elements", 2_000_000): "too-large",
    ("backslashes", 10_000): "facts",
    ("escaped quotes", 10_000): "parse-error",
    ("comments", 10_000): "facts",
    ("blank lines", 10_000): "facts",
    ("carriage returns", 10_000): "facts",
    ("form feeds", 10_000): "facts",
}


def outcomes(cases: Sequence[tuple[str, int]], *flags: str) -> dict[tuple[str, int], tuple[str, int]]:
    """What a process of its own makes of the sources: the outcome and the peak of its memory, as far as it got."""
    script = Path(__file__).with_name("hostile.py")
    done = subprocess.run(
        [sys.executable, str(script), *flags],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return {(name, count): (outcome, peak) for name, count, outcome, peak in answers}


@pytest.fixture(scope="module")
def answers() -> dict[tuple[str, int], tuple[str, int]]:
    return outcomes(list(CASES), "--deep")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]} {case[1]}")
def test_a_hostile_source_is_read_or_refused(
    case: tuple[str, int], answers: dict[tuple[str, int], tuple[str, int]]
) -> None:
    assert case in answers, "the process died before"
    assert answers[case][0] == CASES[case]


def test_every_hostile_source_is_tried() -> None:
    assert {name for name, _ in CASES} | {"long lines"} == set(SOURCES)


def test_hostile_sources_stay_under_a_gigabyte(answers: dict[tuple[str, int], tuple[str, int]]) -> None:
    assert max(peak for _, peak in answers.values()) < 1_024 * MEGABYTE


def test_a_file_of_a_hundred_thousand_lines_is_read() -> None:
    ((outcome, peak),) = outcomes([("long lines", 50_000)]).values()
    assert outcome == "facts"
    assert peak < 3 * 1_024 * MEGABYTE


def test_a_thread_with_a_small_stack_may_extract() -> None:
    cases = [("parentheses", 190), ("calls", 190), ("elifs", 10_000), ("ors", 5_000)]
    assert [outcome for outcome, _ in outcomes(cases).values()] == ["facts"] * 4
