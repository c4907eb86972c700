"""The other commands, and what all have in common."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archlint import catalogue
from cli.conftest import Archlint, write

COMMANDS = ("baseline", "check", "clean", "config", "explain", "init", "report", "rules")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, archlint: Archlint) -> None:
    ran = archlint(command, "--help")
    assert ran.code == 0
    assert f"    archlint {command}" in ran.out.partition("Example")[2]


def test_the_commands_are_listed(archlint: Archlint) -> None:
    ran = archlint("--help")
    assert [line.split()[0] for line in ran.out.partition("Commands:\n")[2].split("\n\n")[0].splitlines()] == [
        *COMMANDS
    ]


def test_without_a_command_the_help_is_shown_and_the_code_is_2(archlint: Archlint) -> None:
    ran = archlint()
    assert (ran.code, ran.out) == (2, "")
    assert "Commands:" in ran.err


def test_explain_prints_the_page(archlint: Archlint) -> None:
    ran = archlint("explain", "route-on-app")
    assert ran.code == 0
    assert ran.out.startswith("# routing/route-on-app\n\nRoutes belong on an `APIRouter`")
    assert ran.out.count("\n## ") == len(catalogue.HEADINGS)
    assert "`app/main.py`:\n\n```python\n" in ran.out
    assert archlint("explain", "routing/route-on-app").out == ran.out


def test_explain_lays_the_page_out_for_a_terminal(archlint: Archlint) -> None:
    coloured = archlint("explain", "route-on-app", "--color", "always").out
    assert "\x1b[" in coloured
    assert "## Why" not in coloured


def test_explain_suggests_a_rule(archlint: Archlint) -> None:
    ran = archlint("explain", "route-on-ap")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean `route-on-app`?" in ran.err


def test_rules_are_listed_with_severity_and_summary(archlint: Archlint) -> None:
    lines = archlint("rules").out.splitlines()
    assert len(lines) == len(catalogue.rules())
    assert next(line.split() for line in lines if "route-on-app" in line)[:3] == [
        "routing/route-on-app",
        "error",
        "Routes",
    ]
    assert all("routing/" in line for line in archlint("rules", "routing").out.splitlines())
    assert archlint("rules", "rooting").code == 2


def test_rules_are_listed_as_json(archlint: Archlint) -> None:
    (rule,) = json.loads(archlint("rules", "route-on-app", "--output-format", "json").out)
    assert rule["rule"] == "routing/route-on-app"
    assert (rule["severity"], rule["scope"], rule["default"]) == ("error", ["file"], True)


def test_config_tells_each_setting_and_where_it_comes_from(service: Path, archlint: Archlint) -> None:
    lines = archlint("config").out.splitlines()
    assert [" ".join(line.split()) for line in lines if line.startswith(("ignore", "select"))] == [
        'select = ["default"] # default',
        'ignore = ["any-in-schema"] # pyproject.toml:2',
    ]
    (told,) = json.loads(archlint("config", "--output-format", "json").out)
    assert told["root"] == "."
    assert told["settings"]["ignore"] == {"value": ["any-in-schema"], "origin": "pyproject.toml:2"}
    assert told["settings"]["options.response-model"] == {"value": "either", "origin": "default"}
    (alone,) = json.loads(archlint("config", "--isolated", "--output-format", "json").out)
    assert alone["settings"]["ignore"] == {"value": [], "origin": "default"}


def test_show_settings_tells_flags_too(service: Path, archlint: Archlint) -> None:
    lines = archlint("check", "--show-settings", "--select", "layers").out.splitlines()
    assert 'select = ["layers"] # --select' in [" ".join(line.split()) for line in lines]


def test_the_schema_of_the_settings_is_the_committed_one(archlint: Archlint) -> None:
    committed = (Path(__file__).parents[2] / "docs/schema/config.json").read_text(encoding="utf-8")
    assert archlint("config", "--schema").out == committed


def test_config_tells_what_is_wrong(service: Path, archlint: Archlint) -> None:
    write(service, {"pyproject.toml": '[tool.archlint]\nselekt = ["all"]\n'})
    ran = archlint("config")
    assert ran.code == 2
    assert "pyproject.toml:2: " in ran.err


def test_clean_deletes_the_cache_and_nothing_beside_it(service: Path, archlint: Archlint) -> None:
    cache = service.parent / "cache"
    archlint("check")
    (cache / "mine.txt").write_text("mine", encoding="utf-8")
    assert archlint("clean").out.startswith("Deleted the cache in ")
    assert [each.name for each in cache.iterdir()] == ["mine.txt"]
    assert archlint("clean").out.startswith("There is no cache in ")
