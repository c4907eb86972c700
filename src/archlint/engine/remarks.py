"""What must be known beside the findings of a change: what was not compared, and what the change does to the gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from archlint import trail
from archlint.changes import State
from archlint.config.sides import Change, Pair
from archlint.debt import Baseline, BaselineError, parse
from archlint.git import Tree

_NAMED = 3
"""How many files are named, before the rest is counted."""


def remarks(pair: Pair, change: Change, base: State) -> Iterator[str]:
    """A sentence each."""
    if pair.base is None:
        yield f"`{pair.root.name}` is not in the base, so all of its findings are new"
    if base.problems:
        paths = [each.path for each in base.problems]
        more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
        named = ", ".join(f"`{each}`" for each in paths[:_NAMED])
        yield f"{named}{more} could not be judged in the base, so all that is found there is new"
    yield from _of_baseline(pair, change)
    yield from _of_submodules(pair, change)


def _of_baseline(pair: Pair, change: Change) -> Iterator[str]:
    """What became of the file of known findings; a change is judged as if there were none on either side."""
    paths = {pair.head.config.baseline, (pair.own or pair.head).config.baseline}
    for path in sorted(paths):
        before, after = (_baseline(pair, path, tree) for tree in (change.base, change.head))
        if before is None or after is None:
            yield f"the baseline `{path}` cannot be read on both sides, so what changed in it cannot be told"
            continue
        old, new = Counter(before.entries), Counter(after.entries)
        more, fewer = (new - old).total(), (old - new).total()
        if more or fewer:
            yield f"the baseline `{path}` changes: {more} entries more, {fewer} fewer; it hides no new findings here"


def _baseline(pair: Pair, path: str, tree: Tree | None) -> Baseline | None:
    with trail.mounted(tree):
        try:
            return parse(path, trail.read(str(pair.root / path)))
        except FileNotFoundError:
            return Baseline(path)
        except (BaselineError, OSError):
            return None


def _of_submodules(pair: Pair, change: Change) -> Iterator[str]:
    inside = [
        path
        for path in {**change.base.submodules, **change.committed.submodules}
        if (root := str(pair.root)) == change.base.top or f"{change.base.top}/{path}".startswith(f"{root}/")
    ]
    if inside:
        named = ", ".join(f"`{each}`" for each in sorted(inside))
        yield f"{named}: a submodule has a history of its own and is left out on both sides; compare it from inside"
