"""What an expression is known to be."""

from __future__ import annotations

from typing import TypeAlias

from archlint.project.code.modules import Class, Function, Module
from archlint.records import Record


class External(Record, frozen=True):
    """Something the project uses but does not define, by its dotted name, e.g. `requests.get`.

    The result of calling `f` is named `f()` where nothing better is known, and its attributes `f().x`.
    """

    name: str


class ModuleRef(Record, frozen=True):
    """A module of the project."""

    module: Module


class PackageRef(Record, frozen=True):
    """A folder of the project's modules that has no `__init__.py`, and the dotted name it was reached by."""

    folder: str
    name: str


class FunctionRef(Record, frozen=True):
    """A function of the project, or a method bound to its receiver."""

    function: Function
    receiver: Value | None = None


class ClassRef(Record, frozen=True):
    """A class of the project itself, not an instance."""

    cls: Class


class Instance(Record, frozen=True):
    """An object of a class: of the project's, or of an external one by its dotted name.

    `args` are what its type parameters stand for, e.g. the items of a list.
    """

    of: Class | str
    args: tuple[Value, ...] = ()


class Awaitable(Record, frozen=True):
    """What a call of an async def gives before it is awaited."""

    value: Value


class Literal(Record, frozen=True):
    """A constant of the source."""

    value: str | int | bool | None


class Unknown(Record, frozen=True):
    """Nothing can be told; rules stay silent."""


UNKNOWN = Unknown()
NONE = Literal(None)

Value: TypeAlias = External | ModuleRef | PackageRef | FunctionRef | ClassRef | Instance | Awaitable | Literal | Unknown


def number(value: Value) -> int | None:
    """The integer that a value is; True and False are none."""
    return value.value if isinstance(value, Literal) and type(value.value) is int else None


def join(values: list[Value]) -> Value:
    """What holds whichever of the values it is; None beside another value is dropped."""
    kept = [value for value in dict.fromkeys(values) if value != NONE]
    if not kept:
        return NONE if values else UNKNOWN
    return kept[0] if len(kept) == 1 else UNKNOWN
