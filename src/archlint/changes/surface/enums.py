"""Enumerations as clients see them: the values of their members."""

from __future__ import annotations

from archlint import facts
from archlint.changes.surface.surface import Type
from archlint.project import Class, Project
from archlint.project.inference.type_shapes import spelled_type


def values(cls: Class, project: Project) -> Type | None:
    """The values that an enumeration has, as literals; None for another class, and where the source does not tell."""
    bases = {base for base in project.mro(cls) if isinstance(base, str) and base.startswith("enum.")}
    members = [each for each in cls.facts.fields if each.value is not None and not each.name.startswith("_")]
    if not bases or not members:
        return None
    found = {_value(each, cls, project, is_text="enum.StrEnum" in bases) for each in members}
    return None if None in found else frozenset(f"Literal[{each}]" for each in found)


def _value(member: facts.Field, cls: Class, project: Project, *, is_text: bool) -> str | None:
    match member.value:
        case facts.String() | facts.Constant(kind="int") as literal:
            return spelled_type(literal)
        case facts.Call(func=func, args=()) if is_text and project.name_of(func, cls) == "enum.auto":
            return repr(member.name.lower())
        case _:
            return None
