"""Strings and numbers that the source spells out: prefixes, paths, status codes."""

from __future__ import annotations

import re
from http import HTTPStatus

from archlint import facts
from archlint.project.code.expressions import argument
from archlint.project.inference.inference import Inference, Scope
from archlint.project.inference.origins import Frame, Origin, Origins
from archlint.project.inference.values import External, Literal

_STATUS_NAME = re.compile(r"(?:fastapi|starlette)\.status\.(?:HTTP|WS)_(\d{3,4})_\w+")
_STDLIB_STATUS = re.compile(r"http\.HTTPStatus\.(\w+?)(?:\.value)?")


class Texts:
    """What constant expressions stand for, names and settings followed."""

    def __init__(self, inference: Inference, origins: Origins) -> None:
        self._inference = inference
        self._origins = origins

    def of(self, expr: facts.Expr, scope: Scope, frame: Frame | None = None) -> str | None:
        """The string that an expression stands for; "" for None, and None when it cannot be told."""
        found = {self._of(origin) for origin in self._origins.of(expr, scope, frame)}
        return found.pop() if len(found) == 1 else None

    def status(self, expr: facts.Expr, scope: Scope, frame: Frame | None = None) -> int | None:
        """The status code that an expression stands for: a number, a name of `status` or of `HTTPStatus`."""
        found = {self._status(origin) for origin in self._origins.of(expr, scope, frame)}
        return found.pop() if len(found) == 1 else None

    def _status(self, origin: Origin) -> int | None:
        if not isinstance(origin.what, (facts.Constant, facts.Attribute, facts.Name)):
            return None
        match self._inference.infer(origin.what, origin.scope):
            case Literal(value=int() as code):
                return code
            case External(name=name):
                if (known := _STATUS_NAME.fullmatch(name)) is not None:
                    return int(known[1])
                standard = _STDLIB_STATUS.fullmatch(name)
                if standard is not None and standard[1] in HTTPStatus.__members__:
                    return HTTPStatus[standard[1]].value
        return None

    def _of(self, origin: Origin) -> str | None:
        match origin.what:
            case facts.String(value=value):
                return value
            case facts.Constant(kind="None"):
                return ""
            case facts.FString(parts=parts):
                return self._joined(parts, origin)
            case facts.Operator(ops=ops, operands=operands) if set(ops) == {"+"}:
                return self._joined(operands, origin)
            case facts.Call(func=facts.Attribute(value=value, attr=("strip" | "rstrip" | "lstrip") as name)) as call:
                return self._stripped(value, name, call, origin)
            case facts.Call() as call if self._inference.name_of(call.func, origin.scope) == "pydantic.Field":
                default = argument(call, "default", 0)
                return None if default is None else self.of(default, origin.scope, origin.frame)
            case _:
                return None

    def _stripped(self, value: facts.Expr, name: str, call: facts.Call, origin: Origin) -> str | None:
        text = self.of(value, origin.scope, origin.frame)
        taken = self.of(call.args[0], origin.scope, origin.frame) if call.args else " "
        if text is None or taken is None:
            return None
        return {"strip": text.strip, "rstrip": text.rstrip, "lstrip": text.lstrip}[name](taken)

    def _joined(self, parts: tuple[facts.Expr, ...], origin: Origin) -> str | None:
        texts = [self.of(part, origin.scope, origin.frame) for part in parts]
        return None if None in texts else "".join(text for text in texts if text is not None)
