"""Files, variables and routes of hostile names, in every format: what reads the format gets each name back."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote, unquote_to_bytes

import jsonschema  # type: ignore[import-untyped]
import msgspec
import pytest
from junitparser import JUnitXml
from markdown_it import MarkdownIt
from mypy_gitlab_code_quality import GitlabIssue  # type: ignore[import-untyped]
from rich.text import Text

from archlint.cli import main
from archlint.report import FORMATS
from harness.names import HOSTILE
from harness.repositories import Repo

CODE = """\
import os

from fastapi import FastAPI

app = FastAPI()


@app.get({route!a})
async def read() -> int:
    return int(os.environ[{variable!a}])
"""
LINE = 10
FLAGS = ("--select", "environ-outside-settings")
DATA = Path(__file__).parents[1] / "data"
SCHEMAS = {
    "json": DATA.parents[1] / "docs/schema/report-1.json",
    "rdjson": DATA / "rdjson.schema.json",
    "sarif": DATA / "sarif-schema-2.1.0.json",
}
RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
NAMES = {os.fsencode(f"{name}.py").decode("utf-8", "backslashreplace"): name for name in HOSTILE}
"""The paths as archlint knows them, each with the name that file and variable have in common."""
SEEN = {f"{shown}.py" for shown in HOSTILE.values()}
Printed: TypeAlias = Callable[..., str]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="such files cannot be made there")


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """A service with a finding in a file of every name; the last commit brings them all."""
    made = Repo.made(tmp_path_factory.mktemp("service"))
    made.commit({"pyproject.toml": "[tool.archlint]\n"})
    for name in HOSTILE:
        variable = os.fsencode(name).decode("utf-8", "backslashreplace")
        (made.top / f"{name}.py").write_text(CODE.format(route=f"/{variable}", variable=variable), encoding="utf-8")
    made.commit()
    return made


@pytest.fixture
def printed(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path_factory: Any
) -> Printed:
    """What a command line prints, in which there is no raw control and no line that is a command to CI."""
    monkeypatch.chdir(repo.top)
    monkeypatch.setenv("ARCHLINT_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str, code: int = 1, commands: int = 0) -> str:
        assert main(list(arguments)) == code
        out, err = capsys.readouterr()
        assert RAW.findall(out + err) == []
        assert len(re.findall(r"^\s*::", out + err, re.MULTILINE)) == commands
        assert "##[" not in out + err
        return out

    return run


@pytest.fixture
def report(printed: Printed) -> Printed:
    """`archlint check` in one of the formats."""

    def run(form: str) -> str:
        commands = len(HOSTILE) + 1 if form == "github" else 0
        return printed("check", *FLAGS, "--output-format", form, commands=commands)

    return run


def document(form: str, text: str) -> Any:
    """A JSON report that its schema has taken."""
    assert text.isascii()
    read = json.loads(text)
    if form in SCHEMAS:
        jsonschema.validate(read, json.loads(SCHEMAS[form].read_text(encoding="utf-8")))
    return read


def says(message: str, path: str) -> bool:
    """Whether a message speaks of the variable that the file of this path reads."""
    name = HOSTILE[NAMES[path]] if path in NAMES else path.removesuffix(".py")
    return f"`os.environ` reads `{name}` outside" in message


def test_json_gives_every_name_back(report: Printed) -> None:
    found = document("json", report("json"))["findings"]
    assert {each["path"] for each in found} == NAMES.keys()
    for each in found:
        assert f"reads `{each['path'].removesuffix('.py')}` outside" in each["message"]


def test_sarif_gives_every_name_back_as_the_bytes_that_it_is(report: Printed) -> None:
    results = document("sarif", report("sarif"))["runs"][0]["results"]
    told = {
        unquote_to_bytes(each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]).decode(): each
        for each in results
    }
    assert told.keys() == NAMES.keys()
    assert all(says(each["message"]["text"], path) for path, each in told.items())


def test_gitlab_gives_every_name_back(report: Printed) -> None:
    issues = document("gitlab", report("gitlab"))
    msgspec.convert([{**each, "severity": "major"} for each in issues], list[GitlabIssue])
    assert {each["location"]["path"] for each in issues} == NAMES.keys()
    assert all(says(each["description"], each["location"]["path"]) for each in issues)


def test_rdjson_gives_every_name_back(report: Printed) -> None:
    found = document("rdjson", report("rdjson"))["diagnostics"]
    assert {each["location"]["path"] for each in found} == NAMES.keys()
    assert all(says(each["message"], each["location"]["path"]) for each in found)


def test_junit_gives_every_name_as_it_is_seen(report: Printed) -> None:
    """Most controls have no way to be written in XML."""
    cases = [case for suite in JUnitXml.fromstring(report("junit").encode()) for case in suite]
    assert {case.classname for case in cases} == SEEN
    assert all(says(case.result[0].message, case.classname) for case in cases)


def test_github_gets_a_command_for_each_name_as_it_is_seen(report: Printed) -> None:
    *lines, last = report("github").splitlines()
    assert last.startswith("::notice title=archlint::")
    told = {}
    for line in lines:
        command, properties, data = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line).groups()  # type: ignore[union-attr]
        about = dict(each.split("=", 1) for each in properties.split(","))
        assert (command, about["line"]) == ("error", str(LINE))
        told[unquote(about["file"])] = unquote(data)
    assert told.keys() == SEEN
    assert all(says(message, path) for path, message in told.items())


def test_concise_gives_every_name_as_it_is_seen(report: Printed) -> None:
    rows = re.findall(rf"^(.*):{LINE}:16: error\[[^]]*\] (.*)$", report("concise"), re.MULTILINE)
    told = {re.sub(r"^\./(?=::)", "", path): message for path, message in rows}
    assert told.keys() == SEEN
    assert all(says(message, path) for path, message in told.items())


@pytest.mark.parametrize("colour", ["never", "always"])
def test_a_shell_takes_every_name_of_the_text_for_one_word(
    colour: str, repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repo.top)
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["check", *FLAGS, "--color", colour]) == 1
    plain = Text.from_ansi(capsys.readouterr().out).plain  # another library takes the codes out
    assert RAW.findall(plain) == []
    words = [shlex.split(line) for line in plain.splitlines() if line.strip().startswith("more ")]
    assert {tuple(each[:3]) for each in words} == {("more", "archlint", "explain")}
    assert {re.sub(r"^\./", "", path) for *_, path in words} == {f"{each}:{LINE}" for each in SEEN}
    assert all(len(each) == 4 for each in words)


def markup(text: str) -> Iterator[tuple[str, str]]:
    """Kind and content of every piece of Markdown, innermost."""
    for token in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text):
        for each in token.children or (token,):
            yield each.type, each.content


def no_markup(text: str) -> list[tuple[str, str]]:
    """The pieces, none of which is a link, a picture, HTML or a mention."""
    pieces = list(markup(text))
    kinds = {kind for kind, _ in pieces}
    assert not kinds & {"link_open", "image", "html_inline", "s_open"}
    assert {each.strip() for kind, each in pieces if kind == "html_block"} <= {"<!-- archlint report -->"}
    words = [each for kind, each in pieces if kind == "text"]
    assert [each for each in words if re.search(r"@\w|#\d|GH-\d|\w://|www\.", each)] == []
    return pieces


def test_markdown_gives_every_name_as_code(report: Printed) -> None:
    told = {each for kind, each in no_markup(report("markdown")) if kind == "code_inline"}
    assert {f"{each}:{LINE}" for each in SEEN} <= told


def test_a_pull_request_s_comment_gives_every_name_and_route_as_code(printed: Printed) -> None:
    told = {each for kind, each in no_markup(printed("report", "--base", "HEAD~1", *FLAGS)) if kind == "code_inline"}
    assert {f"{each}:{LINE}" for each in SEEN} <= told
    routes = {each.replace("\\|", "|") for each in told if each.startswith("/")}
    assert routes == {f"/{each}" for each in HOSTILE.values()}


@pytest.mark.parametrize("name", HOSTILE)
def test_explain_gives_the_name_back(name: str, printed: Printed) -> None:
    for target, kind in ((f"./{name}.py:{LINE}", "findings"), (f"./{name}.py", "module")):
        told = json.loads(printed("explain", target, "--output-format", "json", code=0))
        path = told["path"] if kind == "module" else told["findings"][0]["place"]["path"]
        assert (told["kind"], NAMES[path]) == (kind, name)
        assert HOSTILE[name] in printed("explain", target, code=0)
        pieces = no_markup(printed("explain", target, "--output-format", "markdown", code=0))
        assert any(f"{HOSTILE[name]}.py" in each for kind, each in pieces if kind == "code_inline")


def test_no_format_was_forgotten() -> None:
    tested = {"text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson", "markdown"}
    assert tested == set(FORMATS)
