"""Import statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from archlint.extract.nodes import cst
from archlint.extract.table import Table
from archlint.facts import Import, ImportStmt, Stmt

if TYPE_CHECKING:
    from archlint.extract.reader import Reader

TABLE: Table[Stmt] = Table()


@TABLE.reads(cst.Import, cst.LazyImport)
def import_modules(reader: Reader, node: cst.Import | cst.LazyImport) -> Stmt:
    start = reader.scan.take("lazy" if isinstance(node, cst.LazyImport) else "import")
    first = len(reader.imports)
    for alias in node.names:
        begin, module = _dotted(reader, alias.name)
        asname = _asname(reader, alias)
        reader.imports.append(
            Import(begin, reader.scan.end - begin, module, 0, None, asname, reader.scope, reader.guard)
        )
    return ImportStmt(start, reader.scan.end - start, tuple(range(first, len(reader.imports))))


@TABLE.reads(cst.ImportFrom, cst.LazyImportFrom)
def import_names(reader: Reader, node: cst.ImportFrom | cst.LazyImportFrom) -> Stmt:
    start = reader.scan.take("lazy" if isinstance(node, cst.LazyImportFrom) else "from")
    module = _dotted(reader, node.module)[1] if node.module is not None else ""
    reader.scan.take("import")
    if node.lpar is not None:
        reader.scan.take("(")
    first = len(reader.imports)
    _names(reader, node.names, module, len(node.relative))
    if node.rpar is not None:
        reader.scan.take(")")
    return ImportStmt(start, reader.scan.end - start, tuple(range(first, len(reader.imports))))


def _names(reader: Reader, names: Sequence[cst.ImportAlias] | cst.ImportStar, module: str, level: int) -> None:
    scope, guard = reader.scope, reader.guard
    if isinstance(names, cst.ImportStar):
        start = reader.scan.take("*")
        reader.imports.append(Import(start, reader.scan.end - start, module, level, "*", None, scope, guard))
        return
    for alias in names:
        start, name = _dotted(reader, alias.name)
        asname = _asname(reader, alias)
        reader.imports.append(Import(start, reader.scan.end - start, module, level, name, asname, scope, guard))


def _dotted(reader: Reader, node: cst.Name | cst.Attribute) -> tuple[int, str]:
    """Read a dotted name: where it starts, and the whole of it."""
    names: list[cst.Name] = []
    rest: cst.BaseExpression = node
    while isinstance(rest, cst.Attribute):
        names.append(rest.attr)
        rest = rest.value
    assert isinstance(rest, cst.Name)
    names.append(rest)
    starts = [reader.word(name) for name in reversed(names)]
    return starts[0], ".".join([name.value for name in reversed(names)])


def _asname(reader: Reader, node: cst.ImportAlias) -> str | None:
    if node.asname is None:
        return None
    assert isinstance(node.asname.name, cst.Name)
    reader.word(node.asname.name)
    return node.asname.name.value
