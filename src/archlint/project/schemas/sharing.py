"""Models that stand on both sides of the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.modules import Class
from archlint.project.inference.values import Literal
from archlint.project.memory import remembered
from archlint.project.schemas.traffic import Answer, Body
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project
    from archlint.project.web.routes import Route

_GENERICS = ("typing.Generic", "typing_extensions.Generic", "pydantic.generics.GenericModel")
_CHANGING = frozenset({"PATCH", "PUT"})
_IDENTITIES = ("id", "uid", "uuid", "pk", "guid", "slug")


class Shared(Record, frozen=True, eq=False):
    """A model that a route takes and a route answers with; `others` are those that stand in the same two places."""

    body: Body
    answer: Answer
    others: tuple[Class, ...]


class Sharing:
    """Which models are shared by requests and responses."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def of(self, cls: Class) -> Shared | None:
        """How a model is shared; None for a value, and where another model in the same places speaks for it."""
        return self._shared.get(cls)

    @remembered
    def _shared(self) -> dict[Class, Shared]:
        used = self._project.schemas.traffic
        places: dict[tuple[facts.Parameter, Route], list[tuple[Class, Body, Answer]]] = {}
        for cls in dict.fromkeys(each.cls for each in used.bodies):
            bodies, answers = used.sent(cls), used.answered(cls)
            if answers and not self._is_value(cls, bodies) and not self._is_wrapper(cls):
                key = (bodies[0].parameter, answers[0].route)
                places.setdefault(key, []).append((cls, bodies[0], answers[0]))
        return {
            group[0][0]: Shared(group[0][1], group[0][2], tuple(cls for cls, _, _ in group[1:]))
            for group in places.values()
        }

    def _is_value(self, cls: Class, bodies: tuple[Body, ...]) -> bool:
        """Whether a model is a value: frozen, or a document without identity that is changed and never made."""
        if self._is_frozen(cls):
            return True
        if not all(_CHANGING.issuperset(each.route.methods) for each in bodies):
            return False
        names = self._project.schemas.shapes.of(cls)
        return not any(name in _IDENTITIES or name.endswith(("_id", "_at")) for name in names)

    def _is_wrapper(self, cls: Class) -> bool:
        """Whether a model is generic: each side puts a model of its own into it."""
        return bool(cls.facts.type_params) or self._project.derives(cls, *_GENERICS)

    def _is_frozen(self, cls: Class) -> bool:
        said = self._project.schemas.configs.said(cls, "frozen")
        return said is not None and self._is_true(*said)

    def _is_true(self, expr: facts.Expr, cls: Class) -> bool:
        return self._project.infer(expr, cls) == Literal(True)
