"""What a call says by keywords."""

from __future__ import annotations

from archlint import facts
from archlint.project.code.modules import Class, Function, Module
from archlint.project.inference.inference import Scope
from archlint.project.inference.origins import Frame, Origins
from archlint.project.memory import memory
from archlint.records import Record


class Option(Record, frozen=True, eq=False):
    """The value of a keyword, and where to read it."""

    value: facts.Expr
    scope: Scope
    frame: Frame | None


class Said(Record, frozen=True, eq=False):
    """The keywords of one call."""

    options: dict[str, Option]
    is_open: bool
    """Whether it may say more than can be read: `**value` from elsewhere."""


class Options:
    """The keywords of calls, `**value` looked into."""

    def __init__(self, origins: Origins) -> None:
        self._origins = origins
        self._known: dict[tuple[facts.Call, Frame | None], Said] = memory()

    def of(self, call: facts.Call, scope: Scope, frame: Frame | None = None) -> Said:
        """What a call says by keywords."""
        key = (call, frame)
        if key not in self._known:
            self._known[key] = self._read(call, scope, frame)
        return self._known[key]

    def _read(self, call: facts.Call, scope: Scope, frame: Frame | None) -> Said:
        options: dict[str, Option] = {}
        is_open = False
        for keyword in call.keywords:
            if keyword.name is not None:
                options[keyword.name] = Option(keyword.value, scope, frame)
            elif (spread := self._spread(keyword.value, scope, frame)) is not None:
                options = {**spread, **options}
            else:
                is_open = True
        return Said(options, is_open)

    def _spread(self, value: facts.Expr, scope: Scope, frame: Frame | None) -> dict[str, Option] | None:
        """The keywords of a `**value`: of a dict display, of `dict(…)`, or passed on by the function around.

        None when they cannot be told.
        """
        if isinstance(value, facts.Name) and (passed := self._passed_on(value, scope, frame)) is not None:
            return passed
        origins = self._origins.of(value, scope, frame)
        if len(origins) != 1:
            return None
        origin = origins[0]
        match origin.what:
            case facts.Dict(keys=keys, values=values):
                found: dict[str, Option] = {}
                for key, each in zip(keys, values, strict=True):
                    if not isinstance(key, facts.String):
                        return None
                    found[key.value] = Option(each, origin.scope, origin.frame)
                return found
            case facts.Call(func=facts.Name(id="dict"), args=()) as call:
                said = self.of(call, origin.scope, origin.frame)
                return None if said.is_open else said.options
            case _:
                return None

    def _passed_on(self, name: facts.Name, scope: Scope, frame: Frame | None) -> dict[str, Option] | None:
        """What a call hands to the `**kwargs` of the function it runs."""
        at = frame
        while at is not None:
            taken = next((each for each in at.function.facts.parameters if each.kind == "kwargs"), None)
            if taken is not None and taken.name == name.id and _is_inside(scope, at.function):
                named = {each.name for each in at.function.facts.parameters}
                said = self.of(at.call, at.scope, at.outer)
                return None if said.is_open else {key: each for key, each in said.options.items() if key not in named}
            at = at.outer
        return None


def _is_inside(scope: Scope, function: Function) -> bool:
    if isinstance(scope, (Module, Class)) or scope.module is not function.module:
        return False
    return scope is function or scope.qualname.startswith(f"{function.qualname}.")
