"""What Responses are filled with: JSON that was made of a model's object, or of anything else."""

from __future__ import annotations

from typing import Literal, TypeAlias

from archlint import facts
from archlint.project.code.expressions import argument
from archlint.project.code.modules import Class
from archlint.project.inference.inference import Inference, Scope
from archlint.project.inference.origins import Frame, Origin, Origins
from archlint.project.inference.values import Instance
from archlint.project.web.returned import Built

Kind: TypeAlias = Literal["raw", "model", "unknown"]
_DUMPS = frozenset({"dict", "json", "model_dump", "model_dump_json"})
"""Methods by which a model's object becomes JSON."""
_ENCODERS = frozenset({"dumps", "jsonable_encoder", "to_json", "to_jsonable_python"})
"""Functions that make JSON of what they are given."""
_RAW = frozenset({"builtins.dict", "builtins.float", "builtins.int", "builtins.str", "builtins.bool"})
_LISTS = frozenset({"builtins.list", "builtins.tuple", "builtins.set"})
_DEPTH = 8


class Contents:
    """Answers whether what a Response is filled with has been through a model."""

    def __init__(self, inference: Inference, origins: Origins) -> None:
        self._inference = inference
        self._origins = origins

    def is_raw_json(self, built: Built) -> bool:
        """Whether a Response sends JSON that no model has made, for sure."""
        if not built.is_plain or built.content is None:
            return False
        if not built.is_json:
            media = argument(built.call, "media_type", 3)
            if not isinstance(media, facts.String) or media.value.partition(";")[0] != "application/json":
                return False
        return self._kind(built.content, built.scope, built.frame, _DEPTH) == "raw"

    def _kind(self, expr: facts.Expr, scope: Scope, frame: Frame | None, depth: int) -> Kind:
        origins = self._origins.of(expr, scope, frame) if depth else []
        kinds = {self._made(each, depth) for each in origins}
        return kinds.pop() if len(kinds) == 1 else "unknown"

    def _made(self, origin: Origin, depth: int) -> Kind:
        scope, frame = origin.scope, origin.frame
        match origin.what:
            case facts.Dict() | facts.String() | facts.FString() | facts.Constant():
                return "raw"
            case facts.Collection(items=items):
                kinds = {self._kind(each, scope, frame, depth - 1) for each in items} or {"raw"}
                return kinds.pop() if len(kinds) == 1 else "unknown"
            case facts.Comprehension(kind=kind, element=element):
                return "raw" if kind == "dict" else self._kind(element, scope, frame, depth - 1)
            case facts.Call(func=facts.Attribute(attr=word) | facts.Name(id=word), args=args) as call:
                if word in _ENCODERS and args:
                    return self._kind(args[0], scope, frame, depth - 1)
                return "model" if word in _DUMPS else self._of_value(call, scope)
            case _:
                return "unknown"

    def _of_value(self, expr: facts.Expr, scope: Scope) -> Kind:
        match self._inference.infer(expr, scope):
            case Instance(of=Class() as cls):
                bases = [each for each in self._inference.members.mro(cls) if isinstance(each, str)]
                if any(each.startswith(("pydantic.", "sqlmodel.")) for each in bases):
                    return "model"
                return "raw" if any(each.startswith("sqlalchemy.") for each in bases) else "unknown"
            case Instance(of=str() as name) if name in _RAW:
                return "raw"
            case Instance(of=str() as name, args=(Instance(of=str() as item),)) if name in _LISTS and item in _RAW:
                return "raw"
            case _:
                return "unknown"
