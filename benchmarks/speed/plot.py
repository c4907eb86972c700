"""`results.svg`: every tool's seconds on each service, and how they grow."""

from __future__ import annotations

import math
from collections.abc import Callable
from html import escape
from typing import TypeAlias

from benchmarks.speed.bars import archlint_in
from benchmarks.speed.record import Results, Service, Usage, middle
from benchmarks.speed.tools import SUBJECT

WIDTH, MARGIN, NAMES = 920, 24, 130
ROW = 22
PLOT = WIDTH - NAMES - 3 * MARGIN
_LARGEST, _ALL = "largest process", "all processes"
SIZES = {_LARGEST: "#2e4057", _ALL: "#66a182"}
KINDS = {"cold": "#d1495b", "changed": "#edae49", "warm": "#00798c"}
LINES = ("#66a182", "#8d5a97", "#edae49", "#2e4057", "#c06c3e", "#7a8b99", "#b0578d", "#4f86c6", "#8a8f3a", "#a05195")
GROWTH_HEIGHT = 340
Rows: TypeAlias = dict[str, dict[str, float]]
"""Numbers by tool and what they are about."""
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#24292f}.t{font-size:15px;font-weight:600}.s{fill:#6e7781;font-size:11px}"
    ".b{font-weight:700}.g{stroke:#d8dee4;stroke-width:1}.l{fill:none;stroke-width:2}"
)


