"""Files are put in the place of others all or nothing, and never through a symbolic link."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from archlint.writing import SUFFIX, ChangedError, put, sweep


def test_the_bytes_change_and_the_mode_stays(tmp_path: Path) -> None:
    file = tmp_path / "app" / "main.py"
    file.parent.mkdir()
    file.write_bytes(b"old\r\n")
    file.chmod(0o751)
    put(str(tmp_path), str(file), b"new\r\n", before=b"old\r\n")
    assert file.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o751
    assert [each.name for each in file.parent.iterdir()] == ["main.py"]


def test_a_file_that_was_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "main.py"
    file.write_bytes(b"theirs")
    with pytest.raises(ChangedError):
        put(str(tmp_path), str(file), b"ours", before=b"old")
    with pytest.raises(ChangedError):
        put(str(tmp_path), str(file), b"ours", before=None)
    assert file.read_bytes() == b"theirs"
    assert [each.name for each in tmp_path.iterdir()] == ["main.py"]


def test_a_new_file_is_made_where_none_is(tmp_path: Path) -> None:
    put(str(tmp_path), str(tmp_path / "new.toml"), b"x = 1\n", before=None)
    assert (tmp_path / "new.toml").read_bytes() == b"x = 1\n"


@pytest.mark.parametrize("link", ["file", "folder"])
def test_no_symbolic_link_is_followed(tmp_path: Path, link: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "main.py").write_bytes(b"old")
    root = tmp_path / "root"
    root.mkdir()
    if link == "file":
        (root / "main.py").symlink_to(outside / "main.py")
        path = root / "main.py"
    else:
        (root / "app").symlink_to(outside)
        path = root / "app/main.py"
    with pytest.raises(OSError):
        put(str(root), str(path), b"new", before=b"old")
    assert (outside / "main.py").read_bytes() == b"old"
    assert [each.name for each in outside.iterdir()] == ["main.py"]


def test_nothing_outside_the_root_is_written(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "main.py").write_bytes(b"old")
    with pytest.raises(OSError):
        put(str(tmp_path / "root"), str(tmp_path / "main.py"), b"new", before=b"old")


def test_what_a_killed_run_left_is_swept_and_what_is_in_use_is_not(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    left, used, own = (tmp_path / name for name in (f".a.py.1{SUFFIX}", f".a.py.2{SUFFIX}", f"mine{SUFFIX}"))
    for each in (left, used, own):
        each.write_bytes(b"")
    with used.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert sweep([str(tmp_path), str(tmp_path / "absent")]) == 1
    assert {each.name for each in tmp_path.iterdir()} == {used.name, own.name}
    assert sweep([str(tmp_path)]) == 1
