"""The bounds that a project itself tells for what clients may send."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import argument
from archlint.project.code.modules import Class, Function
from archlint.project.inference.inference import Scope
from archlint.project.inference.values import number
from archlint.project.memory import remembered
from archlint.project.schemas.fields import SchemaField

if TYPE_CHECKING:
    from archlint.project.project import Project

_ROWS = 100
"""The rows of a page whose default is no larger."""
_MOST = 10_000
"""A default above it stands for all rows."""
_STORED_OTHERWISE = re.compile(r"pass(word|wd|phrase|code)|pwd|secret|token|(^|_)pin($|_)|(access|api|private)_?key")
"""Names whose columns hold a hash of what is sent, or what a cipher makes of it."""
_PARAMETER = re.compile(r"\{(\w+)")


class Bounds:
    """Tells a bound only where every use that is known agrees with it."""

    def __init__(self, project: Project) -> None:
        self._project = project

    # texts of bodies

    def text(self, field: SchemaField) -> int | None:
        """The length of the column that a field is stored in: one for all the models that have the field.

        A model without an ORM class of its own tells nothing against that of the model that it extends.
        """
        cls, schemas = field.cls, self._project.schemas
        if not self._is_text(field) or _STORED_OTHERWISE.search(field.name.lower()):
            return None
        below = self._project.subclasses.of(cls)
        if any(schemas.rows.is_table(each) for each in (cls, *below)):
            return None
        models = [cls, *(each for each in below if schemas.shapes.of(each)[field.name].said is field.said)]
        found: set[int | None] = set()
        for each in models:
            pair = schemas.pairs.of(each)
            if pair is not None:
                found.add(schemas.lengths.of(pair.row, field.name))
            elif schemas.pairs.of(cls) is None and self._is_on_the_wire(each):
                return None
        length = found.pop() if len(found) == 1 else None
        if length is None or not self._fits(field.calls, "min_length", length, cls):
            return None
        return None if any(self._is_filled(each, field.name) for each in models) else length

    def _is_filled(self, cls: Class, name: str) -> bool:
        """Whether code makes objects of a model with a value for a field: one of a log may be of any length."""
        for function in self._naming.get(cls.name, ()):
            for call in self._project.calls_in(function):
                if call.target is cls and any(_is_alike(each.name, name) for each in call.expr.keywords):
                    return True
        return False

    @remembered
    def _naming(self) -> dict[str, list[Function]]:
        """The functions in which the name of a class stands, by the name."""
        names = {cls.name for module in self._project.modules.values() for cls in module.all_classes}
        found: dict[str, list[Function]] = {}
        for function in self._project.functions():
            for name in function.mentioned(names):
                found.setdefault(name, []).append(function)
        return found

    def _is_on_the_wire(self, cls: Class) -> bool:
        traffic = self._project.schemas.traffic
        return cls in traffic.brought or cls in traffic.carried

    def _is_text(self, field: SchemaField) -> bool:
        members = field.shape.members
        return len(members) == 1 and self._project.name_of(*members[0]) == "builtins.str"

    # rows of pages

    def page(self, parameter: facts.Parameter, function: Function) -> int | None:
        """How many rows clients may ask for: 100, or as many as they get where they do not ask."""
        around = self._project.inference.around(function)
        if parameter.annotation is None or parameter.name in self._in_paths:
            return None
        shape = self._project.schemas.shapes.shape(parameter.annotation, around)
        calls = tuple(each for each, _ in shape.extras if isinstance(each, facts.Call))
        default = parameter.default
        if isinstance(default, facts.Call):
            calls = (*calls, default)
            default = argument(default, "default", 0)
        if any(argument(each, "default_factory") is not None for each in calls):
            return None
        if default is None or (isinstance(default, facts.Constant) and default.kind == "..."):
            given = None if shape.takes_none else _ROWS
        else:
            given = number(self._project.infer(default, around))
        if given is None or not 0 < given <= _MOST:
            return None
        rows = max(_ROWS, given)
        fits = self._fits(calls, "ge", rows, around) and self._fits(calls, "gt", rows - 1, around)
        return rows if fits else None

    @remembered
    def _in_paths(self) -> frozenset[str]:
        """The parameters that some path has: FastAPI reads them from there."""
        return frozenset(name for each in self._project.web.served.all for name in _PARAMETER.findall(each.path))

    # both

    def _fits(self, calls: tuple[facts.Call, ...], name: str, most: int, scope: Scope) -> bool:
        """Whether no lower bound is above the upper one, or cannot be told."""
        given = (argument(each, name) for each in calls)
        lows = [number(self._project.infer(each, scope)) for each in given if each is not None]
        return all(low is not None and low <= most for low in lows)


def _is_alike(keyword: str | None, name: str) -> bool:
    """Whether a keyword may stand for a field, perhaps by an alias in capitals; `**values` may stand for any."""
    return keyword is None or keyword.replace("_", "").lower() == name.replace("_", "").lower()
