"""The names in `__all__`."""

from __future__ import annotations

from collections.abc import Iterable

from archlint.extract.fields import statements
from archlint.facts import Assign, Attribute, Block, Call, Collection, Evaluate, Expr, Name, Operator, Stmt, String


def exported(top: Block) -> tuple[str, ...] | None:
    """What a module exports by name, or None where it does not say so in literals."""
    names: list[str] = []
    told = False
    for statement in statements(top):
        change = _change(statement)
        if change is None:
            continue
        starts_over, added = change
        if added is None:
            return None
        told = True
        names = added if starts_over else names + added
    return tuple(dict.fromkeys(names)) if told else None


def _change(statement: Stmt) -> tuple[bool, list[str] | None] | None:
    """What a statement does to `__all__`: whether it starts over, and the names it adds, None if unknown."""
    if isinstance(statement, Assign) and any(_is_all(target) for target in statement.targets):
        if statement.value is None:
            return None
        return statement.op in ("=", ":"), _names(statement.value)
    if isinstance(statement, Evaluate) and isinstance(statement.value, Call):
        return _method(statement.value)
    return None


def _method(call: Call) -> tuple[bool, list[str] | None] | None:
    func = call.func
    if not (isinstance(func, Attribute) and _is_all(func.value)):
        return None
    if func.attr == "extend" and len(call.args) == 1:
        return False, _names(call.args[0])
    return False, _literals(call.args) if func.attr == "append" else None


def _is_all(target: Expr) -> bool:
    return isinstance(target, Name) and target.id == "__all__"


def _names(value: Expr) -> list[str] | None:
    if isinstance(value, Collection):
        return _literals(value.items)
    if isinstance(value, Operator) and set(value.ops) == {"+"}:
        parts = [_names(operand) for operand in value.operands]
        return None if None in parts else [name for part in parts if part for name in part]
    return None


def _literals(items: Iterable[Expr]) -> list[str] | None:
    names: list[str] = []
    for item in items:
        if not isinstance(item, String):
            return None
        names.append(item.value)
    return names
