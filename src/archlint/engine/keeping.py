"""Projects that outlive their runs: after an edit, only what the edit touches is found out again."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from archlint import facts, trail
from archlint.engine.gathering import Gathered
from archlint.engine.linking import Linked, judged_by, package_of
from archlint.engine.rejudging import Rejudge
from archlint.project import Ahead, Project
from archlint.project.flow.relinking import relink
from archlint.project.memory import Part, Trace, watch
from archlint.requirements import Requirements

if TYPE_CHECKING:
    from pathlib import Path

    from archlint.engine.preparing import Prepared
    from archlint.trail import Sight
    from archlint.workers.crew import Crew


class Beyond(BaseException):
    """An edit goes beyond what can be taken over; nothing was judged. No error: nobody but who keeps projects may stop
    it.
    """


class Keeping:
    """The projects of a process that stays."""

    def __init__(self, readers: Crew | None = None) -> None:
        self.readers = readers
        """Workers that stay, to read what was edited; those of other runs have to be started."""
        self._is_patient = True
        self._kept: dict[Path, _Kept] = {}
        self._judging: dict[Path, _Kept] = {}

    @contextmanager
    def running(self) -> Iterator[None]:
        """A run, from its beginning to its end; what was linked for one that comes to no end is forgotten."""
        self._judging = {}
        try:
            yield
        finally:
            watch(None)
        for each in self._judging.values():
            each.rest()
        self._kept = self._judging

    def facts(self) -> dict[str, facts.Module]:
        """What every file said a run ago, by its real path."""
        return {path: said for each in self._kept.values() for path, said in each.facts().items()}

    def sweep(self) -> None:
        """Throw away what the last edit made worthless: it takes as long as a short run, and nobody waits for it."""
        for each in self._kept.values():
            each.sweep()

    @property
    def is_empty(self) -> bool:
        """Whether no project came to be judged."""
        return not self._kept

    @contextmanager
    def hastily(self) -> Iterator[None]:
        """Have no project linked and judged anew meanwhile: raises Beyond where one had to be."""
        self._is_patient = False
        try:
            yield
        finally:
            self._is_patient = True

    def linked(self, prepared: Prepared, gathered: Gathered) -> Linked:
        """A project as it is now, with a judge that knows what did not change."""
        root = prepared.workspace.root
        kept = self._kept.pop(root, None)
        if kept is None or not kept.take(prepared, gathered):
            if not self._is_patient:
                raise Beyond
            kept = _Kept(prepared, gathered)
        self._judging[root] = kept
        return kept.linked(prepared, gathered)


class _Kept:
    """One project between two runs."""

    def __init__(self, prepared: Prepared, gathered: Gathered) -> None:
        workspace = prepared.workspace
        self._selection, self._config = prepared.selection, workspace.config
        self._package = package_of(workspace.root)
        self._trace = Trace()
        watch(self._trace)
        ahead = Ahead()
        self._bodies = ahead.bodies
        requirements = Requirements(workspace.root)
        self._project = Project(gathered.sources, workspace.config, self._package, requirements, ahead)
        self._judge = Rejudge(self._project, prepared.selection, self._trace)
        self._real = {each.path: each.real for each in workspace.listing.files}
        self._sights: dict[str, Sight] = {}
        self._before: frozenset[str] = frozenset()

    def facts(self) -> dict[str, facts.Module]:
        """What its files say, by their real paths."""
        return {self._real[path]: module.facts for path, module in self._project.modules.items() if path in self._real}

    def linked(self, prepared: Prepared, gathered: Gathered) -> Linked:
        """All that its findings are told from."""
        watch(self._trace)
        self._before = frozenset(trail.current().sights)
        self._judge.begin()
        return judged_by(self._judge, prepared.workspace, gathered, prepared.gathering.request, processes=1)

    def take(self, prepared: Prepared, gathered: Gathered) -> bool:
        """Take over what files say now; whether that could be done."""
        workspace, modules = prepared.workspace, self._project.modules
        if (
            prepared.selection != self._selection
            or workspace.config != self._config
            or package_of(workspace.root) != self._package
            or trail.tree_over(str(workspace.root)) is not None
            or [each.path for each in gathered.sources] != list(modules)
            or not self._sees_the_same()
        ):
            return False
        edited = [each for each in gathered.sources if modules[each.path].facts is not each.facts]
        if not self._project.names.stay(gathered.sources, edited):
            return False
        changed: set[Hashable] = {Part.COMMENTS} if any(each.facts.pragmas for each in modules.values()) else set()
        words: set[str] = set()
        for source in edited:
            change = relink(modules[source.path], source.facts, self._bodies)
            changed |= change.atoms
            words |= change.words
        self._trace.begin_change(changed, words)
        return True

    def sweep(self) -> None:
        self._trace.sweep()

    def rest(self) -> None:
        """Remember what was looked at since it was linked: the next run will not."""
        self._sights |= {path: each for path, each in trail.current().sights.items() if path not in self._before}

    def _sees_the_same(self) -> bool:
        """Whether what was looked at besides its files is what it was."""
        now = trail.all_again(self._sights)
        if now is None:
            return False
        self._sights = now
        trail.note(now)
        return True
