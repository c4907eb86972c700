"""What each habit of reading files is worth: read with it and without it, in turns, over the same files.

    python -m benchmarks.reading dispatch/src [--pairs 5] [--output benchmarks/reading.md]

Every run is a process of its own, with the Python that runs this. Nothing is cached.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from statistics import median
from typing import NamedTuple

import click

from archlint.workers.messages import Task

PAGE = Path(__file__).parent / "reading.md"
LARGEST = 1 << 30
"""Bytes: no file is too large."""
HEAD = """\
# What reading gains by

Made by `python -m benchmarks.reading`. Each habit was kept and left in turns over the same files, every run in a
process of its own; seconds are medians, and the ratio is the median of pairs. CPU: of one process, for files that are
in memory. Wall: until two workers have answered for files on the disk. Trust ratios, not seconds.

"""


class Habit(NamedTuple):
    """Something that reading does, and the ways to read that tell what it is worth."""

    name: str
    unit: str
    kept: Callable[[Path], float]
    left: Callable[[Path], float]


def texts(folder: Path) -> list[str]:
    from archlint.extract.decode import decode

    return [decode(path.read_bytes()) for path in files(folder)]


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def spent(read: Callable[[str], object], every: Sequence[str]) -> float:
    """CPU seconds of reading all texts; what cannot be parsed costs all the same."""
    start = time.process_time()
    for text in every:
        try:
            read(text)
        except Exception:  # LibCST leaves open what it raises
            continue
    return time.process_time() - start


def parsed(folder: Path) -> float:
    """Only parsed, as archlint does."""
    from archlint.extract import nodes

    return spent(nodes.parse_module, texts(folder))


def parsed_with_whitespace(folder: Path) -> float:
    """The same, with a struct for every node."""
    from archlint.extract import nodes

    nodes.UNREAD = frozenset()
    nodes._offered = nodes._offered_by(nodes._light)
    return parsed(folder)


def parsed_by_libcst(folder: Path) -> float:
    import libcst

    return spent(libcst.parse_module, texts(folder))


def parsed_unchecked(folder: Path) -> float:
    """The same, without what its nodes do once they are made."""
    import libcst

    libcst.CSTNode.__post_init__ = lambda _node: None  # type: ignore[method-assign, assignment]
    return parsed_by_libcst(folder)


def read(folder: Path) -> float:
    """Parsed, and its facts told and packed, as archlint does."""
    from archlint.extract import extract, with_deep_stack
    from archlint.facts import dumps

    every = texts(folder)
    return with_deep_stack(lambda: spent(lambda text: dumps(extract(text.encode(), max_size=LARGEST)), every))


def read_and_collected(folder: Path) -> float:
    from archlint.extract import module

    module._resting_collector = nullcontext  # type: ignore[assignment]
    gc.enable()
    return read(folder)


def read_with_positions(folder: Path) -> float:
    """The same, and LibCST has told where each of its nodes stands; parsing for it does not count."""
    import libcst
    from libcst.metadata import MetadataWrapper, PositionProvider

    def place(text: str) -> object:
        wrapper = MetadataWrapper(trees[text], unsafe_skip_copy=True)
        return wrapper.resolve(PositionProvider)

    every = texts(folder)
    trees = {text: libcst.parse_module(text) for text in every}
    return spent(place, every) + read(folder)


def shared(folder: Path) -> float:
    """Wall seconds until two workers have read all files, as archlint does it."""
    return answered(by_size(folder))


def alone(folder: Path) -> float:
    return answered(by_size(folder), workers=1)


def in_order_of_paths(folder: Path) -> float:
    return answered(tasks(folder))


def smallest_first(folder: Path) -> float:
    return answered(by_size(folder)[::-1])


def spawned(folder: Path) -> float:
    """By workers that import what they need, each for itself."""
    from archlint.workers import machine

    machine.FORKS = False
    return answered(by_size(folder))


def empty(folder: Path) -> float:
    """As many files as there are, with nothing in them."""
    return answered([Task(b"", LARGEST, b"") for _ in files(folder)])


def tasks(folder: Path) -> list[Task]:
    return [Task(bytes(path), LARGEST) for path in files(folder)]


def by_size(folder: Path) -> list[Task]:
    return sorted(tasks(folder), key=lambda each: -Path(each.path.decode()).stat().st_size)


def answered(asked: list[Task], workers: int = 2) -> float:
    start = time.perf_counter()
    from archlint.workers.crew import extract_all

    for _ in extract_all(asked, workers):
        pass
    return time.perf_counter() - start


HABITS = (
    Habit("structs are made, not LibCST's nodes, which check and freeze themselves", "CPU", parsed, parsed_by_libcst),
    Habit("of that: LibCST's nodes are not checked", "CPU", parsed_unchecked, parsed_by_libcst),
    Habit("whitespace and signs that nobody reads are one empty text", "CPU", parsed, parsed_with_whitespace),
    Habit("the collector rests", "CPU", read, read_and_collected),
    Habit("places are told where a fact has one, not for all nodes", "CPU", read, read_with_positions),
    Habit("two workers, not one", "wall", shared, alone),
    Habit("the largest file comes first, not that of the first path", "wall", shared, in_order_of_paths),
    Habit("the largest file comes first, not the smallest", "wall", shared, smallest_first),
    Habit("workers are forked with the parser in them, not spawned", "wall", shared, spawned),
    Habit("handing files out one by one: all of them empty, against what is in them", "wall", empty, shared),
    Habit("parsing alone, against parsing and telling facts", "CPU", parsed, read),
)
WAYS = {way.__name__: way for habit in HABITS for way in (habit.kept, habit.left)}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--pairs", default=5, show_default=True, help="How often each habit is kept and left.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), default=PAGE, help="The page to write.")
@click.option("--way", type=click.Choice(sorted(WAYS)), help="Only read in this way, and print the seconds.")
def main(folder: Path, pairs: int, output: Path, way: str | None) -> None:
    """Measure what each habit of reading the files of FOLDER is worth.

    Example: python -m benchmarks.reading dispatch/src
    """
    if way:
        gc.disable()  # as in any run
        print(WAYS[way](folder.resolve()))
        return
    lines = sum(text.count("\n") for text in texts(folder))
    told = (
        f"`{folder.resolve().name}`: {len(files(folder)):,} files, {lines:,} lines; Python {sys.version.split()[0]}.\n"
    )
    rows = [row(habit, folder, pairs) for habit in HABITS]
    output.write_text(HEAD + told + "\n" + "\n".join(table(rows)) + "\n", encoding="utf-8")


def row(habit: Habit, folder: Path, pairs: int) -> tuple[str, ...]:
    """A habit, with seconds and ratio."""
    measured = []
    for number in range(pairs):
        order = (habit.kept, habit.left) if number % 2 == 0 else (habit.left, habit.kept)
        seconds = {way: run(way.__name__, folder) for way in order}
        measured.append((seconds[habit.kept], seconds[habit.left]))
    kept, left = (median(column) for column in zip(*measured, strict=True))
    ratio = median(one / other for one, other in measured)
    sys.stderr.write(f"{habit.name}: {ratio:.2f}\n")
    return habit.name, habit.unit, f"{kept:.2f}", f"{left:.2f}", f"{ratio:.2f}"


def run(way: str, folder: Path) -> float:
    command = (sys.executable, "-m", "benchmarks.reading", str(folder), "--way", way)
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield "| habit | of | kept, s | left, s | ratio |"
    yield "| --- | --- | ---: | ---: | ---: |"
    yield from (f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    main()
