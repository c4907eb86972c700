"""Names that a repair needs: those that a file has imported, and the lines that import the others."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TypeAlias

from archlint import facts
from archlint.findings import Edit, Span
from archlint.project.code.modules import Function, Module
from archlint.project.code.statements import nested, statements
from archlint.project.inference.inference import Inference
from archlint.project.inference.values import External
from archlint.project.repairs.lines import Lines
from archlint.project.repairs.words import is_hidden
from archlint.records import Record

Key: TypeAlias = tuple[int, bool, str]
"""Where an import sorts: its section, `from` after the others, its module."""
_FUTURE, _STANDARD, _THIRD_PARTY, _OWN, _RELATIVE = range(5)


class Imported(Record, frozen=True):
    """What to write for something from elsewhere, and the edits that make it known to the file."""

    name: str
    edits: tuple[Edit, ...] = ()


class Importing:
    """Imports looked up, and new ones sorted in among those at the top of a file."""

    def __init__(self, inference: Inference) -> None:
        self._inference = inference

    def module(self, dotted: str, scope: Function | Module) -> Imported | None:
        """A module by a name without dots; None where its name means something else."""
        for said in _of_the_top(_module(scope)):
            bound = said.module if said.alias else said.module.partition(".")[0]
            if said.name is None and not said.level and bound == dotted:
                return self._known(said.alias or dotted, scope)
        return self._new(dotted, scope, self._statement(dotted, None, _module(scope)))

    def member(self, dotted: str, name: str, scope: Function | Module) -> Imported | None:
        """One name of a module; None where the name means something else."""
        module = _module(scope)
        for said in _of_the_top(module):
            if said.name == name and not said.level and said.module == dotted:
                return self._known(said.alias or name, scope)
        for stmt in _run(module):
            aliases = [module.facts.imports[index] for index in stmt.indices]
            if all(each.module == dotted and not each.level and each.name not in (None, "*") for each in aliases):
                return self._new(name, scope, _among(aliases, name, stmt, module))
        return self._new(name, scope, self._statement(dotted, name, module))

    def end(self, module: Module) -> int | None:
        """Where the imports that a file starts with end, those under a condition included; None without any."""
        end: int | None = None
        for stmt in _without_docstring(module):
            inner = list(statements(nested(stmt)[0])) if isinstance(stmt, (facts.If, facts.Try)) else [stmt]
            if not all(isinstance(each, facts.ImportStmt) for each in inner):
                break
            end = Lines(module).end(stmt)
        return end

    def _known(self, name: str, scope: Function | Module) -> Imported | None:
        once = len(self._inference.bound(name, _module(scope))) == 1
        return Imported(name) if once and not is_hidden(name, scope, self._inference) else None

    def _new(self, name: str, scope: Function | Module, edit: Edit) -> Imported | None:
        if self._inference.bound(name, _module(scope)) or is_hidden(name, scope, self._inference):
            return None
        return Imported(name, (edit,))

    def _statement(self, dotted: str, name: str | None, module: Module) -> Edit:
        """A new import statement where it sorts in."""
        text = f"import {dotted}\n" if name is None else f"from {dotted} import {name}\n"
        lines = Lines(module)
        run = [(self._key(stmt, module), stmt) for stmt in _run(module)]
        new: Key = (self._section(dotted, 0, module), name is not None, dotted.lower())
        beside = [(key, stmt) for key, stmt in run if key[0] == new[0]]
        if beside:
            later = next((stmt for key, stmt in beside if key > new and lines.starts_line(stmt)), None)
            return lines.above(later, text) if later is not None else lines.below(beside[-1][1].end, text)
        following = next((stmt for key, stmt in run if key[0] > new[0] and lines.starts_line(stmt)), None)
        if following is not None:
            return lines.above(following, f"{text}\n")
        if run:
            return lines.below(run[-1][1].end, f"\n{text}")
        return _first(module, lines, text)

    def _key(self, stmt: facts.ImportStmt, module: Module) -> Key:
        said = module.facts.imports[stmt.indices[0]]
        return self._section(said.module, said.level, module), said.name is not None, said.module.lower()

    def _section(self, dotted: str, level: int, module: Module) -> int:
        if level:
            return _RELATIVE
        top = dotted.partition(".")[0]
        if top == "__future__":
            return _FUTURE
        if top in sys.stdlib_module_names:
            return _STANDARD
        return _THIRD_PARTY if isinstance(self._inference.names.module(top, module), External) else _OWN


def together(*imported: Imported) -> tuple[Edit, ...]:
    """The edits for several imports; new statements at one place share the empty line around them."""
    by_place: dict[tuple[str, Span], list[str]] = {}
    for each in (edit for one in imported for edit in one.edits):
        by_place.setdefault((each.path, each.span), []).append(each.content)
    return tuple(
        Edit(path, span, contents[0] if len(contents) == 1 else _joined(contents))
        for (path, span), contents in by_place.items()
    )


def _joined(contents: list[str]) -> str:
    """Statements, or names of one statement, that are new at one place."""
    if "import " not in contents[0]:
        return "".join(sorted(contents))
    statements = sorted((each.strip("\n") for each in contents), key=lambda each: (each.startswith("from "), each))
    before, after = contents[0].partition(contents[0].strip("\n"))[::2]
    return before + "\n".join(statements) + after


def _module(scope: Function | Module) -> Module:
    return scope if isinstance(scope, Module) else scope.module


def _of_the_top(module: Module) -> Iterator[facts.Import]:
    """The imports that every run of the file makes."""
    return (each for each in module.facts.imports if not each.scope and not each.guard)


def _run(module: Module) -> list[facts.ImportStmt]:
    """The import statements that a file starts with."""
    run: list[facts.ImportStmt] = []
    for stmt in _without_docstring(module):
        if not isinstance(stmt, facts.ImportStmt):
            break
        run.append(stmt)
    return run


def _without_docstring(module: Module) -> facts.Block:
    top = module.facts.top
    return top[1:] if module.facts.doc is not None else top


def _first(module: Module, lines: Lines, text: str) -> Edit:
    """The first import of a file."""
    rest = _without_docstring(module)
    if len(rest) < len(module.facts.top):
        return lines.below(module.facts.top[0].end, f"\n{text}")
    return lines.above(rest[0], f"{text}\n\n") if rest else Edit(module.path, Span(0, 0), text)


def _among(aliases: list[facts.Import], name: str, stmt: facts.ImportStmt, module: Module) -> Edit:
    """A name sorted in among those that a statement imports from the same module."""
    lines = Lines(module)
    gap = lines.gap(aliases, lines.of(stmt)[0])
    later = next((each for each in aliases if _rank(each.name or "") > _rank(name)), None)
    if later is not None:
        return Edit(module.path, Span(later.start, later.start), f"{name}{gap}")
    return Edit(module.path, Span(aliases[-1].end, aliases[-1].end), f"{gap}{name}")


def _rank(name: str) -> tuple[int, str]:
    """Constants, classes, the rest: as isort and ruff order them."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2), name
