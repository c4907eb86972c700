"""Two tables side by side."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.routes.derived import Row

_OLD = {"List": "list", "Dict": "dict", "Tuple": "tuple", "Set": "set", "Type": "type", "NoneType": "None"}


@dataclass(frozen=True)
class Difference:
    """A row that only one of the tables has, or that both have with different values."""

    what: str
    """"only FastAPI", "only archlint", "model" or "dependencies"."""
    where: str
    served: str = ""
    told: str = ""


def compare(served: Iterable[Row], told: Iterable[Row]) -> tuple[int, list[Difference]]:
    """How many rows both have alike, and the others."""
    theirs: dict[tuple[str, str], list[Row]] = {}
    ours: dict[tuple[str, str], list[Row]] = {}
    for side, rows in ((theirs, served), (ours, told)):
        for row in rows:
            side.setdefault((row.method, row.path), []).append(row)
    differences: list[Difference] = []
    alike = 0
    for key in sorted(theirs.keys() | ours.keys()):
        where = " ".join(key)
        left, right = theirs.get(key, []), ours.get(key, [])
        differences += [Difference("only archlint", f"{where} ({row.place})") for row in right[len(left) :]]
        differences += [Difference("only FastAPI", where)] * max(0, len(left) - len(right))
        if Counter(map(_values, left)) == Counter(map(_values, right)):
            alike += len(left)
            continue
        for mine, its in zip(left, right, strict=False):
            found = []
            if normal(mine.model) != normal(its.model):
                found.append(Difference("model", f"{where} ({its.place})", normal(mine.model), normal(its.model)))
            if mine.dependencies != its.dependencies:
                missing = ", ".join(sorted(set(mine.dependencies) - set(its.dependencies)))
                added = ", ".join(sorted(set(its.dependencies) - set(mine.dependencies)))
                found.append(Difference("dependencies", f"{where} ({its.place})", missing, added))
            differences += found
            alike += not found
    return alike, differences


def _values(row: Row) -> tuple[str, tuple[str, ...]]:
    return normal(row.model), row.dependencies


def normal(model: str) -> str:
    """A type in one spelling: `X | None` for `Optional[X]`, members of unions sorted, no `Annotated`."""
    try:
        return _spelled(ast.parse(model.strip(), mode="eval").body)
    except SyntaxError:
        return model


def _spelled(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return _OLD.get(name, name)
        case ast.Attribute(attr=name):
            return _OLD.get(name, name)
        case ast.Constant(value=None):
            return "None"
        case ast.Constant(value=str() as text):
            return normal(text)
        case ast.BinOp(op=ast.BitOr()):
            return " | ".join(sorted(set(_members(node))))
        case ast.Subscript(value=value, slice=inside):
            items = inside.elts if isinstance(inside, ast.Tuple) else [inside]
            match _spelled(value):
                case "Annotated":
                    return _spelled(items[0])
                case "Optional":
                    return " | ".join(sorted({*_parts(items[0]), "None"}))
                case "Union":
                    return " | ".join(sorted({part for each in items for part in _parts(each)}))
                case name:
                    return f"{name}[{', '.join(_spelled(each) for each in items)}]"
        case _:
            return ast.unparse(node)


def _members(node: ast.expr) -> list[str]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return [*_members(node.left), *_members(node.right)]
    return _parts(node)


def _parts(node: ast.expr) -> list[str]:
    return _spelled(node).split(" | ")
