"""`archlint check`: exit codes, formats, what is selected, where the report goes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from textwrap import dedent

import pytest

from archlint.report import FORMATS
from cli.conftest import READS_ENVIRONMENT, Archlint, write

RULE = "settings/environ-outside-settings"


def test_nothing_found_is_0(service: Path, archlint: Archlint) -> None:
    assert archlint("check") == (0, "Nothing found in 2 files.\n", "")


def test_a_finding_is_1_and_shown_with_its_place(broken: Path, archlint: Archlint) -> None:
    ran = archlint("check")
    assert ran.code == 1
    assert ran.out.startswith(f"error  {RULE} ")
    assert "app/settingless.py:5:12\n" in ran.out
    assert '    5 │     return os.environ["MAIL_SERVER"]\n' in ran.out
    assert "  more     archlint explain app/settingless.py:5\n" in ran.out
    assert ran.out.endswith("\n1 error in 3 files.\n")


def test_exit_zero_hides_findings_but_no_incomplete_analysis(broken: Path, archlint: Archlint) -> None:
    assert archlint("check", "--exit-zero").code == 0
    write(broken, {"app/half.py": "def f(:\n"})
    assert archlint("check").code == 2
    assert archlint("check", "--exit-zero").code == 2


def test_what_cannot_be_parsed_is_told_and_the_rest_is_judged(broken: Path, archlint: Archlint) -> None:
    write(broken, {"app/half.py": "def f(:\n"})
    document = json.loads(archlint("check", "--output-format", "json").out)
    assert [each["rule"] for each in document["findings"]] == [RULE]
    assert [(each["kind"], each["path"]) for each in document["errors"]] == [("parse-error", "app/half.py")]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_names_the_rule_and_the_file(form: str, broken: Path, archlint: Archlint) -> None:
    ran = archlint("check", "--output-format", form)
    assert ran.code == 1
    assert RULE in ran.out
    assert "app/settingless.py" in ran.out


def test_paths_choose_whose_findings_are_printed(broken: Path, archlint: Archlint) -> None:
    assert archlint("check", "app/mailer.py").code == 0
    assert archlint("check", "app").code == 1


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        (("--select", "environ-outside-settings"), 1),
        (("--select", "typing,settings"), 1),
        (("--select", "any-in-schema", "--select", "typing"), 0),
        (("--select", "typing", "--extend-select", RULE), 1),
        (("--ignore", "settings"), 0),
        (("--isolated",), 1),
    ],
)
def test_rules_are_selected_by_name_family_and_address(
    flags: tuple[str, ...], code: int, broken: Path, archlint: Archlint
) -> None:
    assert archlint("check", *flags).code == code


def test_paths_are_relative_to_the_working_directory(
    broken: Path, archlint: Archlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(broken / "app")
    assert "settingless.py:5:12: error" in archlint("check", "--output-format", "concise").out
    monkeypatch.chdir(broken.parent)
    assert "service/app/settingless.py:5:12: error" in archlint("check", "service", "--output-format", "concise").out


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_paths_for_a_forge_are_relative_to_the_git_top_level(
    form: str, broken: Path, archlint: Archlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    (broken.parent / ".git").mkdir()
    monkeypatch.chdir(broken / "app")
    assert "service/app/settingless.py" in archlint("check", "--output-format", form).out


def test_a_report_goes_into_a_file(broken: Path, archlint: Archlint) -> None:
    ran = archlint("check", "--output-format", "json", "--output-file", "report.json")
    assert (ran.code, ran.out) == (1, "")
    assert json.loads((broken / "report.json").read_text(encoding="utf-8"))["summary"]["findings"] == 1
    assert [each.name for each in broken.iterdir() if each.name.startswith(".report")] == []


def test_a_file_that_cannot_be_written_is_an_error(broken: Path, archlint: Archlint) -> None:
    ran = archlint("check", "--output-file", "absent/report.json")
    assert ran.code == 2
    assert "cannot write `absent/report.json`" in ran.err


def test_statistics_count_instead_of_listing(broken: Path, archlint: Archlint) -> None:
    ran = archlint("check", "--statistics")
    assert ran.code == 1
    assert ran.out.startswith(f"1  {RULE}  ")
    assert archlint("check", "--statistics", "--output-format", "json").code == 2


def test_quiet_prints_findings_only(broken: Path, archlint: Archlint) -> None:
    assert "in 3 files" not in archlint("check", "-q").out
    assert archlint("check", "-q", "--ignore", "settings").out == ""


def test_verbose_tells_how_many_files_were_parsed(broken: Path, archlint: Archlint) -> None:
    assert "3 of 3 files parsed" in archlint("check", "-v").err
    assert "0 of 3 files parsed" in archlint("check", "-v").err
    assert "3 of 3 files parsed" in archlint("check", "-v", "--no-cache").err


def test_show_files_lists_what_would_be_read(broken: Path, archlint: Archlint) -> None:
    (broken / "app/link.py").symlink_to(broken / "app/mailer.py")
    ran = archlint("check", "--show-files", "-v")
    assert ran.code == 0
    assert ran.out.splitlines() == ["app/__init__.py", "app/mailer.py", "app/settingless.py"]
    assert ran.err == "left out: app/link.py: a symbolic link\n"


def test_an_unsaved_file_is_read_from_standard_input(
    service: Path, archlint: Archlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = dedent(READS_ENVIRONMENT).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    ran = archlint("check", "-", "--stdin-filename", "app/mailer.py", "--output-format", "concise", "-q")
    assert ran.code == 1
    assert ran.out.startswith("app/mailer.py:6:12: error")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "absent"), "absent"),
        (("check", "--select", "environ-outside-setting"), "did you mean `environ-outside-settings`"),
        (("check", "--config", "absent.toml"), "absent.toml"),
        (("check", "--output-format", "xml"), "'xml' is not one of"),
        (("check", "--slect", "x"), "--select"),
        (("check", "-"), "--stdin-filename"),
        (("chekc",), "did you mean `check`?"),
    ],
)
def test_a_wrong_command_line_is_2_and_names_the_next_step(
    arguments: tuple[str, ...], said: str, service: Path, archlint: Archlint
) -> None:
    ran = archlint(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("archlint: ")
    assert said in ran.err


def test_a_wrong_configuration_is_told_with_its_line(service: Path, archlint: Archlint) -> None:
    write(service, {"pyproject.toml": '[tool.archlint]\nsrc = ["app"]\nselekt = ["all"]\n'})
    ran = archlint("check")
    assert (ran.code, ran.out) == (2, "")
    assert "pyproject.toml:3: " in ran.err
    assert "did you mean `select`?" in ran.err
    document = json.loads(archlint("check", "--output-format", "json").out)
    assert [(each["path"], each["line"]) for each in document["errors"]] == [("pyproject.toml", 3)]
