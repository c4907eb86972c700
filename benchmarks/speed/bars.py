"""How fast archlint means to be, and whether it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from benchmarks.speed.record import Pair, Results, Service, Size, middle
from benchmarks.speed.tools import SUBJECT

SLOWER = ("mypy", "semgrep", "lanorme", "fastapi-therapist", "pylint", "flake8", "flake8-async", "fixit")
"""The peers whose cold runs take longer."""
LARGE, MEDIUM = 1_000, 650
"""Files."""


@dataclass(frozen=True)
class Bar:
    """One promise, measured."""

    number: int
    promise: str
    where: str
    measured: str
    kept: bool


def bars(results: Results) -> Iterator[Bar]:
    """All promises about which anything was measured."""
    for name, service in results.services.items():
        yield from _warm(name, service)
    for name, service in results.services.items():
        yield from _changed(name, service)
    for name, service in results.services.items():
        yield from _cold(name, service)
    yield from _scale({size.files: size for size in results.scale})
    if results.sameness:
        edits, runs = results.sameness.edits, results.sameness.runs
        wrong, odd = len(results.sameness.edits_differing), len(results.sameness.runs_differing)
        yield Bar(
            5, "after each random edit the run equals a cold one", "generated", f"{wrong} of {edits} differ", not wrong
        )
        promise = "the same bytes with 1, 2 and 8 workers, cold and warm, ten hash seeds, any order of files"
        yield Bar(5, promise, "generated", f"{odd} of {runs} differ", not odd)
        if asked := results.sameness.asked:
            wrong, told = len(results.sameness.answers_differing), results.sameness.answered
            promise = "after each random edit inside a file `check --daemon` equals a cold run"
            measured = f"{wrong} of {asked} differ, {told} told by the daemon"
            yield Bar(5, promise, "generated", measured, not wrong and told > asked / 2)


def ratio(pairs: list[Pair], of: Callable[[Pair], float]) -> float:
    """The median over pairs."""
    return median(of(each) for each in pairs)


def wall(pair: Pair) -> float:
    """How many times as long as the peer archlint takes."""
    return pair.archlint.wall / pair.peer.wall


def _warm(name: str, service: Service) -> Iterator[Bar]:
    if service.files < MEDIUM:
        return
    limit = 0.6 if service.files >= LARGE else 1.0
    for tool, most in (("ruff", limit), ("python", 2.5)):
        if tool in service.tools and service.tools[tool].warm:
            measured = ratio(service.tools[tool].warm, wall)
            said = "`python -c pass`" if tool == "python" else f"`{tool}`, warm"
            yield Bar(1, f"warm wall ≤ {most} x {said}", name, f"{measured:.2f}", measured <= most)
    said = "the same bytes" if service.same_bytes else "other bytes"
    yield Bar(1, "a warm run prints what the cold one did", name, said, service.same_bytes)


def _changed(name: str, service: Service) -> Iterator[Bar]:
    mypy = service.tools.get("mypy")
    if mypy and mypy.changed and service.files >= LARGE:
        for pairs, what in (
            (mypy.kept, "one body changed, `check --daemon`"),
            (mypy.beyond, "an import, constant, function or parameter more, `check --daemon`"),
            (mypy.changed, "one body changed, `check`, no process left"),
        ):
            if pairs:
                measured = ratio(pairs, wall)
                promise = f"{what}: wall ≤ 1.0 x `mypy`"
                yield Bar(2, promise, name, f"{measured:.2f}", measured <= 1)


def _cold(name: str, service: Service) -> Iterator[Bar]:
    if service.files < MEDIUM:
        return
    floor = service.tools.get("libcst")
    if floor and floor.cold:
        cpu = ratio(floor.cold, lambda pair: pair.archlint.cpu / pair.peer.cpu)
        passed = ratio(floor.cold, lambda pair: pair.archlint.wall / pair.peer.cpu)
        yield Bar(3, "cold CPU ≤ 1.5 x CPU of parsing", name, f"{cpu:.2f}", cpu <= 1.5)
        yield Bar(3, "cold wall on two cores ≤ 0.85 x CPU of parsing", name, f"{passed:.2f}", passed <= 0.85)
    for tool in SLOWER:
        timed = service.tools.get(tool)
        if timed and timed.cold:
            measured = ratio(timed.cold, wall)
            yield Bar(3, f"cold wall < `{tool}`, cold", name, f"{measured:.2f} x", measured < 1)


def _scale(sizes: dict[int, Size]) -> Iterator[Bar]:
    small, large = sizes.get(500), sizes.get(7_000)
    if small and large:
        for kind in ("cold", "warm"):
            one, other = ((getattr(each, kind)[SUBJECT].wall / each.lines) for each in (small, large))
            where = f"generated, {large.lines:,} and {small.lines:,} lines"
            yield Bar(4, f"{kind} cost a line ≤ 1.2 x", where, f"{other / one:.2f}", other / one <= 1.2)
    if 1_000 in sizes:
        most = sizes[1_000].cold[SUBJECT].memory
        yield Bar(4, "memory ≤ 400 MB a process", "generated, 1,000 files", f"{most:.0f} MB", most <= 400)
    if large:
        yield Bar(
            4, "memory ≤ 1.5 GB in all", "generated, 7,000 files", f"{large.together:.0f} MB", large.together <= 1_500
        )


def archlint_in(service: Service, kind: str) -> list[Pair]:
    """All pairs of a kind, whatever the peer."""
    return [pair for timed in service.tools.values() for pair in getattr(timed, kind)]


def own(service: Service, kind: str) -> float:
    """Seconds that archlint's runs of a kind take."""
    pairs = archlint_in(service, kind)
    return middle([pair.archlint for pair in pairs]).wall if pairs else 0
