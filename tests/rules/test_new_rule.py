"""The door for a new rule: everything it needs, at its address, and nothing that is there already touched."""

from __future__ import annotations

import compileall
import subprocess
import sys
from pathlib import Path

from archlint import catalogue
from harness import mutations, pages
from harness.markers import in_folder

TOOL = Path(__file__).parents[2] / "tools/new_rule.py"


def new_rule(address: str, root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(TOOL), address, str(root)], capture_output=True, text=True, check=False)


def test_a_new_rule_gets_its_page_check_fixtures_and_mutation(tmp_path: Path) -> None:
    assert new_rule("routing/duplicate-route", tmp_path).returncode == 0
    (rule,) = catalogue.read(tmp_path / "rules").values()
    assert rule.address == "routing/duplicate-route"
    assert tuple(rule.sections()) == catalogue.HEADINGS
    assert len(pages.examples(rule, "Bad")) == len(pages.examples(rule, "Good")) == 1
    assert compileall.compile_dir(tmp_path / "src", quiet=1)
    assert '@check("routing/duplicate-route"' in (
        tmp_path / "src/archlint/checks/routing/duplicate_route.py"
    ).read_text(encoding="utf-8")
    fixtures = tmp_path / "fixtures/routing/duplicate-route"
    assert {each.name for each in in_folder(fixtures / "bad/first")} == {"duplicate-route"}
    assert len(list((fixtures / "good").iterdir())) == 3
    (mutation,) = mutations.read(tmp_path / "fixtures/mutations")
    assert mutation.rule == "routing/duplicate-route"


def test_what_is_there_stays(tmp_path: Path) -> None:
    new_rule("routing/duplicate-route", tmp_path)
    page = tmp_path / "rules/routing/duplicate-route.md"
    page.write_text("mine", encoding="utf-8")
    ran = new_rule("routing/duplicate-route", tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert page.read_text(encoding="utf-8") == "mine"


def test_a_name_that_is_no_address_is_refused(tmp_path: Path) -> None:
    ran = new_rule("Duplicate_Route", tmp_path)
    assert ran.returncode == 2
    assert "family/name" in ran.stderr
    assert list(tmp_path.iterdir()) == []
