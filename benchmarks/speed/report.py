"""`RESULTS.md`: what was measured, in tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from statistics import mean, median

from benchmarks.speed.bars import archlint_in, bars
from benchmarks.speed.record import Results, Service, Size, Timed, Usage, middle
from benchmarks.speed.tools import SUBJECT, Tool

_HEAD = """\
# How fast archlint is

Made by `nox -s bench`; the raw numbers are in `results.json`. Each peer and archlint ran in turn on copies of the same
tree, archlint with its default rules, and every number is a median. Cold: an empty cache. Warm: nothing changed since
the last run. Changed: one statement was added to the body of one function. Daemon: the same, where a process of
archlint's stayed from the run before and answers (`check --daemon`); beyond: the same after a file came to have an
import, a constant, a function or a parameter more. mypy's is the peer `dmypy`, and all others ran
without one. Times are wall seconds unless said otherwise; CPU is that of all processes of a run. Trust ratios, not
seconds.

![Seconds of every tool, and how they grow](results.svg)
"""
_COLUMNS = (
    "tool", "cold", "CPU", "x archlint", "warm", "x archlint", "changed", "x archlint", "MB", "MB in all", "runs",
)  # fmt: skip
_ROOMS = 12
"""How many of the rooms that take longest are told."""


def report(results: Results, tools: dict[str, Tool]) -> str:
    """The whole page."""
    parts = [
        _HEAD,
        f"{results.machine}, Python {results.python}, archlint {results.versions.get(SUBJECT, '')}.\n",
        "## What archlint promises\n",
        _table(
            ("bar", "promise", "on", "measured", "kept"),
            (
                (str(bar.number), bar.promise, bar.where, bar.measured, "yes" if bar.kept else "**no**")
                for bar in bars(results)
            ),
            "---",
        ),
    ]
    for name, service in results.services.items():
        parts += [f"## {name}: {service.files:,} files, {service.lines:,} lines\n", _service(service, tools)]
    if results.start:
        parts += ["## A service of one small file, nothing kept\n", _start(results)]
    if results.growth:
        parts += ["## Growth\n", "Generated services; each cell is cold / warm.\n", _growth(results)]
    parts += ["## Where archlint's time goes\n", *_where(results)]
    parts += ["## What each tool was asked to do\n", _asked(results, tools)]
    return "\n".join(parts).rstrip("\n") + "\n"


def _service(service: Service, tools: dict[str, Tool]) -> str:
    rows = [_own(service), *_daemon(service)]
    peers = [name for name in service.tools if name in tools and not tools[name].floor]
    peers.sort(key=lambda each: _wall(service.tools[each]))
    rows += [_row(name, service.tools[name]) for name in peers]
    said = f"archlint prints {service.findings:,} lines about it. `x archlint`: how many times as long as archlint."
    floors = [_floor(timed) for name, timed in service.tools.items() if name in tools and tools[name].floor]
    spread = [line for name in peers for line in _spread(name, service.tools[name])]
    failures = [f"- {name}: {timed.failure}" for name, timed in service.tools.items() if timed.failure]
    return "\n".join([said, *floors, "", _table(_COLUMNS, rows), *spread, *failures, ""])


def _own(service: Service) -> tuple[str, ...]:
    cells = [f"**{SUBJECT}**"]
    memory = 0.0
    for kind in ("cold", "warm", "changed"):
        usages = [pair.archlint for pair in archlint_in(service, kind)]
        memory = max([memory, *(each.memory for each in usages)])
        cells += _cells(usages, kind) if usages else ["-"] * (3 if kind == "cold" else 2)
    return (*cells, f"{memory:.0f}", f"{service.together:.0f}", str(len(archlint_in(service, "cold"))))


def _daemon(service: Service) -> Iterator[tuple[str, ...]]:
    for kind, name in (("kept", "daemon"), ("beyond", "daemon, beyond")):
        usages = [pair.archlint for pair in archlint_in(service, kind)]
        if usages:
            yield (f"**{SUBJECT}**, {name}", *[""] * 5, *_cells(usages, "changed"), "", "", "")


def _cells(usages: list[Usage], kind: str) -> list[str]:
    usage = middle(usages)
    return [seconds(usage.wall), *([seconds(usage.cpu)] if kind == "cold" else []), "1"]


def _row(name: str, timed: Timed) -> tuple[str, ...]:
    if timed.failure and not timed.cold:
        return (name, "-", *[""] * 9)
    cells = [name]
    for kind in ("cold", "warm", "changed"):
        pairs = getattr(timed, kind)
        if not pairs:
            cells += ["as cold", ""] if timed.cold else [""] * (3 if kind == "cold" else 2)
            continue
        usage = middle([pair.peer for pair in pairs])
        cells.append(seconds(usage.wall))
        if kind == "cold":
            cells.append(seconds(usage.cpu))
        cells.append(f"{median(pair.peer.wall / pair.archlint.wall for pair in pairs):.2g}")
    if not timed.cold:
        return (*cells, "", "", "")
    memory = max(pair.peer.memory for pair in timed.cold)
    return (*cells, f"{memory:.0f}", f"{timed.together:.0f}" if timed.together else "-", str(len(timed.cold)))


def _floor(timed: Timed) -> str:
    usage = middle([pair.peer for pair in timed.cold or timed.warm])
    what = "`libcst.parse_module` over all files: CPU" if timed.cold else "`python -c pass`:"
    return f"{what} {seconds(usage.cpu if timed.cold else usage.wall)} s."


def _spread(name: str, timed: Timed) -> Iterator[str]:
    """How much it matters which file was changed."""
    for pairs, kind, how in (
        (timed.changed, "changed", "archlint"),
        (timed.kept, "changed", "archlint with a daemon"),
        (timed.beyond, "beyond", "archlint with a daemon"),
    ):
        if pairs:
            ours, theirs = _span([pair.archlint.wall for pair in pairs]), _span([pair.peer.wall for pair in pairs])
            yield f"- {kind}, over {len(pairs)} files: {how} {ours}; {name} {theirs}"


def _span(walls: list[float]) -> str:
    return f"{seconds(min(walls))} to {seconds(max(walls))} s, {seconds(mean(walls))} on average"


def _wall(timed: Timed) -> float:
    return middle([pair.peer for pair in timed.cold]).wall if timed.cold else float("inf")


def _start(results: Results) -> str:
    rows = sorted(results.start.items(), key=lambda each: each[1].wall)
    return _table(
        ("tool", "s", "CPU s", "MB"), ((_bold(n), seconds(u.wall), seconds(u.cpu), f"{u.memory:.0f}") for n, u in rows)
    )


def _growth(results: Results) -> str:
    names = list(dict.fromkeys(name for size in results.growth for name in (*size.cold, *size.warm)))
    head = ("tool", *(f"{size.files:,} files" for size in results.growth))
    rows = []
    for name in names:
        cells = []
        for size in results.growth:
            both = [seconds(kind[name].wall) for kind in (size.cold, size.warm) if name in kind]
            cells.append(" / ".join(both) or "-")
        rows.append((_bold(name), *cells))
    rows.append(
        (
            "archlint: MB, MB in all",
            *(f"{size.cold[SUBJECT].memory:.0f}, {size.together:.0f}" for size in results.growth),
        )
    )
    return _table(head, rows)


def _where(results: Results) -> Iterator[str]:
    """Seconds of the main process by room; workers run beside it."""
    runs = {f"{name}, {kind}": each for name, known in results.services.items() for kind, each in known.where.items()}
    if runs:
        yield _rooms(runs, seconds)
    if results.growth:
        yield "Growth of a cold run: milliseconds for 1,000 lines. What is linear stays the same from left to right.\n"
        yield _rooms({f"{size.files:,} files": _by_line(size) for size in results.growth}, lambda each: f"{each:.2f}")


def _by_line(size: Size) -> dict[str, float]:
    """Milliseconds for 1,000 lines, by room."""
    return {room: spent / size.lines * 1_000_000 for room, spent in size.where.get("cold", {}).items()}


def _rooms(runs: dict[str, dict[str, float]], said: Callable[[float], str]) -> str:
    """A row a room, of those that take the largest part of any run."""
    parts: dict[str, float] = {}
    for rooms in runs.values():
        for room, spent in rooms.items():
            parts[room] = max(parts.get(room, 0), spent / rooms["all"])
    chosen = sorted(parts, key=lambda room: -parts[room])[:_ROOMS]
    rows = ((room, *(said(rooms.get(room, 0)) for rooms in runs.values())) for room in chosen)
    return _table(("room", *runs), rows)


def _asked(results: Results, tools: dict[str, Tool]) -> str:
    rows = []
    for name, tool in sorted(tools.items()):
        if not tool.floor:
            rows.append(
                (
                    _bold(name),
                    results.versions.get(name, "absent" if name in results.absent else "not measured"),
                    results.absent.get(name, tool.work),
                    f"`{_typed(tool)}`",
                )
            )
    return _table(("tool", "version", "work", "command"), rows, "---")


def _typed(tool: Tool) -> str:
    return " ".join(tool.command).replace("{bin}/", "").replace("|", "\\|")


def _bold(name: str) -> str:
    return f"**{name}**" if name == SUBJECT else name


def seconds(value: float) -> str:
    """Three digits that mean something."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]], rule: str = "---:") -> str:
    """Lines between bars; `rule` tells to which side all columns but the first one lean."""
    lines = [head, tuple("---" if number == 0 else rule for number in range(len(head))), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