class Canvas:
    """An SVG that grows downwards."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.height = MARGIN

    def text(self, x: float, y: float, said: str, kind: str = "", anchor: str = "start") -> None:
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(said)}</text>')

    def line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        self.parts.append(f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" class="g"/>')

    def dot(self, x: float, y: float, colour: str, radius: float = 5) -> None:
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}"/>')

    def path(self, points: list[tuple[float, float]], colour: str, width: float) -> None:
        steps = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.parts.append(f'<polyline points="{steps}" class="l" stroke="{colour}" style="stroke-width:{width}"/>')

    def svg(self) -> str:
        size = f'width="{WIDTH}" height="{self.height:.0f}" viewBox="0 0 {WIDTH} {self.height:.0f}"'
        back = f'<rect width="{WIDTH}" height="{self.height:.0f}" rx="8" fill="#ffffff"/>'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"><style>{STYLE}</style>{back}'
        return "\n".join([head, *self.parts, "</svg>"]) + "\n"


class Scale:
    """Powers of ten on a length; `flipped` for what grows upwards."""

    def __init__(self, values: list[float], start: float, length: float) -> None:
        self.low = math.floor(math.log10(min(values)))
        self.high = max(self.low + 1, math.ceil(math.log10(max(values))))
        self.start, self.length = start, length

    def at(self, value: float) -> float:
        return self.start + (math.log10(value) - self.low) / (self.high - self.low) * self.length

    def ticks(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def plot(results: Results) -> str:
    """The whole picture."""
    canvas = Canvas()
    for name, service in results.services.items():
        title = f"{name}: {service.files:,} files, {service.lines:,} lines"
        _dots(canvas, f"{title}; seconds", _times(service), KINDS, _time)
        _dots(canvas, f"{name}: megabytes of a cold run", _memory(service), SIZES, _megabytes)
    start = {_named(tool): {"start": usage.wall} for tool, usage in results.start.items()}
    _dots(canvas, "A service of one small file, nothing kept; seconds", start, {"start": KINDS["cold"]}, _time)
    if len(results.growth) > 1:
        for kind in ("cold", "warm"):
            _growth(canvas, results, kind)
    return canvas.svg()


def _dots(canvas: Canvas, title: str, rows: Rows, kinds: dict[str, str], said: Callable[[float], str]) -> None:
    """A row a tool, a dot a kind of number, those with the smallest number first."""
    values = [each for numbers in rows.values() for each in numbers.values()]
    if not values:
        return
    scale = Scale(values, MARGIN + NAMES, PLOT)
    top = canvas.height + 16
    canvas.text(MARGIN, top, title, "t")
    for place, (kind, colour) in enumerate(kinds.items() if len(kinds) > 1 else ()):
        canvas.dot(WIDTH - 110 * (len(kinds) - place), top - 4, colour)
        canvas.text(WIDTH - 110 * (len(kinds) - place) + 10, top, kind, "s")
    bottom = top + 14 + ROW * len(rows)
    for tick in scale.ticks():
        canvas.line(scale.at(tick), top + 12, scale.at(tick), bottom)
        canvas.text(scale.at(tick), bottom + 14, said(tick), "s", "middle")
    for number, (tool, numbers) in enumerate(sorted(rows.items(), key=lambda each: min(each[1].values()))):
        y = top + 26 + ROW * number
        canvas.text(MARGIN + NAMES - 10, y + 4, tool, "b" if tool == SUBJECT else "", "end")
        canvas.line(MARGIN + NAMES, y, MARGIN + NAMES + PLOT, y)
        for kind, each in numbers.items():
            canvas.dot(scale.at(each), y, kinds[kind], 6.5 if tool == SUBJECT else 5)
    canvas.height = bottom + 40


def _times(service: Service) -> Rows:
    """Seconds by tool and kind of run."""
    rows: Rows = {}
    for kind in KINDS:
        pairs = archlint_in(service, kind)
        if pairs:
            rows.setdefault(SUBJECT, {})[kind] = middle([pair.archlint for pair in pairs]).wall
        for tool, timed in service.tools.items():
            peers = [pair.peer for pair in getattr(timed, kind)]
            if peers and tool != "libcst":
                rows.setdefault(_named(tool), {})[kind] = middle(peers).wall
    return rows


def _memory(service: Service) -> Rows:
    """Megabytes by tool."""
    rows: Rows = {}
    pairs = archlint_in(service, "cold")
    if pairs:
        rows[SUBJECT] = {_LARGEST: max(pair.archlint.memory for pair in pairs), _ALL: service.together}
    for tool, timed in service.tools.items():
        if timed.cold and tool != "libcst":
            largest = max(pair.peer.memory for pair in timed.cold)
            rows[_named(tool)] = {_LARGEST: largest, **({_ALL: timed.together} if timed.together else {})}
    return rows


def _growth(canvas: Canvas, results: Results, kind: str) -> None:
    """A line a tool, over the number of files."""
    found: dict[str, list[tuple[int, Usage]]] = {}
    for size in results.growth:
        for tool, usage in getattr(size, kind).items():
            found.setdefault(_named(tool), []).append((size.files, usage))
    if not found:
        return
    top = canvas.height + 16
    canvas.text(MARGIN, top, f"Growth, {kind}: generated services, seconds over files", "t")
    left, right = MARGIN + 50, WIDTH - 160
    across = Scale([float(size.files) for size in results.growth], left, right - left)
    up = Scale(
        [usage.wall for points in found.values() for _, usage in points], top + 20 + GROWTH_HEIGHT, -GROWTH_HEIGHT
    )
    for tick in up.ticks():
        canvas.line(left, up.at(tick), right, up.at(tick))
        canvas.text(left - 8, up.at(tick) + 4, _time(tick), "s", "end")
    for size in results.growth:
        x = across.at(size.files)
        canvas.line(x, top + 20, x, top + 20 + GROWTH_HEIGHT)
        canvas.text(x, top + 36 + GROWTH_HEIGHT, f"{size.files:,}", "s", "middle")
    ends = []
    order = sorted({_named(tool) for size in results.growth for tool in (*size.cold, *size.warm)} - {SUBJECT})
    for tool, points in found.items():
        colour = KINDS["cold"] if tool == SUBJECT else LINES[order.index(tool) % len(LINES)]
        places = [(across.at(files), up.at(usage.wall)) for files, usage in points]
        canvas.path(places, colour, 3.5 if tool == SUBJECT else 1.6)
        for x, y in places:
            canvas.dot(x, y, colour, 3)
        ends.append((places[-1][1], places[-1][0], tool))
    _labels(canvas, ends)
    canvas.height = top + GROWTH_HEIGHT + 70


def _labels(canvas: Canvas, ends: list[tuple[float, float, str]]) -> None:
    """A name at the end of each line, none upon another."""
    last = -math.inf
    for y, x, tool in sorted(ends):
        place = max(y, last + 13)
        last = place
        canvas.text(x + 9, place + 4, tool, "b" if tool == SUBJECT else "s")


def _named(tool: str) -> str:
    return "python -c pass" if tool == "python" else tool


def _time(seconds: float) -> str:
    return f"{seconds:g} s" if seconds >= 1 else f"{seconds * 1000:g} ms"


def _megabytes(size: float) -> str:
    return f"{size:g} MB"
