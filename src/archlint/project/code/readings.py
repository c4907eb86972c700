"""Where a module reads a name at run time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from archlint import facts
from archlint.project.code.expressions import walk
from archlint.project.code.modules import Class, Function, Module
from archlint.project.code.statements import evaluated, statements
from archlint.project.memory import memory

Found: TypeAlias = dict[str, list[facts.Name]]
Part: TypeAlias = Literal["header", "body"]


class Readings:
    """Where the modules of a project read the names they import, outside annotations; answers are kept.

    A call in an annotation runs, e.g. `Annotated[User, Depends(current_user)]`; its arguments count.
    """

    def __init__(self) -> None:
        self._imported: dict[Module, frozenset[str]] = memory()
        self._found: dict[tuple[Module | Class | Function, Part], Found] = memory()

    def of(self, name: str, scope: Function | Module) -> Iterator[facts.Name]:
        """Every reading of an imported name in a function or module, definitions inside included."""
        if isinstance(scope, Module):
            yield from self._in(scope, "body", scope).get(name, ())
            functions, classes = scope.all_functions, scope.all_classes
        else:
            inner = f"{scope.qualname}."
            functions = [scope, *(each for each in scope.module.all_functions if each.qualname.startswith(inner))]
            classes = [each for each in scope.module.all_classes if each.qualname.startswith(inner)]
        for cls in classes:
            yield from self._in(cls, "body", cls.module).get(name, ())
        for function in functions:
            if function.mentions(name):
                yield from self._in(function, "header", function.module).get(name, ())
                yield from self._in(function, "body", function.module).get(name, ())

    def _in(self, piece: Module | Class | Function, part: Part, module: Module) -> Found:
        known = self._found.get((piece, part))
        if known is None:
            known = self._found[piece, part] = _found(expressions(piece, part), self._names(module))
        return known

    def _names(self, module: Module) -> frozenset[str]:
        known = self._imported.get(module)
        if known is None:
            known = self._imported[module] = frozenset(each.bound for each in module.facts.imports)
        return known


def _found(expressions: Iterator[facts.Expr], names: frozenset[str]) -> Found:
    found: Found = {}
    for expr in expressions:
        for each in walk(expr):
            if isinstance(each, facts.Name) and each.id in names:
                found.setdefault(each.id, []).append(each)
    return found


def expressions(piece: Module | Class | Function, part: Part) -> Iterator[facts.Expr]:
    """What a module, a class body or a function's header or body evaluates, definitions inside left out."""
    if isinstance(piece, Module):
        return _of_block(piece.facts.top)
    if isinstance(piece, Class):
        return _of_class(piece)
    return _of_header(piece) if part == "header" else _of_block(piece.body)


def _of_class(cls: Class) -> Iterator[facts.Expr]:
    yield from cls.facts.bases
    yield from cls.facts.decorators
    yield from (keyword.value for keyword in cls.facts.keywords)
    yield from _of_block(cls.facts.body)


def _of_header(function: Function) -> Iterator[facts.Expr]:
    yield from function.facts.decorators
    for parameter in function.facts.parameters:
        if parameter.default is not None:
            yield parameter.default
        yield from _run_by(parameter.annotation)
    yield from _run_by(function.facts.returns)


def _of_block(block: facts.Block) -> Iterator[facts.Expr]:
    for stmt in statements(block):
        yield from evaluated(stmt)
        match stmt:
            case facts.Assign(targets=targets, annotation=annotation):
                yield from (each for each in targets if not isinstance(each, facts.Name))
                yield from _run_by(annotation)
            case facts.Try(handlers=handlers):
                yield from (each.type for each in handlers if each.type is not None)
            case facts.Match(cases=cases):
                yield from (lookup for case in cases for lookup in case.lookups)
            case facts.Delete(targets=targets):
                yield from targets
            case _:
                pass


def _run_by(annotation: facts.Expr | None) -> Iterator[facts.Expr]:
    """The calls in an annotation."""
    if annotation is not None:
        yield from (each for each in walk(annotation) if isinstance(each, facts.Call))


def import_statement(module: Module, said: facts.Import) -> facts.ImportStmt | None:
    """The statement in which a name is imported."""
    if (function := module.functions.get(said.scope)) is not None:
        block = function.body
    else:
        cls = module.classes.get(said.scope)
        block = module.facts.top if cls is None else cls.facts.body
    index = module.facts.imports.index(said)
    for stmt in statements(block):
        if isinstance(stmt, facts.ImportStmt) and index in stmt.indices:
            return stmt
    return None
