"""Which files make up a project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archlint.files import EXCLUDED, find, printable, spec
from config.conftest import Tree


def listed(tree: Tree, *excluded: str, root: str = "") -> list[str]:
    return [each.path for each in find(str(tree.root / root), excluded or EXCLUDED).files]


def test_python_files_are_listed_in_order_and_nothing_else(tree: Tree) -> None:
    for path in ("b.py", "a/z.py", "a/y.py", "a/notes.txt", "a/stub.pyi", "README.md"):
        tree.put(path)
    assert listed(tree) == ["a/y.py", "a/z.py", "b.py"]


def test_what_nobody_wrote_is_left_out_by_default(tree: Tree) -> None:
    for path in (".venv/x.py", "node_modules/x.py", "app/__pycache__/x.py", "dist/x.py", "app/migrations/x.py"):
        tree.put(path)
    assert listed(tree) == ["app/migrations/x.py"]


def test_a_virtual_environment_is_known_by_its_marker_whatever_its_name(tree: Tree) -> None:
    tree.put("tools/pyvenv.cfg")
    tree.put("tools/lib/x.py")
    tree.put("app/x.py")
    assert listed(tree) == ["app/x.py"]
    assert [each.path for each in find(str(tree.root)).skipped] == ["tools"]


def test_patterns_to_exclude_are_those_of_git(tree: Tree) -> None:
    for path in ("a/x.py", "a/b/x.py", "c/x.py", "gen_1.py", "sub/gen_2.py"):
        tree.put(path)
    assert listed(tree, "/a/b", "gen_*.py") == ["a/x.py", "c/x.py"]
    assert listed(tree, "a/*", "!a/x.py", "**/gen_?.py") == ["a/x.py", "c/x.py"]


def test_nested_gitignore_files_count_and_the_nearest_decides(tree: Tree) -> None:
    tree.put(".gitignore", "*.gen.py\n/local/\n")
    tree.put("app/.gitignore", "!keep.gen.py\nscratch.py\n")
    for path in ("x.gen.py", "local/x.py", "app/keep.gen.py", "app/other.gen.py", "app/scratch.py", "scratch.py"):
        tree.put(path)
    assert listed(tree) == ["app/keep.gen.py", "scratch.py"]


def test_gitignore_files_above_the_project_count_up_to_the_top_of_the_work_tree(tree: Tree) -> None:
    tree.put(".gitignore", "generated/\n")
    (tree.root.parent / ".gitignore").write_text("*.py\n")
    tree.put("server/generated/x.py")
    tree.put("server/app.py")
    assert listed(tree, root="server") == ["app.py"]


def test_a_line_of_gitignore_that_is_no_pattern_counts_for_nothing(tree: Tree) -> None:
    tree.put(".gitignore", "[z-a].py\n!\nignored.py\n")
    for path in ("ignored.py", "kept.py"):
        tree.put(path)
    assert listed(tree) == ["kept.py"]


def test_an_own_pattern_that_is_none_is_an_error() -> None:
    with pytest.raises(ValueError, match="bad character range"):
        spec(["[z-a].py"])


def test_links_are_not_followed(tree: Tree) -> None:
    outside = tree.root.parent / "outside"
    outside.mkdir()
    (outside / "secret.py").touch()
    tree.put("app/real.py")
    for name, target in (
        ("out.py", outside / "secret.py"),
        ("folder", outside),
        ("loop", tree.root / "app"),
        ("dangling.py", tree.root / "absent.py"),
        ("inside.py", tree.root / "app/real.py"),
    ):
        (tree.root / "app" / name).symlink_to(target)
    assert listed(tree) == ["app/real.py"]
    skipped = find(str(tree.root)).skipped
    assert [each.path for each in skipped] == ["app/dangling.py", "app/inside.py", "app/out.py"]
    assert {each.reason for each in skipped} == {"a symbolic link"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFOs")
def test_what_is_no_regular_file_is_not_read(tree: Tree) -> None:
    os.mkfifo(tree.root / "pipe.py")
    (tree.root / "folder.py").mkdir()
    tree.put("folder.py/inner.py")
    found = find(str(tree.root))
    assert [each.path for each in found.files] == ["folder.py/inner.py"]
    assert [(each.path, each.reason) for each in found.skipped] == [("pipe.py", "no regular file")]


def test_a_folder_that_is_a_project_is_left_out_of_its_parent(tree: Tree) -> None:
    tree.put("a.py")
    tree.put("inner/pyproject.toml")
    tree.put("inner/b.py")
    found = find(str(tree.root), (), lambda folder: Path(folder).name == "inner")
    assert ([each.path for each in found.files], found.nested) == (["a.py"], [str(tree.root / "inner")])


def test_a_folder_that_cannot_be_listed_is_a_problem(tmp_path: Path) -> None:
    found = find(str(tmp_path / "absent"))
    assert [(each.kind, each.path) for each in found.problems] == [("unreadable", ".")]


def test_a_name_that_is_no_text_can_be_printed() -> None:
    assert printable(os.fsdecode(b"a/\xff.py")) == "a/\\xff.py"
