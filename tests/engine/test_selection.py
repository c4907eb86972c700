"""Which rules run, and what is said about words that name none."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from archlint.catalogue import Rule, rules
from archlint.config import Config, ConfigError, Settings, Workspace
from archlint.config.validation import validate
from archlint.engine import Selection, select
from archlint.findings import Severity

MODEL = next(iter(rules().values()))


def rule(address: str, severity: Severity = Severity.ERROR) -> Rule:
    return replace(MODEL, address=address, severity=severity)


RULES: Mapping[str, Rule] = {
    each.address: each
    for each in (
        rule("layers/upward-import"),
        rule("layers/missing-layer", Severity.WARNING),
        rule("layers/foreign-query", Severity.INFO),
        rule("typing/bare-dict"),
    )
}
TEXT = """\
[tool.archlint]
select = ["layrs"]
ignore = [
    "upward-import",
    "upward-imports",
]

[tool.archlint.per-file-ignores]
"app/**" = ["layers"]
"tests/**" = ["bare-dit"]
"""


def workspace(config: Config, settings: Settings | None = None) -> Workspace:
    return Workspace(Path("/"), config, settings or Settings())


def selected(**settings: object) -> Selection:
    return select(workspace(validate(Settings(), settings)), RULES)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, "layers/upward-import layers/missing-layer typing/bare-dict"),
        ({"select": ["all"]}, "layers/upward-import layers/missing-layer layers/foreign-query typing/bare-dict"),
        ({"select": ["layers"]}, "layers/upward-import layers/missing-layer layers/foreign-query"),
        ({"select": ["upward-import", "typing/bare-dict"]}, "layers/upward-import typing/bare-dict"),
        ({"extend_select": ["foreign-query"]}, " ".join(RULES)),
        ({"ignore": ["layers"]}, "typing/bare-dict"),
        ({"ignore": ["layers"], "extend_select": ["upward-import"]}, "layers/upward-import typing/bare-dict"),
        ({"select": ["layers"], "ignore": ["upward-import"]}, "layers/missing-layer layers/foreign-query"),
        ({"select": ["upward-import"], "ignore": ["layers"]}, "layers/upward-import"),
        ({"select": ["upward-import"], "ignore": ["upward-import"]}, ""),
        ({"select": ["all"], "ignore": ["all"]}, ""),
        ({"select": []}, ""),
    ],
)
def test_the_narrower_word_wins_and_of_two_alike_the_one_to_ignore(settings: dict[str, object], expected: str) -> None:
    assert set(selected(**settings).severities) == set(expected.split())


def test_a_severity_is_set_for_a_family_and_more_narrowly_for_a_rule() -> None:
    found = selected(select=["all"], severity={"upward-import": "info", "layers": "warning"})
    assert dict(found.severities) == {
        "layers/upward-import": Severity.INFO,
        "layers/missing-layer": Severity.WARNING,
        "layers/foreign-query": Severity.WARNING,
        "typing/bare-dict": Severity.ERROR,
    }
    assert "typing/bare-dict" not in found.overridden


def test_rules_are_ignored_per_file() -> None:
    found = selected(per_file_ignores={"app/api/**": ["layers"], "*_job.py": ["bare-dict"]})
    assert found.ignored("layers/upward-import", "app/api/x.py")
    assert not found.ignored("typing/bare-dict", "app/api/x.py")
    assert found.ignored("typing/bare-dict", "app/mail_job.py")
    assert not found.ignored("layers/upward-import", "lib/app.py")


def test_words_that_name_no_rule_are_told_with_file_line_and_the_nearest_name() -> None:
    table = tomllib.loads(TEXT)["tool"]["archlint"]
    settings = Settings("pyproject.toml", TEXT, ("tool", "archlint"), table)
    with pytest.raises(ConfigError) as caught:
        select(workspace(validate(settings, table), settings), RULES)
    assert [(each.line, each.message) for each in caught.value.problems] == [
        (2, "`select`: no rule is called `layrs`; did you mean `layers`?"),
        (5, "`ignore`: no rule is called `upward-imports`; did you mean `upward-import`?"),
        (10, "`per-file-ignores`: no rule is called `bare-dit`; did you mean `bare-dict`?"),
    ]


def test_a_flag_that_names_no_rule_is_told_as_a_flag() -> None:
    flagged = Workspace(
        Path("/"), Config(ignore=("upward-imprt",)), Settings("p.toml", TEXT), {"ignore": ["upward-imprt"]}
    )
    with pytest.raises(ConfigError) as caught:
        select(flagged, RULES)
    (problem,) = caught.value.problems
    assert (problem.kind, problem.path) == ("usage", "")
    assert problem.message == "--ignore: no rule is called `upward-imprt`; did you mean `upward-import`?"
