"""What is kept is found again under the same bytes only, and grows no moss."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from random import Random

import platformdirs
import pytest

from archlint import trail
from archlint.cache import blob, facts
from archlint.cache.facts import FactsCache
from archlint.cache.folder import cache_folder, inside
from archlint.cache.index import Index
from archlint.cache.pruning import prune
from engine.conftest import BLOCKS, Runs, told, write
from harness.processes import COMMAND, environment, ran

DAY = 86_400


def age(path: Path, days: int) -> None:
    then = time.time() - days * DAY
    os.utime(path, (then, then))


def keep(cache: FactsCache, *digests: str) -> None:
    for each in digests:
        cache.save(each, f"about {each}".encode())
    cache.settle()


def answers(cache: FactsCache, *digests: str) -> list[bytes | None]:
    """What is found by someone who comes later."""
    return list(FactsCache(folder_of(cache)).load(digests))


def folder_of(cache: FactsCache) -> str:
    return str(Path(cache.path).parents[2])


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
    keep(cache, "ab12")
    assert not cache.writable
    assert answers(cache, "ab12") == [None]


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
    cache = FactsCache(str(tmp_path))
    keep(cache, "ab12")
    assert answers(cache, "ab12", "cd34") == [b"about ab12", None]
    monkeypatch.setattr(facts, "maker", lambda: "another")
    assert answers(cache, "ab12") == [None]


def test_what_a_process_had_not_finished_to_keep_is_as_if_it_had_not_begun(tmp_path: Path) -> None:
    cache = FactsCache(str(tmp_path))
    keep(cache, "old")
    script = f"""
import os
from archlint.cache import database
def blobs():
    for number in range(10_000):
        yield f"new{{number}}", bytes(1_000)
    os.kill(os.getpid(), 9)
database.save({cache.path!r}, blobs())
"""
    assert ran((sys.executable, "-c", script), tmp_path, environment(tmp_path)).code == -9
    assert Path(f"{cache.path}-journal").exists(), "it was killed too early"
    assert answers(cache, "old", "new1") == [b"about old", None]
    keep(cache, "new1")
    assert answers(cache, "old", "new1") == [b"about old", b"about new1"]


@pytest.mark.parametrize("damage", [b"", b"no database at all", bytes(5_000)])
def test_a_damaged_file_is_empty_and_the_next_run_has_a_new_one(damage: bytes, tmp_path: Path) -> None:
    cache = FactsCache(str(tmp_path))
    keep(cache, "ab12")
    Path(cache.path).write_bytes(damage)
    assert answers(cache, "ab12", "cd34") == [None, None]
    keep(cache, "cd34")
    assert answers(cache, "ab12", "cd34") == [None, b"about cd34"]


@pytest.mark.parametrize("seed", range(10))
def test_damage_anywhere_in_the_file_costs_answers_and_never_changes_one(seed: int, tmp_path: Path) -> None:
    cache, luck = FactsCache(str(tmp_path)), Random(seed)
    names = [f"{number:064x}" for number in range(20)]
    keep(cache, *names)
    whole = Path(cache.path).read_bytes()
    for _ in range(30):
        damaged = bytearray(whole)
        for _ in range(luck.choice((1, 20))):
            damaged[luck.choice((luck.randrange(len(damaged)), luck.randrange(600)))] = luck.randrange(256)
        damaged[18] = whole[18]  # this one may say that the file is for reading only
        Path(cache.path).write_bytes(damaged)
        assert {*answers(cache, *names)} <= {None, *(f"about {each}".encode() for each in names)}
        for _ in range(2):  # the first may find out that there is something to delete
            later = FactsCache(str(tmp_path))
            keep(later, "later")
        assert later.writable
        assert answers(cache, "later") == [b"about later"]
        Path(cache.path).unlink()


def test_a_file_that_another_process_is_making_is_left_alone(tmp_path: Path) -> None:
    cache = FactsCache(str(tmp_path))
    Path(cache.path).parent.mkdir(parents=True)
    Path(cache.path).touch()
    made = Path(cache.path).stat().st_ino
    assert answers(cache, "ab12") == [None]
    assert Path(cache.path).stat().st_ino == made


def test_facts_are_written_by_many_at_once(tmp_path: Path) -> None:
    script = f"""
