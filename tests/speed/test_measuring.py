"""What is measured is what is said."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from benchmarks.speed.bars import bars
from benchmarks.speed.environments import ROOT
from benchmarks.speed.record import Pair, Results, Sameness, Service, Timed, Usage, load, save
from benchmarks.speed.report import report
from benchmarks.speed.stage import SCRIPTS, staged
from benchmarks.speed.tools import PEERS, SUBJECT, Tool, tools
from benchmarks.speed.trees import Edits, Tree, changed, changed_beyond, tree
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FUNCTION = b'''\
def f() -> int:
    """
    return nothing
    """
    return 1
'''


def usage(wall: float) -> Usage:
    return Usage(wall, wall, 10, 0)


def tool(command: str, **settings: object) -> Tool:
    return Tool.model_validate(
        {"name": "tool", "work": "", "command": ["{bin}/" + Path(sys.executable).name, "-c", command], "codes": [0]}
        | settings
    )


@pytest.fixture
def small(tmp_path: Path) -> Tree:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.py").write_bytes(FUNCTION.replace(b"    return nothing\n", b""))
    return tree(tmp_path, "small")


@pytest.mark.parametrize("name", sorted(tools()))
def test_each_tool_has_its_versions_pinned_and_no_host_named(name: str) -> None:
    lines = tools()[name].requirements.read_text(encoding="utf-8").splitlines()
    assert lines
    assert [line for line in lines if "==" not in line or "/" in line or line.startswith("-")] == []


def test_archlint_is_measured_with_all_that_it_needs() -> None:
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    pinned = tools()[SUBJECT].requirements.read_text(encoding="utf-8").splitlines()
    names = {canonicalize_name(Requirement(each).name) for each in needed}
    assert names - {canonicalize_name(Requirement(each).name) for each in pinned} == set()


def test_every_requirement_belongs_to_a_tool() -> None:
    assert {path.stem for path in PEERS.glob("*.txt")} == {each.requirements.stem for each in tools().values()} | {
        "pip"
    }


def test_an_edit_adds_one_statement_to_a_body_and_none_to_a_string() -> None:
    assert changed(FUNCTION, 1) is None
    assert changed(b"def f() -> int:\n    return 1\n", 7) == b"def f() -> int:\n    _edit_7 = 7\n    return 1\n"


@pytest.mark.parametrize(
    ("number", "after"),
    [
        (4, "import os as _edit_4\nimport re\n\n\ndef f(x: int) -> int:\n    return x\n"),
        (5, "import re\n\n\ndef f(x: int) -> int:\n    return x\n\n_edit_5 = 5\n"),
        (6, "import re\n\n\ndef f(x: int) -> int:\n    return x\n\n\ndef _edit_6() -> int:\n    return 6\n"),
        (7, "import re\n\n\ndef f(x: int, _edit_7: int = 7) -> int:\n    return x\n"),
    ],
)
def test_an_edit_beyond_bodies_is_of_four_sorts_by_turns(number: int, after: str) -> None:
    assert changed_beyond(b"import re\n\n\ndef f(x: int) -> int:\n    return x\n", number) == after.encode()


def test_where_an_edit_finds_no_place_none_is_made() -> None:
    assert changed_beyond(b"from __future__ import annotations\n", 4) is None
    assert changed_beyond(b"def f(\n    x: int,\n) -> int:\n    return x\n", 7) is None


def test_copies_get_the_same_edits(small: Tree, tmp_path: Path) -> None:
    for copy in ("one", "other"):
        small.copy(tmp_path / copy)
    one, other = (Edits(tmp_path / copy, list(small.files)) for copy in ("one", "other"))
    assert [one.make() for _ in range(9)] == [other.make() for _ in range(9)]
    assert tree(tmp_path / "one").lines == tree(tmp_path / "other").lines == small.lines + 9


def test_a_package_given_as_the_folder_keeps_its_name(tmp_path: Path) -> None:
    for path in ("shop/__init__.py", "shop/orders/__init__.py", "shop/orders/router.py", "shop/orders/service.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    found = tree(tmp_path / "shop")
    assert (found.packages, found.containers) == (["shop"], ["shop.orders"])


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in another unit elsewhere")
def test_the_stopwatch_tells_how_a_command_ended(tmp_path: Path) -> None:
    def code(patience: str, *command: str) -> int:
        stopwatch = [sys.executable, "-I", "-S", str(SCRIPTS / "stopwatch.py"), str(tmp_path / "output"), patience]
        said = subprocess.run([*stopwatch, *command], capture_output=True, text=True, check=True).stdout
        return int(said.split()[-1])

    assert code("60", sys.executable, "-c", "print('said'); raise SystemExit(3)") == 3
    assert (tmp_path / "output").read_text() == "said\n"
    assert code("0.2", sys.executable, "-c", "import time; time.sleep(60)") == -14


@pytest.mark.parametrize(
    ("settings", "complains"),
    [({}, False), ({"codes": [1]}, True), ({"says": "all done"}, False), ({"says": "found nothing"}, True)],
)
def test_a_run_that_gave_up_does_not_count(settings: dict[str, object], complains: bool, small: Tree) -> None:
    with staged(tool("print('all done')", **settings), Path(sys.executable).parent, small, 60) as stage:
        assert bool(stage.complaint(stage.cold())) is complains


def test_a_cold_run_finds_nothing_that_was_kept(small: Tree) -> None:
    keeping = tool("import pathlib; kept = pathlib.Path(r'{cache}', 'kept'); print(kept.exists()); kept.touch()")
    with staged(keeping, Path(sys.executable).parent, small, 60) as stage:
        said = []
        for run in (stage.cold, stage.run, stage.cold):
            run()
            said.append(stage.said().strip())
    assert said == [b"False", b"True", b"False"]


def test_a_process_that_a_tool_left_behind_is_ended_with_its_tree(small: Tree, tmp_path: Path) -> None:
    finish = ("{bin}/" + Path(sys.executable).name, "-c", f"open(r'{tmp_path / 'ended'}', 'x').write(r'{{tree}}')")
    with staged(tool("", finish=finish), Path(sys.executable).parent, small, 60) as stage:
        stage.run()
        assert not (tmp_path / "ended").exists()
    assert (tmp_path / "ended").read_text() == str(stage.tree)


def test_a_tool_that_is_measured_after_edits_only_has_nothing_else_to_show() -> None:
    stays = tool("", name="stays", keeps=True, measures=["changed"], finish=["end"])
    timed = Timed(changed=[Pair(usage(2), usage(1))], kept=[Pair(usage(0.5), usage(1))])
    page = report(Results(services={"x": Service(9, 90, {"stays": timed})}), {"stays": stays})
    assert "\n| stays |  |  |  |  |  | 1 | 0.5 |  |  |  |\n" in page


def test_promises_that_are_not_kept_are_told(tmp_path: Path) -> None:
    slow = Timed(cold=[Pair(usage(3), usage(1))], warm=[Pair(usage(2), usage(1))], changed=[Pair(usage(2), usage(1))])
    service = Service(1_000, 100_000, {"ruff": slow, "mypy": slow, "libcst": slow}, same_bytes=True)
    sameness = Sameness(200, ["7: rename"], 90, [], 200, 90, [])
    save(tmp_path / "results.json", Results(services={"x": service}, sameness=sameness))
    told = {bar.promise: bar.kept for bar in bars(load(tmp_path / "results.json"))}
    assert [promise for promise, kept in told.items() if kept] == [
        "a warm run prints what the cold one did",
        "the same bytes with 1, 2 and 8 workers, cold and warm, ten hash seeds, any order of files",
    ]
    assert len(told) == 9
