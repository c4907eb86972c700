"""What an application keeps for its requests: `app.state.pool = …`, read as `request.app.state.pool`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from archlint import facts
from archlint.project.code.expressions import dotted
from archlint.project.code.modules import Function, Module
from archlint.project.flow.events import StmtEvent, YieldEvent
from archlint.project.inference import library
from archlint.project.inference.inference import Inference
from archlint.project.inference.values import UNKNOWN, External, Instance, Value, join
from archlint.project.memory import remembered, remembered_between_runs

_HELD = re.compile(
    r"(?:fastapi\.(?:Request|WebSocket|FastAPI)|starlette\.requests\.HTTPConnection)"
    r"(?:\.app)?(?:\.state)?\.(?P<attr>\w+)(?P<rest>.*)"
)
_OWNERS = ("fastapi.", "starlette.")
"""How the names of what holds something begin."""
_HOLDERS = frozenset({"app", "application", "state"})
_WORDS = frozenset({"app", "application", "state", "FastAPI"})

Stored: TypeAlias = tuple[facts.Expr, Function]


class AppState:
    """The attributes of an application and of its and its requests' state, with what is assigned to them.

    A lifespan's `yield {"pool": pool}` assigns too.
    """

    def __init__(self, inference: Inference) -> None:
        self._inference = inference

    def resolve(self, value: Value) -> Value:
        """The value itself or, where it is read off an application or a request, what was put there."""
        name = value.name if isinstance(value, External) else value.of if isinstance(value, Instance) else ""
        if not isinstance(name, str) or not name.startswith(_OWNERS) or (held := _HELD.fullmatch(name)) is None:
            return value
        kept = join([self._inference.infer(*each) for each in self._stored.get(held["attr"], [])])
        if kept == UNKNOWN:
            return value
        if not held["rest"]:
            return kept
        if not isinstance(kept, Instance) or not isinstance(kept.of, str):
            return value
        made = kept.of + held["rest"]
        return Instance(library.result_of(made.removesuffix("()"))) if made.endswith("()") else External(made)

    @remembered
    def _stored(self) -> dict[str, list[Stored]]:
        """What is assigned to each attribute, by its name."""
        found: dict[str, list[Stored]] = {}
        for attr, stored in self._inference.names.file_by_file(self._stored_within):
            found.setdefault(attr, []).append(stored)
        return found

    @remembered_between_runs
    def _stored_within(self, module: Module) -> Iterable[tuple[str, Stored]]:
        functions = module.mentioning(_WORDS)
        return ((attr, (value, each)) for each in functions for attr, value in self._stored_by(each))

    def _stored_by(self, function: Function) -> Iterator[tuple[str, facts.Expr]]:
        for event in self._inference.flow(function).events:
            match event:
                case StmtEvent(stmt=facts.Assign(targets=targets, value=value)) if value is not None:
                    for target in targets:
                        if isinstance(target, facts.Attribute) and _is_holder(target.value):
                            yield target.attr, value
                case YieldEvent(expr=facts.Yield(value=facts.Dict(keys=keys, values=values))):
                    for key, value in zip(keys, values, strict=True):
                        if isinstance(key, facts.String):
                            yield key.value, value
                case _:
                    pass


def _is_holder(expr: facts.Expr) -> bool:
    name = dotted(expr)
    return name is not None and name.rpartition(".")[2] in _HOLDERS
