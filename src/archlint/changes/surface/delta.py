"""How two surfaces differ."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from archlint.baseline.moves import Moves
from archlint.changes.surface.contracts import Breach, Rename, breaches
from archlint.changes.surface.surface import Edge, Route, Setting, Surface
from archlint.debt import Entry
from archlint.findings import Place


@dataclass(frozen=True, slots=True)
class Change:
    """A route before and after."""

    old: Route
    new: Route
    what: tuple[str, ...]
    """What became different, each in a few words."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What a change does to what a service shows of itself."""

    edges: tuple[Edge, ...] = ()
    """All of the head, the new ones included."""
    new_edges: tuple[tuple[Edge, Place, str], ...] = ()
    gone_edges: tuple[Edge, ...] = ()
    new_routes: tuple[Route, ...] = ()
    gone_routes: tuple[Route, ...] = ()
    changed_routes: tuple[Change, ...] = ()
    breaches: tuple[Breach, ...] = ()
    new_settings: tuple[Setting, ...] = ()
    new_migrations: tuple[tuple[str, str], ...] = ()
    """The files, each with the revision that it follows."""

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, name) for name in self.__slots__ if name != "edges")


def delta(base: Surface, head: Surface, moved: Moves, unread: Collection[str] = ()) -> Delta:
    """What is new, gone and changed. Of what stands in the files of the head that are `unread`, nothing is known; so it
    is not gone.
    """
    rename = _renaming(moved)
    routes = _Routes(base, head, rename)
    paths = {moved.paths.get(each, each) for each in base.migrations}
    return Delta(
        tuple(sorted(head.edges)),
        tuple((each, *head.edges[each]) for each in sorted(head.edges) if each not in base.edges),
        tuple(each for each, (at, _) in sorted(base.edges.items()) if each not in head.edges and at.path not in unread),
        tuple(routes.new),
        tuple(each for each in routes.gone if each.place.path not in unread),
        tuple(routes.changed()),
        tuple(breaches(base, head, routes.pairs, rename)),
        tuple(each for name, each in sorted(head.settings.items()) if name not in base.settings),
        tuple(each for each in sorted(head.migrations.items()) if each[0] not in paths),
    )


def _renaming(moved: Moves) -> Rename:
    return lambda text: moved.renamed(Entry("", "", target=text)).target


class _Routes:
    """Which routes go together: those of one method and path; of the others, those of one handler."""

    def __init__(self, base: Surface, head: Surface, rename: Rename) -> None:
        self._rename = rename
        before = {each.key: each for each in base.routes}
        after = {each.key: each for each in head.routes}
        self.pairs = [(before[key], each) for key, each in after.items() if key in before]
        gone = {each.handler: each for key, each in before.items() if key not in after}
        by_handler = {rename(name): each for name, each in gone.items() if name}
        self.new: list[Route] = []
        for key, each in after.items():
            if key in before:
                continue
            if old := by_handler.pop(each.handler, None):
                self.pairs.append((old, each))
            else:
                self.new.append(each)
        taken = {old.key for old, _ in self.pairs}
        self.gone = [each for key, each in before.items() if key not in taken]

    def changed(self) -> Iterator[Change]:
        for old, new in self.pairs:
            what = tuple(self._differences(old, new))
            if what:
                yield Change(old, new, what)

    def _differences(self, old: Route, new: Route) -> Iterator[str]:
        if old.key != new.key:
            yield f"was `{old.method} {old.path}`"
        if set(map(self._rename, old.takes)) != set(new.takes):
            yield f"takes {_named(new.takes)}, took {_named(old.takes)}"
        if old.answers != new.answers:
            yield f"answers with {_quoted(new.answers)}, answered with {_quoted(old.answers)}"
        if old.status != new.status:
            yield f"answers {new.status or 'its default status'}, answered {old.status or 'its default status'}"


def _named(models: tuple[str, ...]) -> str:
    return ", ".join(f"`{each.rpartition('.')[2]}`" for each in models) or "no model"


def _quoted(written: str) -> str:
    return f"`{written}`" if written else "no model"
