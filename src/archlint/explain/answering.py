"""From a word and the projects it may be about to an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from archlint.catalogue import nearest, suggestion
from archlint.explain.findings import by_fingerprint, on_line
from archlint.explain.module import folder_shape, module_shape
from archlint.explain.shape import Answer
from archlint.explain.symbol import class_shape, function_shape
from archlint.explain.target import Asked, UnknownTargetError, unknown
from archlint.explain.viewing import Viewing
from archlint.files import printable
from archlint.project import Class, Function, Module, Project
from archlint.report.frame import lines_of

_MOST = 8
"""Candidates that a complaint names."""


def answer(asked: Asked, viewings: Iterable[Viewing]) -> Answer:
    """What is to be said about a path, a line, a fingerprint or a symbol; raises UnknownTargetError."""
    known: list[str] = []
    for viewing in viewings:
        found = _of_path(asked, asked.path, viewing) if asked.path else _of_name(asked.word, viewing)
        if found is not None:
            return found
        known += _symbols(viewing.study.project)
    if asked.path is not None:
        raise UnknownTargetError(f"`{asked.word}` belongs to no project that is read (`archlint check --show-files`)")
    raise unknown(asked.word, tuple(known))


def missing(asked: Asked, paths: Iterable[str]) -> UnknownTargetError:
    """The complaint about a path that is not there; `paths` are those that are."""
    word = asked.word if asked.line is None else asked.word.split(f":{asked.line}")[0]
    return UnknownTargetError(f"there is no `{word}` here{suggestion(nearest(word, tuple(paths)))}")


def _of_path(asked: Asked, path: Path, viewing: Viewing) -> Answer | None:
    root = viewing.study.root
    if not path.is_relative_to(root):
        return None
    inner = "" if path == root else printable(path.relative_to(root).as_posix())
    if asked.line is not None:
        _check_line(asked, path)
        return on_line(inner, asked.line, asked.word, viewing)
    module = viewing.study.project.modules.get(inner)
    if module is not None:
        return module_shape(module, asked.word, viewing)
    if path.is_dir():
        return folder_shape(inner, asked.word, viewing)
    for problem in viewing.study.problems:
        if problem.path == inner:
            raise UnknownTargetError(f"`{asked.word}` could not be read: {problem.message}")
    return None


def _check_line(asked: Asked, path: Path) -> None:
    lines = lines_of(path)
    if not 1 <= (asked.line or 0) <= max(1, len(lines)):
        raise UnknownTargetError(f"`{asked.word}`: the file has {len(lines)} lines")


def _of_name(word: str, viewing: Viewing) -> Answer | None:
    if len(word) >= 6 and (found := by_fingerprint(word, viewing)) is not None:
        return found
    matches = _matching(word.replace(":", "."), viewing.study.project)
    if len(matches) > 1:
        names = ", ".join(f"`{_symbol(each)}`" for each in matches[:_MOST])
        raise UnknownTargetError(f"`{word}` may be any of {len(matches)}: {names}; write more of its name")
    match matches:
        case [Module() as module]:
            return module_shape(module, word, viewing)
        case [Class() as cls]:
            return class_shape(cls, word, viewing)
        case [Function() as function]:
            return function_shape(function, word, viewing)
        case _:
            return None


def _matching(word: str, project: Project) -> list[Module | Class | Function]:
    """The definitions with this dotted name; else those whose names end in it, tests last."""
    definitions = list(_definitions(project))
    exact = {_symbol(each): each for each in definitions if _symbol(each) == word}
    if exact:
        return list(exact.values())
    ending = [each for each in definitions if _symbol(each).endswith(f".{word}")]
    of_service = [each for each in ending if not (each if isinstance(each, Module) else each.module).is_test]
    return list({_symbol(each): each for each in of_service or ending}.values())


def _definitions(project: Project) -> Iterator[Module | Class | Function]:
    for module in project.modules.values():
        yield module
        yield from module.classes.values()
        yield from module.functions.values()


def _symbol(of: Module | Class | Function) -> str:
    return of.name if isinstance(of, Module) else of.symbol


def _symbols(project: Project) -> Iterator[str]:
    """Every name that may be asked for, whole and by its last part."""
    for each in _definitions(project):
        symbol = _symbol(each)
        yield symbol
        yield symbol.rpartition(".")[2]
