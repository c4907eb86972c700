"""Files to facts: from the cache where their bytes are known, else from workers."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from archlint import facts, trail
from archlint.cache.facts import FactsCache
from archlint.cache.index import Index
from archlint.cache.pruning import prune
from archlint.config import Workspace
from archlint.engine.request import Request
from archlint.facts import Source
from archlint.files import File
from archlint.findings import Problem
from archlint.workers.messages import Failure, Task, packed, unpacked

if TYPE_CHECKING:
    from archlint.project import Ahead

_OF_THE_BYTES = frozenset({"parse-error", "encoding-error", "too-deep"})
"""The failures that the same bytes would bring again."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read of one project."""

    sources: list[Source]
    problems: list[Problem]
    parsed: int
    ahead: Ahead | None
    """What was told of them while others were being read."""


@dataclass(slots=True)
class _Pending:
    """A file on its way to facts."""

    file: File
    content: bytes | None = None
    """What stands for the bytes on the disk."""
    found: os.stat_result | None = None
    now: int = 0
    """When its stat was taken."""
    digest: str = ""


class Gathering:
    """The facts of the projects of one request."""

    def __init__(self, request: Request, known: Mapping[str, facts.Module] | None = None) -> None:
        """`known` are the facts that files had a run ago, by the real paths of the files."""
        self.request = request
        self.known = known or {}
        self.cache = FactsCache(str(request.cache)) if request.cache else None
        self._total = sum(len(each.listing.files) for each in request.workspaces)
        self._done = 0

    def of(self, workspace: Workspace, meanwhile: Callable[[], object] = lambda: None) -> Gathered:
        """The facts of one project's files, in the order of paths; where files have to be parsed, something else may be
        done `meanwhile`.
        """
        return _Reading(self, workspace, meanwhile).run()

    def tidy(self) -> None:
        """Let the cache go of what nothing uses."""
        if self.cache:
            prune(str(self.request.cache), self.cache)

    def advance(self) -> None:
        """One file more has its facts, or none."""
        self._done += 1
        if self.request.progress:
            self.request.progress(self._done, max(self._total, self._done))


