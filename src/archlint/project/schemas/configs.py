"""What models say of themselves in `model_config`, `class Config` or beside their bases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import argument
from archlint.project.code.modules import Class
from archlint.project.inference.inference import Scope
from archlint.project.inference.values import Literal

if TYPE_CHECKING:
    from archlint.project.project import Project

_MAKERS = frozenset({"pydantic.ConfigDict", "pydantic.config.ConfigDict", "builtins.dict", "sqlmodel.SQLModelConfig"})
_KNOWN = (
    "pydantic.",
    "sqlmodel.",
    "typing.",
    "typing_extensions.",
    "abc.",
    "builtins.",
    "enum.",
)
"""Bases whose settings are known: none of those asked for."""


class Configs:
    """The settings of models."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def said(self, cls: Class, key: str) -> tuple[facts.Expr, Class] | None:
        """What a model, or the nearest of its bases that speaks of it, says under a key; None where none does."""
        for each in self._project.mro(cls):
            if isinstance(each, Class):
                for value in self._own(each, key):
                    return value, each
        return None

    def is_on(self, cls: Class, key: str) -> bool | None:
        """Whether a setting is True for a model; None where the source does not tell."""
        for each in self._project.mro(cls):
            if isinstance(each, str):
                if not each.startswith(_KNOWN):
                    return None
                continue
            if self._is_opaque(each):
                return None
            for value in self._own(each, key):
                known = self._project.infer(value, each)
                return known.value is True if isinstance(known, Literal) else None
        return False

    def _own(self, cls: Class, key: str) -> Iterator[facts.Expr]:
        yield from (each.value for each in cls.facts.keywords if each.name == key)
        made = self._made(cls)
        if made is not None:
            yield from self._entries(*made, key)
        inner = cls.module.classes.get(f"{cls.qualname}.Config")
        if inner is not None:
            for base in self._project.mro(inner):
                field = base.field(key) if isinstance(base, Class) else None
                if field is not None and field.value is not None:
                    yield field.value
                    return

    def _made(self, cls: Class) -> tuple[facts.Expr, Scope] | None:
        """The expression that makes `model_config`, a name of a module followed."""
        field = cls.field("model_config")
        if field is None or field.value is None:
            return None
        found = self._project.inference.members.definition(field.value, cls)
        return found or (field.value, cls)

    def _entries(self, made: facts.Expr, scope: Scope, key: str) -> Iterator[facts.Expr]:
        match made:
            case facts.Dict(keys=keys, values=values):
                for name, value in zip(keys, values, strict=True):
                    if isinstance(name, facts.String) and name.value == key:
                        yield value
            case facts.Call() as call if self._project.name_of(call.func, scope) in _MAKERS:
                if (given := argument(call, key)) is not None:
                    yield given
            case facts.Operator(ops=ops, operands=operands) if set(ops) == {"|"}:
                for each in reversed(operands):
                    yield from self._entries(each, scope, key)
            case _:
                return

    def _is_opaque(self, cls: Class) -> bool:
        """Whether a model's settings cannot be read: another expression, or keys from elsewhere."""
        made = self._made(cls)
        if made is None:
            return any(each.name is None for each in cls.facts.keywords)
        return self._is_open(*made)

    def _is_open(self, made: facts.Expr, scope: Scope) -> bool:
        match made:
            case facts.Dict(keys=keys):
                return not all(isinstance(each, facts.String) for each in keys)
            case facts.Call() as call:
                if self._project.name_of(call.func, scope) not in _MAKERS:
                    return True
                return bool(call.args) or any(each.name is None for each in call.keywords)
            case facts.Operator(ops=ops, operands=operands) if set(ops) == {"|"}:
                return any(self._is_open(each, scope) for each in operands)
            case _:
                return True
