"""What is kept is found again under the same bytes only, and grows no moss."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import platformdirs
import pytest

from archlint import trail
from archlint.cache import blob, facts
from archlint.cache.facts import FactsCache
from archlint.cache.folder import cache_folder, inside
from archlint.cache.index import Index
from archlint.cache.pruning import prune
from engine.conftest import BLOCKS, Runs, told
from harness.processes import environment, ran

DAY = 86_400


def age(path: Path, days: int) -> None:
    then = time.time() - days * DAY
    os.utime(path, (then, then))


def test_a_blob_is_read_back_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "blob"
    assert blob.save(str(path), b"content")
    assert blob.load(str(path)) == b"content"
    assert [each.name for each in path.parent.iterdir()] == ["blob"]
    whole = path.read_bytes()
    for damaged in (whole[:-1], b"", whole[:3], whole[:-1] + b"x", b"x" + whole, b"something else"):
        path.write_bytes(damaged)
        assert blob.load(str(path)) is None
    assert blob.load(str(tmp_path / "absent")) is None


def test_what_cannot_be_written_is_not_tried_again(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = FactsCache(str(tmp_path / "file"))
    cache.save("ab12", b"+")
    assert not cache.writable
    assert cache.load("ab12") is None


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the library itself is asked")
@pytest.mark.parametrize("base", ["", "/somewhere/else"])
def test_the_folder_is_the_one_that_the_platform_has_for_users(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", base)
    monkeypatch.delenv("ARCHLINT_CACHE_DIR", raising=False)
    assert cache_folder() == platformdirs.user_cache_dir("archlint", appauthor=False)


def test_a_variable_names_another_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARCHLINT_CACHE_DIR", "here")
    assert cache_folder() == str(tmp_path / "here")


def test_facts_hold_for_one_maker_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    FactsCache(str(tmp_path)).save("ab12", b"+facts")
    monkeypatch.setattr(facts, "maker", lambda: "another")
    assert FactsCache(str(tmp_path)).load("ab12") is None


def test_another_libcst_is_another_maker(tmp_path: Path) -> None:
    def told_beside(version: str | None) -> str:
        package = tmp_path / (version or "unknown") / "libcst"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        if version:
            (package / "_version.py").write_text(f"__version__ = '{version}'\n", encoding="utf-8")
        env = {**environment(tmp_path), "PYTHONPATH": os.pathsep.join((str(package.parent), *sys.path))}
        asked = ran((sys.executable, "-c", "from archlint.cache.facts import maker; print(maker())"), tmp_path, env)
        assert asked.code == 0
        return asked.out

    assert len({facts.maker(), *map(told_beside, ("1.8.6", "99.0", None))}) == 4


def test_changing_the_selection_parses_nothing_again(judged: Runs) -> None:
    assert judged({"a.py": BLOCKS, "b.py": BLOCKS}, select=["typing"]).parsed == 2
    again = judged(select=["blocking-call"])
    assert (again.parsed, len(again.findings)) == (0, 2)


def test_only_what_changed_is_parsed_again(judged: Runs) -> None:
    judged({"a.py": BLOCKS, "b.py": BLOCKS.replace("1", "2"), "c.py": "def f(:\n"})
    assert judged({"b.py": BLOCKS.replace("1", "3")}).parsed == 1
    moved = judged({"d.py": BLOCKS})
    assert moved.parsed == 0
    assert [each.kind for each in moved.problems] == ["parse-error"]


def test_facts_of_other_bytes_are_no_answer(judged: Runs, tmp_path: Path) -> None:
    judged({"a.py": BLOCKS, "b.py": "x = 1\n"})
    kept = {Path(each).stat().st_size: each for each in (tmp_path / "cache").glob("*/facts/*/*/*")}
    small, large = kept[min(kept)], kept[max(kept)]
    large.write_bytes(small.read_bytes())
    outcome = judged()
    assert (outcome.parsed, told(outcome.findings)) == (1, ["a.py:5 blocking-call"])


def test_a_file_is_read_only_where_its_stat_differs_or_cannot_be_trusted(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.touch()
    found, changed = file.stat(), int(file.stat().st_ctime_ns)
    index = Index(str(tmp_path / "cache"), "/root")
    index.add(str(file), found, changed + trail.GRAIN - 1, "too early")
    index.save()
    assert Index(str(tmp_path / "cache"), "/root").digest(str(file), found) is None
    index.add(str(file), found, changed + trail.GRAIN, "digest")
    index.save()
    assert Index(str(tmp_path / "cache"), "/root").digest(str(file), found) == "digest"
    assert Index(str(tmp_path / "cache"), "/other").digest(str(file), found) is None
    file.write_text("x")
    assert Index(str(tmp_path / "cache"), "/root").digest(str(file), file.stat()) is None


def test_once_a_day_what_nothing_uses_goes(judged: Runs, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    judged({"a.py": BLOCKS})
    (maker,) = cache.glob("*/facts/*")
    unused = maker / "aa" / "old"
    young = maker / "aa" / "young"
    foreign = maker.parent / "former" / "aa" / "old"
    report = cache / "archlint-1" / "reports" / "old"
    for path in (unused, young, foreign, report):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    for path in (unused, report, foreign.parents[1]):
        age(path, 60)
    prune(str(cache), str(maker))
    assert unused.exists(), "it was done today already"
    age(cache / "archlint-1" / "pruned", 2)
    prune(str(cache), str(maker))
    assert [path.exists() for path in (unused, young, foreign, report)] == [False, True, False, False]


def test_facts_that_an_index_names_stay(tmp_path: Path) -> None:
    cache = str(tmp_path)
    store = FactsCache(cache)
    store.save("aabb", b"+")
    store.save("ccdd", b"+")
    for kept in Path(store.folder).glob("*/*"):
        age(kept, 60)
    file = tmp_path / "file"
    file.touch()
    index = Index(cache, "/root")
    index.add(str(file), file.stat(), time.time_ns() + 10 * trail.GRAIN, "aabb")
    index.save()
    prune(cache, store.folder)
    assert (store.load("aabb"), store.load("ccdd")) == (b"+", None)
    assert Path(inside(cache, "pruned")).exists()
