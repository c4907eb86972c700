"""Every repair of real services: what changed, and what did not."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from benchmarks.fixes.planting import copied, plant, snapshot

from archlint.cli.entry import main as archlint
from archlint.extract import extract
from archlint.extract.decode import decoded
from archlint.findings import Edit
from archlint.fixing import search, source

_PLANTED = 40


@dataclass(slots=True)
class Tally:
    """What one service showed."""

    repaired: int = 0
    files: int = 0
    edits: int = 0
    wrong: list[str] = field(default_factory=list)


def run(checkouts: Path, names: Sequence[str], seed: int) -> int:
    """Repair copies of the services, safely and then unsafely; 1 where anything is not as it should be."""
    listed = tomllib.loads((Path(__file__).parents[1] / "services.toml").read_text(encoding="utf-8"))["service"]
    roots = {each["name"]: each["root"] for each in listed}
    bad = 0
    for name in names:
        with tempfile.TemporaryDirectory() as scratch:
            folder = copied(checkouts / name / roots.get(name, "."), Path(scratch) / "service")
            planted = plant(folder, seed, _PLANTED)
            for flags in ([], ["--unsafe-fixes"]):
                tally = _repaired(folder, Path(scratch) / "cache", flags)
                kind = "unsafe" if flags else f"safe ({planted} planted)"
                print(f"{name}, {kind}: {tally.repaired} findings repaired in {tally.files} files "
                      f"by {tally.edits} edits; {len(tally.wrong)} wrong", flush=True)  # fmt: skip
                for each in tally.wrong:
                    print(f"  {each}")
                bad += len(tally.wrong)
    return 1 if bad else 0


def _repaired(folder: Path, cache: Path, flags: list[str]) -> Tally:
    tally = Tally()
    before, found = snapshot(folder), _findings(folder, cache)
    with patch.object(search, "edited", _watched(tally)):
        _fix(folder, cache, flags)
    after, left = snapshot(folder), _findings(folder, cache)
    tally.repaired, tally.files = found.total() - left.total(), sum(before[path] != after.get(path) for path in before)
    if before.keys() != after.keys():
        tally.wrong.append(f"files came or went: {sorted(before.keys() ^ after.keys())}")
    tally.wrong += [f"the mode of {path} changed" for path in before if after[path][0] != before[path][0]]
    tally.wrong += [
        f"{path} does not parse" for path in before if before[path] != after[path] and not _parses(after[path][1])
    ]
    tally.wrong += [f"new: {key}" for key in (left - found)]
    _fix(folder, cache, flags)
    if snapshot(folder) != after:
        tally.wrong.append("a second run changes something")
    return tally


def _fix(folder: Path, cache: Path, flags: list[str]) -> None:
    ran = _archlint(["--fix", *flags], folder, cache)
    if "internal error" in ran:
        raise RuntimeError(ran)


def _findings(folder: Path, cache: Path) -> Counter[tuple[str, str, str | None]]:
    """By rule, path and symbol; read in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "archlint",
        "check",
        "--isolated",
        "--select",
        "all",
        "--output-format",
        "json",
        "--cache-dir",
        str(cache),
    ]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    report = json.loads(ran.stdout)
    return Counter((each["rule"], each["path"], each["symbol"]) for each in report["findings"])


def _archlint(flags: list[str], folder: Path, cache: Path) -> str:
    """Run `archlint check` in this process, in a folder; what it says on standard error."""
    said = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        archlint(["check", "--isolated", "--select", "all", "--quiet", "--cache-dir", str(cache), *flags])
    return said.getvalue()


def _parses(data: bytes) -> bool:
    try:
        extract(data, max_size=len(data))
    except Exception:  # whatever it is, it is the answer
        return False
    return True


def _watched(tally: Tally) -> Callable[[bytes, Sequence[Edit]], bytes]:
    """The function that edits, watched: it must keep every byte outside the edits."""
    original = source.edited

    def edited(data: bytes, edits: Sequence[Edit]) -> bytes:
        made = original(data, edits)
        tally.edits += len(edits)
        if not _keeps(data, made, edits):
            tally.wrong.append(f"bytes outside the edits changed in {edits[0].path}")
        return made

    return edited


def _keeps(old: bytes, new: bytes, edits: Iterable[Edit]) -> bool:
    """Whether the stretches between the edits are the same bytes, told by counting them from both ends."""
    text, encoding, mark = decoded(old)
    cuts = [(len(mark) + len(text[: each.span.start].encode(encoding)),
             len(mark) + len(text[: each.span.end].encode(encoding)))
            for each in sorted(edits, key=lambda each: (each.span.start, each.span.end))]  # fmt: skip
    kept = [
        old[start:end]
        for start, end in zip([0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(old)], strict=True)
    ]
    at = 0
    for each in kept:
        at = new.find(each, at)
        if at < 0:
            return False
        at += len(each)
    return new.startswith(kept[0]) and new.endswith(kept[-1])
