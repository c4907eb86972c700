"""How much a baseline holds, family by family."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from archlint.debt import Entry
from archlint.report.escape import visible
from archlint.report.text import Line

_HEAD = ("family", "findings", "since the last commit")


def table(entries: Iterable[Entry], committed: Iterable[Entry] | None) -> Iterator[Line]:
    """A row a family and one for all, with the change since the last commit where there is one."""
    now, before = _by_family(entries), _by_family(committed or ())
    families = sorted(now.keys() | before.keys())
    rows = [(visible(each), now[each], now[each] - before[each]) for each in families]
    rows.append(("total", now.total(), now.total() - before.total()))
    width = max(len(_HEAD[0]), *(len(name) for name, _, _ in rows))
    yield _row(width, _HEAD[0], _HEAD[1], _HEAD[2] if committed is not None else "", "label")
    for name, count, change in rows:
        yield _row(width, name, str(count), f"{change:+}" if committed is not None and change else "", "")


def _by_family(entries: Iterable[Entry]) -> Counter[str]:
    return Counter(each.family for each in entries)


def _row(width: int, name: str, count: str, change: str, kind: str) -> Line:
    return ((f"{name:<{width}}  {count:>{len(_HEAD[1])}}  {change:>{len(_HEAD[2])}}".rstrip(), kind),)
