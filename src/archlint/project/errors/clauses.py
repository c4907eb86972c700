"""What except clauses catch."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Literal, TypeAlias

from archlint import facts
from archlint.project.code.modules import Class
from archlint.project.inference import library
from archlint.project.inference.inference import Scope
from archlint.project.inference.values import ClassRef, External, Instance
from archlint.project.memory import memory
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

Error: TypeAlias = Class | str
"""An exception class: of the project, or an external one by its dotted name."""
Surely: TypeAlias = Literal["yes", "no", "perhaps"]

BROAD = frozenset({"builtins.BaseException", "builtins.Exception"})
HTTP = "fastapi.HTTPException"
_BASES: dict[str, tuple[str, ...]] = {
    "fastapi.HTTPException": (),
    "fastapi.exceptions.RequestValidationError": (),
    "fastapi.exceptions.WebSocketRequestValidationError": (),
    "json.JSONDecodeError": ("builtins.ValueError",),
    "json.decoder.JSONDecodeError": ("builtins.ValueError",),
    "pydantic.ValidationError": ("builtins.ValueError",),
    "pydantic_core.ValidationError": ("builtins.ValueError",),
    "asyncio.TimeoutError": ("builtins.TimeoutError", "builtins.OSError"),
    "asyncio.CancelledError": ("builtins.BaseException",),
}
"""External classes and what they build on beside Exception; others may build on anything but what is listed here."""


class Caught(Record, frozen=True):
    """The classes that a clause names."""

    classes: tuple[Error, ...]
    is_open: bool = False
    """Whether it names something that cannot be told."""

    @property
    def is_broad(self) -> bool:
        return any(each in BROAD for each in self.classes)


class Clauses:
    """The except clauses of a project; answers are kept."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[facts.Expr, Caught] = memory()

    def caught(self, type_: facts.Expr | None, scope: Scope) -> Caught:
        """What a clause with this type catches; a bare one everything."""
        if type_ is None:
            return Caught(("builtins.BaseException",))
        known = self._known.get(type_)
        if known is None:
            known = self._known[type_] = self._named(type_, scope)
        return known

    def _named(self, type_: facts.Expr, scope: Scope) -> Caught:
        if isinstance(type_, facts.Collection):
            parts = [self._named(each, scope) for each in type_.items]
        elif (error := self.error(type_, scope)) is not None:
            return Caught((error,))
        else:
            elements = self._project.web.origins.elements(type_, scope)
            parts = [self._named(each, where) for each, where, _ in elements if each is not type_]
        if not parts:
            return Caught((), is_open=True)
        return Caught(
            tuple(error for part in parts for error in part.classes), is_open=any(each.is_open for each in parts)
        )

    def error(self, expr: facts.Expr, scope: Scope) -> Error | None:
        """The class that an expression is."""
        match self._project.infer(expr, scope):
            case ClassRef(cls=cls):
                return cls
            case External(name=name) if library.is_class(name):
                return _ALIASES.get(name, name)
            case _:
                return None

    def made(self, expr: facts.Expr, scope: Scope) -> Error | None:
        """The class of what `raise expr` raises: an object, or a class that it makes one of."""
        match self._project.infer(expr, scope):
            case ClassRef(cls=cls) | Instance(of=Class() as cls):
                return cls
            case External(name=name) if not name.endswith("()"):
                return _ALIASES.get(name, name)
            case Instance(of=str() as name) if not name.endswith("()"):
                return _ALIASES.get(name, name)
            case _:
                return None

    def is_error(self, cls: Class) -> bool:
        """Whether a class of the project is an exception."""
        return any(isinstance(each, str) and is_exception(each) for each in self._project.mro(cls))

    def is_http(self, error: Error) -> bool:
        """Whether it is an HTTPException, which FastAPI answers by itself."""
        if isinstance(error, str):
            return error == HTTP
        return self._project.inference.members.derives(error, HTTP)

    def bases(self, error: Error) -> tuple[tuple[Error, ...], bool]:
        """A class with all that it is known to build on, nearest first, and whether that is all."""
        if isinstance(error, str):
            return _bases(error)
        found: dict[Error, None] = {}
        is_whole = True
        for each in self._project.mro(error):
            if isinstance(each, Class):
                found[each] = None
                is_whole &= len(each.facts.bases) <= len(self._project.mro(each)) - 1 or not each.facts.bases
            else:
                above, known = _bases(each)
                found.update(dict.fromkeys(above))
                is_whole &= known
        return tuple(found), is_whole

    def catches(self, caught: Caught, error: Error) -> Surely:
        """Whether a clause catches errors of a class."""
        bases, is_whole = self.bases(error)
        if any(each in bases for each in caught.classes) or caught.is_broad:
            return "yes"
        foreign = any(isinstance(each, str) and not each.startswith("builtins.") for each in caught.classes)
        return "perhaps" if caught.is_open or (not is_whole and foreign) else "no"


_ALIASES = {
    "builtins.EnvironmentError": "builtins.OSError",
    "builtins.IOError": "builtins.OSError",
    "fastapi.exceptions.StarletteHTTPException": HTTP,
    "pydantic.error_wrappers.ValidationError": "pydantic.ValidationError",
    "pydantic_core.ValidationError": "pydantic.ValidationError",
    "socket.timeout": "builtins.TimeoutError",
}


def is_exception(name: str) -> bool:
    """Whether an external class is an exception: a builtin one, or one that is called so."""
    module, _, last = name.rpartition(".")
    if module == "builtins":
        found = getattr(builtins, last, None)
        return isinstance(found, type) and issubclass(found, BaseException)
    return last.endswith(("Error", "Exception", "Exc", "Timeout"))


def _bases(name: str) -> tuple[tuple[Error, ...], bool]:
    module, _, last = name.rpartition(".")
    if module == "builtins":
        found = getattr(builtins, last, None)
        if isinstance(found, type) and issubclass(found, BaseException):
            return tuple(f"builtins.{each.__name__}" for each in found.__mro__ if each is not object), True
    return (name, *_BASES.get(name, ())), name in _BASES