class _Reading:
    def __init__(self, gathering: Gathering, workspace: Workspace, meanwhile: Callable[[], object]) -> None:
        self.gathering = gathering
        self.workspace = workspace
        self.meanwhile = meanwhile
        self.cache = gathering.cache
        cache = gathering.request.cache
        on_disk = trail.tree_over(str(workspace.root)) is None
        self.index = Index(str(cache), str(workspace.root)) if cache and on_disk else None
        self.sources: list[Source] = []
        self.problems = list(workspace.listing.problems)
        self.ahead: Ahead | None = None

    def run(self) -> Gathered:
        misses = self.unknown(list(self.pending()))
        if misses:
            self.parse(misses)
        if self.index:
            self.index.save()
        self.sources.sort(key=lambda each: each.path)
        self.problems.sort(key=lambda each: (each.path, each.line))
        return Gathered(self.sources, self.problems, len(misses), self.ahead)

    def pending(self) -> Iterator[_Pending]:
        """The files of the project, those that cannot be read excepted."""
        unsaved = {str(each.path): each for each in self.gathering.request.unsaved}
        for file in self.workspace.listing.files:
            if (replaced := unsaved.pop(file.real, None)) is not None:
                yield _Pending(file, replaced.content, digest=trail.digest(replaced.content))
                continue
            pending = _Pending(file, now=time.time_ns())
            if self.is_readable(pending):
                yield pending
        for each in unsaved.values():
            if each.path.is_relative_to(self.workspace.root):
                path = each.path.relative_to(self.workspace.root).as_posix()
                yield _Pending(File(path, str(each.path)), each.content, digest=trail.digest(each.content))

    def is_readable(self, pending: _Pending) -> bool:
        """Whether a file is there and not too large; else it becomes a problem."""
        if tree := trail.tree_over(pending.file.real):
            return self.is_read(tree, pending)
        try:
            pending.found = os.stat(pending.file.real)
        except OSError as error:
            self.fail(pending, Failure("unreadable", f"cannot be read: {(error.strerror or str(error)).lower()}"))
            return False
        if pending.found.st_size > self.workspace.config.max_file_size:
            trail.saw(pending.file.real, pending.found, pending.now, "")
            self.too_large(pending)
            return False
        return True

    def is_read(self, tree: trail.Tree, pending: _Pending) -> bool:
        """The same for a file of a tree, whose bytes are taken at once."""
        if tree.size(pending.file.real) > self.workspace.config.max_file_size:
            self.too_large(pending)
            return False
        try:
            pending.content = tree.read(pending.file.real)
        except OSError as error:
            self.fail(pending, Failure("unreadable", f"cannot be read: {error.strerror}"))
            return False
        pending.digest = trail.digest(pending.content)
        return True

    def too_large(self, pending: _Pending) -> None:
        limit = self.workspace.config.max_file_size
        message = f"larger than `max-file-size`, {limit} bytes; exclude the file with extend-exclude"
        self.fail(pending, Failure("too-large", message))

    def unknown(self, pending: list[_Pending]) -> list[_Pending]:
        """Those whose facts the cache does not have; those of the others are taken over."""
        if self.gathering.known:
            pending = [each for each in pending if not self.is_kept(each)]
        if self.cache is None or self.cache.is_empty:
            return pending
        for each in pending:
            each.digest = each.digest or self.digest(each)
        kept = self.cache.load([each.digest for each in pending])
        return [each for each, answer in zip(pending, kept, strict=True) if not self.is_known(each, answer)]

    def is_kept(self, pending: _Pending) -> bool:
        """Whether a file says what it said a run ago; then its facts are taken over."""
        said = self.gathering.known.get(pending.file.real)
        pending.digest = pending.digest or self.digest(pending)
        if said is None or said.digest != pending.digest:
            return False
        self.take(pending, said)
        return True

    def is_known(self, pending: _Pending, kept: bytes | None) -> bool:
        """Whether what was kept is about the file; then it is taken over."""
        if kept is None:
            return False
        try:
            answer = unpacked(kept)
            said = answer if isinstance(answer, Failure) else facts.loads(answer)
        except msgspec.DecodeError:
            return False
        if said.digest != pending.digest:
            return False
        self.take(pending, said)
        return True

    def digest(self, pending: _Pending) -> str:
        """The digest of the file's bytes; "" when it cannot be read after all."""
        assert pending.found is not None
        known = self.index.digest(pending.file.real, pending.found) if self.index else None
        if known:
            return known
        try:
            return trail.digest(trail.content(pending.file.real)[0])
        except OSError:
            return ""

    def parse(self, misses: list[_Pending]) -> None:
        from archlint.workers.crew import extract_all  # brings the parser

        misses.sort(key=lambda each: each.found.st_size if each.found else 0, reverse=True)
        limit = self.workspace.config.max_file_size
        tasks = [Task(os.fsencode(each.file.real), limit, each.content) for each in misses]
        request = self.gathering.request
        standing = request.keeping.readers if request.keeping else None
        try:
            for number, answer in extract_all(tasks, request.processes, meanwhile=self.meanwhile, standing=standing):
                said = answer if isinstance(answer, Failure) else facts.loads(answer)
                self.take(misses[number], said)
                if isinstance(said, facts.Module) and request.keeping is None:
                    self.look_into(misses[number].file, said)
                if self.cache and (isinstance(said, facts.Module) or said.kind in _OF_THE_BYTES):
                    self.cache.save(said.digest, packed(answer))
        finally:
            if self.cache:
                self.cache.settle()

    def look_into(self, file: File, module: facts.Module) -> None:
        """Find out about a file what every rule would ask, as long as workers read others."""
        from archlint.project import Ahead, is_test  # nobody waits for them now

        self.ahead = self.ahead or Ahead()
        if not is_test(file.path):
            self.ahead.read(module)

    def take(self, pending: _Pending, said: facts.Module | Failure) -> None:
        """Take over what a file says, or the reason why that cannot be told."""
        if isinstance(said, Failure):
            self.fail(pending, said)
            self.saw(pending, said.digest or pending.digest)
            return
        self.sources.append(Source(pending.file.path, said))
        self.saw(pending, said.digest)
        self.gathering.advance()

    def saw(self, pending: _Pending, digest: str) -> None:
        """Note which bytes the file had."""
        if pending.found is None:
            return
        trail.saw(pending.file.real, pending.found, pending.now, digest)
        if self.index and digest:
            self.index.add(pending.file.real, pending.found, pending.now, digest)

    def fail(self, pending: _Pending, failure: Failure) -> None:
        self.problems.append(Problem(failure.kind, pending.file.path, failure.message, failure.line, failure.column))
        if failure.kind not in _OF_THE_BYTES and failure.kind != "too-large":
            trail.current().repeatable = False
        self.gathering.advance()