import sys
from archlint.cache.facts import FactsCache
for number in range(20):
    cache = FactsCache({str(tmp_path)!r})
    cache.save(f"{{sys.argv[1]}}-{{number}}", b"+")
    cache.settle()
    assert cache.writable
"""
    started = [subprocess.Popen((sys.executable, "-c", script, str(each))) for each in range(4)]
    assert [each.wait() for each in started] == [0] * 4
    every = [f"{each}-{number}" for each in range(4) for number in range(20)]
    assert answers(FactsCache(str(tmp_path)), *every) == [b"+"] * len(every)


def test_without_sqlite_nothing_is_kept_and_nothing_fails(service: Path, tmp_path: Path) -> None:
    (tmp_path / "sqlite3.py").write_text("raise ImportError('this Python was built without it')\n", encoding="utf-8")
    write(service, {"a.py": BLOCKS})
    env = {**environment(tmp_path), "PYTHONPATH": os.pathsep.join((str(tmp_path), *sys.path))}
    for _ in range(2):
        run = ran(
            (*COMMAND, "check", "--cache-dir", str(tmp_path / "cache"), "--output-format", "concise"), service, env
        )
        assert run.code == 1, run.err
        assert "blocking-call" in run.out
        (service / "another.py").write_text("x = 1\n", encoding="utf-8")
    assert not list((tmp_path / "cache").glob("*/facts/*"))


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
    (kept,) = (tmp_path / "cache").glob("*/facts/*")
    with closing(sqlite3.connect(kept)) as database, database:
        changed = database.execute("UPDATE blobs SET content = (SELECT content FROM blobs ORDER BY length(content))")
        assert changed.rowcount == 2
    outcome = judged()
    assert (outcome.parsed, told(outcome.findings)) == (1, ["a.py:5 blocking-call"])


def test_facts_that_are_not_whole_are_no_answer(judged: Runs, tmp_path: Path) -> None:
    judged({"a.py": BLOCKS, "b.py": "x = 1\n"})
    (kept,) = (tmp_path / "cache").glob("*/facts/*")
    with closing(sqlite3.connect(kept)) as database, database:
        database.execute("UPDATE blobs SET content = substr(content, 1, length(content) - 1)")
    outcome = judged()
    assert (outcome.parsed, told(outcome.findings)) == (2, ["a.py:5 blocking-call"])


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
    (kept,) = cache.glob("*/facts/*")
    store = FactsCache(str(cache))
    keep(store, "unused", "young")
    grow_old(store, 60, "unused")
    foreign, report = kept.parent / "former", kept.parents[1] / "reports" / "old"
    for path in (foreign, report):
        path.parent.mkdir(exist_ok=True)
        path.touch()
        age(path, 60)
    age(kept, 60)
    prune(str(cache), store)
    assert answers(store, "unused") == [b"about unused"], "it was done today already"
    age(kept.parents[1] / "pruned", 2)
    prune(str(cache), store)
    assert answers(store, "unused", "young") == [None, b"about young"]
    assert [path.exists() for path in (foreign, report)] == [False, False]


def test_facts_that_an_index_names_stay(tmp_path: Path) -> None:
    cache = str(tmp_path)
    store = FactsCache(cache)
    keep(store, "aabb", "ccdd")
    grow_old(store, 60, "aabb", "ccdd")
    file = tmp_path / "file"
    file.touch()
    index = Index(cache, "/root")
    index.add(str(file), file.stat(), time.time_ns() + 10 * trail.GRAIN, "aabb")
    index.save()
    prune(cache, store)
    assert answers(store, "aabb", "ccdd") == [b"about aabb", None]
    assert Path(inside(cache, "pruned")).exists()


def test_the_cache_takes_less_room_when_facts_go(tmp_path: Path) -> None:
    store = FactsCache(str(tmp_path))
    for number in range(300):
        store.save(f"unused{number}", bytes(1_000))
    keep(store, "used")
    before = Path(store.path).stat().st_size
    grow_old(store, 60, *(f"unused{number}" for number in range(300)))
    prune(str(tmp_path), store)
    assert Path(store.path).stat().st_size < before / 10


def grow_old(cache: FactsCache, days: int, *digests: str) -> None:
    with closing(sqlite3.connect(cache.path)) as database, database:
        then = int(time.time()) - days * DAY
        database.executemany("UPDATE blobs SET saved = ? WHERE name = ?", [(then, each) for each in digests])
