"""Which projects a run is about, what their settings are and where each comes from."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archlint.config import ConfigError, Workspace, discover, discovery
from archlint.files import Listing, find
from config.conftest import Tree
from harness.processes import environment, ran

CONFIGURED = "[tool.archlint]\n"
IS_CHECKED = """
import sys
from archlint.__main__ import main
main()
sys.stderr.write("checked" if "pydantic" in sys.modules else "default")
"""


def found(tree: Tree, *paths: str, cwd: str = "") -> list[str]:
    """The roots of the projects, relative to the tree."""
    return [root_of(tree, each) for each in discover([Path(each) for each in paths], cwd=tree.root / cwd)]


def root_of(tree: Tree, workspace: Workspace) -> str:
    return workspace.root.relative_to(tree.root).as_posix()


def files_of(workspace: Workspace) -> list[str]:
    return [each.path for each in workspace.listing.files]


def only(tree: Tree, text: str) -> Workspace:
    """The project that settings make."""
    tree.put("pyproject.toml", text)
    (workspace,) = discover(cwd=tree.root)
    return workspace


def refused(tree: Tree, text: str) -> list[tuple[int, str]]:
    """Line and message of what is wrong with settings."""
    tree.put("pyproject.toml", text)
    with pytest.raises(ConfigError) as caught:
        discover(cwd=tree.root)
    assert {each.path for each in caught.value.problems} == {"pyproject.toml"}
    return [(each.line, each.message) for each in caught.value.problems]


def test_without_settings_the_nearest_pyproject_is_the_project(tree: Tree) -> None:
    tree.put("server/pyproject.toml", '[project]\nname = "x"\n')
    tree.put("server/app/api/routes.py")
    assert found(tree, cwd="server/app/api") == ["server"]
    assert found(tree, "server/app/api/routes.py") == ["server"]


def test_without_a_pyproject_the_work_tree_is_the_project(tree: Tree) -> None:
    tree.put("app/routes.py")
    assert found(tree, cwd="app") == ["."]


def test_without_either_the_working_directory_is_the_project(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "x.py").touch()
    (above,) = discover([Path("a/b")], cwd=tmp_path)
    assert (above.root, above.shown) == (tmp_path, ("a/b",))


@pytest.mark.parametrize("cwd", ["elsewhere", "/", "home"])
def test_the_whole_machine_is_no_project(cwd: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("home/service", "elsewhere"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (workspace,) = discover([tmp_path / "home/service"], cwd=tmp_path / cwd)
    assert (workspace.root, workspace.shown) == (tmp_path / "home/service", ())


def test_settings_above_make_the_project(tree: Tree) -> None:
    tree.put("pyproject.toml", CONFIGURED)
    tree.put("server/pyproject.toml", '[project]\nname = "x"\n')
    assert found(tree, cwd="server") == ["."]


def test_a_project_inside_another_is_left_out_of_it_and_judged_too(tree: Tree) -> None:
    tree.put("pyproject.toml", CONFIGURED)
    tree.put("tools/x.py")
    tree.put("services/a/pyproject.toml", CONFIGURED)
    tree.put("services/a/app.py")
    tree.put("services/a/plugin/pyproject.toml", CONFIGURED)
    tree.put("services/a/plugin/app.py")
    outer, inner, innermost = discover(cwd=tree.root)
    assert [root_of(tree, each) for each in (inner, innermost)] == ["services/a", "services/a/plugin"]
    assert [files_of(each) for each in (outer, inner, innermost)] == [["tools/x.py"], ["app.py"], ["app.py"]]


def test_from_above_all_projects_are_judged_and_from_inside_one(tree: Tree) -> None:
    tree.put("a/pyproject.toml", CONFIGURED)
    tree.put("b/pyproject.toml", CONFIGURED)
    tree.put("b/app/x.py")
    assert found(tree) == ["a", "b"]
    assert found(tree, "b") == ["b"]
    assert found(tree, cwd="b/app") == ["b"]


def test_every_project_is_listed_once(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.put("pyproject.toml", CONFIGURED)
    tree.put("inner/pyproject.toml", CONFIGURED)
    listed: list[str] = []

    def counted(root: str, excluded: tuple[str, ...], is_project: Callable[[str], bool]) -> Listing:
        listed.append(root)
        return find(root, excluded, is_project)

    monkeypatch.setattr(discovery, "find", counted)
    discover(cwd=tree.root)
    assert sorted(listed) == [str(tree.root), str(tree.root / "inner")]


def test_a_project_in_an_excluded_folder_is_none(tree: Tree) -> None:
    tree.put("pyproject.toml", '[tool.archlint]\nextend-exclude = ["vendor"]\n')
    tree.put("vendor/pyproject.toml", CONFIGURED)
    assert found(tree) == ["."]


def test_findings_are_shown_below_the_paths_only(tree: Tree) -> None:
    tree.put("pyproject.toml", CONFIGURED)
    for path in ("app/a.py", "app/b.py", "apple.py"):
        tree.put(path)
    (workspace,) = discover([Path("app")], cwd=tree.root)
    assert files_of(workspace) == ["app/a.py", "app/b.py", "apple.py"]
    assert [each for each in files_of(workspace) if workspace.shows(each)] == ["app/a.py", "app/b.py"]
    (both,) = discover([Path("app/a.py"), Path()], cwd=tree.root)
    assert both.shown == ()


def test_a_path_that_is_not_there_is_an_error(tree: Tree) -> None:
    with pytest.raises(ConfigError, match="no such file") as caught:
        discover([Path("ap")], cwd=tree.root)
    assert [(each.kind, each.path) for each in caught.value.problems] == [("usage", "ap")]


def test_a_file_named_by_the_user_replaces_all_settings(tree: Tree) -> None:
    tree.put("pyproject.toml", '[tool.archlint]\nignore = ["typing"]\n')
    tree.put("inner/pyproject.toml", CONFIGURED)
    tree.put("ci/strict.toml", 'select = ["layers"]\n')
    (workspace,) = discover(cwd=tree.root, file=Path("ci/strict.toml"))
    assert workspace.root == tree.root
    assert (workspace.config.select, workspace.config.ignore) == (("layers",), ())
    assert workspace.origin("select") == "ci/strict.toml:1"


def test_a_file_named_by_the_user_may_be_a_pyproject(tree: Tree) -> None:
    tree.put("other/pyproject.toml", '[tool.archlint]\nselect = ["layers"]\n')
    (workspace,) = discover(cwd=tree.root, file=Path("other/pyproject.toml"))
    assert workspace.config.select == ("layers",)
    tree.put("other/pyproject.toml", '[tool.other]\nselect = ["layers"]\n')
    with pytest.raises(ConfigError, match=r"has no \[tool.archlint\]"):
        discover(cwd=tree.root, file=Path("other/pyproject.toml"))


def test_isolated_reads_no_settings(tree: Tree) -> None:
    tree.put("pyproject.toml", '[tool.archlint]\nslect = ["typing"]\n')
    tree.put("inner/pyproject.toml", CONFIGURED)
    tree.put("inner/x.py")
    (workspace,) = discover(cwd=tree.root, isolated=True)
    assert workspace.config.select == ("default",)
    assert files_of(workspace) == ["inner/x.py"]


def test_flags_come_before_the_file_and_each_setting_knows_where_it_is_from(tree: Tree) -> None:
    tree.put("pyproject.toml", '[tool.archlint]\nignore = ["typing"]\nmax-file-size = 10\n\n[tool.archlint.options]\n'
             'response-model = "either"\n')  # fmt: skip
    (workspace,) = discover(cwd=tree.root, flags={"ignore": ["layers"], "select": ()})
    assert workspace.config.ignore == ("typing", "layers")
    assert workspace.origin("ignore") == "--ignore"
    assert workspace.origin("max-file-size") == "pyproject.toml:3"
    assert workspace.origin("options.response-model") == "pyproject.toml:6"
    assert workspace.origin("options.transaction-owner") == workspace.origin("select") == "default"


def test_selecting_by_flag_starts_afresh(tree: Tree) -> None:
    tree.put("pyproject.toml", '[tool.archlint]\nselect = ["typing"]\nextend-select = ["a"]\nignore = ["layers"]\n')
    (workspace,) = discover(cwd=tree.root, flags={"select": ["layers"]})
    assert (workspace.config.select, workspace.config.ignore, workspace.config.extend_select) == (("layers",), (), ())


def test_an_unknown_key_is_told_with_its_line_and_the_nearest_one(tree: Tree) -> None:
    assert refused(tree, "[tool.archlint]\nsrc = []\nslect = []\n") == [
        (3, "unknown key `slect`; did you mean `select`?")
    ]
    assert refused(tree, "[tool.archlint.options]\nresponse-modle = 'either'\n") == [
        (2, "unknown key `options.response-modle`; did you mean `response-model`?")
    ]
    layers = '[tool.archlint]\nlayers = [\n  { name = "a", match = ["x"] },\n  { name = "b", mach = ["y"] },\n]\n'
    assert refused(tree, layers) == [
        (2, "`layers.match` is missing"),
        (4, "unknown key `layers.mach`; did you mean `match`?"),
    ]


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ('select = "typing"', "`select` must be a list, not `typing`"),
        ("max-file-size = 'big'", "`max-file-size` must be a valid integer"),
        ('severity = { x = "fatal" }', "`severity.x` must be `error`, `warning` or `info`, not `fatal`"),
        ("options = 3", "`options` must be a table, not `3`"),
        ("select = [1]", "`select` must be a string, not `1`"),
        ('layers = [{ name = "a", match = [] }]', "the layer `a` has an empty `match`"),
        ('layers = [{ name = "a", match = ["x"], closed = ["b"] }]', "closed to `b`, which is no layer"),
        ('layers = [{ name = "a", match = ["x"] }, { name = "a", match = ["y"] }]', "stands twice"),
        ('extend-exclude = ["[z-a]"]', "a pattern to exclude is wrong"),
    ],
)
def test_a_wrong_value_is_told_with_what_is_expected(tree: Tree, setting: str, message: str) -> None:
    ((line, said),) = refused(tree, f"[tool.archlint]\n{setting}\n")
    assert message in said
    assert line in (1, 2)


def test_what_is_no_toml_is_told_with_its_place(tree: Tree) -> None:
    assert refused(tree, "[tool.archlint]\nselect = [\n  'a'\n  'b'\n]\n")[0][0] == 4
    file = tree.put("pyproject.toml")
    file.write_bytes(b"[tool.archlint]\nselect = ['\xff']\n")
    with pytest.raises(ConfigError, match="not UTF-8"):
        discover(cwd=tree.root)
    file.write_bytes(b"[tool.archlint]\nselect = " + b"[" * 100_000)
    with pytest.raises(ConfigError, match="nested too deeply"):
        discover(cwd=tree.root)


def test_a_broken_pyproject_that_does_not_speak_of_archlint_is_none_of_its_business(tree: Tree) -> None:
    tree.put("template/pyproject.toml", "[project]\nname = {{ name }}\n")
    tree.put("template/x.py")
    (workspace,) = discover(cwd=tree.root)
    assert files_of(workspace) == ["template/x.py"]


@pytest.mark.parametrize(
    ("text", "expected"), [(None, "default"), (CONFIGURED, "default"), (f"{CONFIGURED}ignore = []\n", "checked")]
)
def test_only_settings_that_are_there_are_checked(tree: Tree, text: str | None, expected: str) -> None:
    tree.put("app.py", "x = 1\n")
    if text is not None:
        tree.put("pyproject.toml", text)
    run = ran((sys.executable, "-c", IS_CHECKED, "check"), tree.root, environment(tree.root / "cache"))
    assert run.err == expected
