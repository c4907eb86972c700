"""Whether every finding can be taken apart: each hop that `archlint explain PATH:LINE` quotes is a line of the source.

    python benchmarks/explain.py SERVICE...

A SERVICE is the folder of one. Its findings are those of `archlint check --select all --output-format json`; for each,
its place is explained with the project linked once, and every twentieth by the command itself, as text and as JSON.
The lines are compared with the files, read here anew. Exits with 1 when one differs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypedDict

import click

from archlint.cli.analysis import Question
from archlint.explain import Viewing, answer, asked
from archlint.explain.shape import FindingShape, HopShape

EVERY = 20
ARCHLINT = (sys.executable, "-m", "archlint")


class Noted(TypedDict):
    path: str
    line: int
    column: int


class Told(Noted):
    """A finding in the report."""

    rule: str
    fingerprint: str
    notes: list[Noted]


class Count(NamedTuple):
    findings: int
    hops: int
    run: int
    wrong: list[str]


@click.command()
@click.argument("services", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(services: tuple[Path, ...]) -> None:
    """Explain every finding of some services, and compare each quoted line with its file."""
    failed = False
    for service in [each.resolve() for each in services]:
        os.chdir(service)
        count = explained()
        failed = failed or bool(count.wrong)
        print(
            f"{service.name}: {count.findings} findings, {count.hops} hops, {count.run} by the command; "
            f"{len(count.wrong)} wrong"
        )
        for each in count.wrong[:20]:
            print(f"  {each}")
    sys.exit(failed)


def explained() -> Count:
    """Explain every finding of the service in this folder."""
    ran = subprocess.run([*ARCHLINT, "check", "--select", "all", "--output-format", "json"], capture_output=True)
    told: list[Told] = json.loads(ran.stdout)["findings"]
    viewings = [Viewing(each, Path.cwd()) for each in Question().studies()]
    hops, run, wrong = 0, 0, list[str]()
    for number, each in enumerate(told):
        where = f"{each['path']}:{each['line']}"
        found = answer(asked(where, Path.cwd()), viewings)
        shapes = found["findings"] if found["kind"] == "findings" else []
        own = [shape for shape in shapes if shape["fingerprint"] == each["fingerprint"]]
        wrong += [f"{where}: {complaint}" for complaint in complaints(each, own)]
        hops += sum(len(shape["hops"]) for shape in own)
        if number % EVERY == 0:
            run += 1
            wrong += [f"{where} by the command: {complaint}" for complaint in by_command(where, each)]
    return Count(len(told), hops, run, wrong)


def complaints(told: Told, own: list[FindingShape]) -> Iterator[str]:
    """What is wrong with the explanation of one finding."""
    if len(own) != 1 or own[0]["rule"] != told["rule"]:
        yield f"{told['rule']} is explained {len(own)} times"
        return
    places = [(each["path"], each["line"], each["column"]) for each in told["notes"]]
    is_circle = (told["path"], told["line"], told["column"]) in places
    expected = told["notes"] if is_circle else [told, *told["notes"]]
    hops = own[0]["hops"]
    if len(hops) != len(expected):
        yield f"{len(hops)} hops, not {len(expected)}"
    for hop, place in zip(hops, expected, strict=False):
        at = hop["place"]
        if (at["path"], at["line"], at["column"]) != (place["path"], place["line"], place["column"]):
            yield f"{at['path']}:{at['line']} is told where {place['path']}:{place['line']} is meant"
        elif not hop["code"] or hop["code"][-1]["line"] != at["line"]:
            yield f"nothing is quoted of {at['path']}:{at['line']}"
        yield from misquoted(hop)


def misquoted(hop: HopShape) -> Iterator[str]:
    """The quoted lines that are not those of the file."""
    lines = source(Path(hop["place"]["path"]).resolve())  # services share relative paths
    for quoted in hop["code"]:
        if lines[quoted["line"] - 1] != quoted["text"]:
            yield f"{hop['place']['path']}:{quoted['line']} is quoted as {quoted['text']!r}"


def by_command(where: str, told: Told) -> Iterator[str]:
    """The same by the command itself, and whether the text shows each line."""
    ran = [
        subprocess.run([*ARCHLINT, "explain", where, "--output-format", form], capture_output=True)
        for form in ("json", "text")
    ]
    if [each.returncode for each in ran] != [0, 0]:
        yield f"exit codes {[each.returncode for each in ran]}"
        return
    shapes: list[FindingShape] = json.loads(ran[0].stdout)["findings"]
    own = [each for each in shapes if each["fingerprint"] == told["fingerprint"]]
    yield from complaints(told, own)
    shown = ran[1].stdout.decode()
    for hop in own[0]["hops"] if own else ():
        line = hop["code"][-1]
        if f"{line['line']:>5} │ {line['text'].expandtabs(4)}"[:100].rstrip() not in shown:
            yield f"the text does not show {hop['place']['path']}:{line['line']}"


@cache
def source(path: Path) -> list[str]:
    """The lines of a file, as Python reads it; `path` is absolute."""
    if path.suffix != ".py":
        return path.read_text(encoding="utf-8").split("\n")
    with tokenize.open(path) as file:
        return file.read().split("\n")


if __name__ == "__main__":
    main()
