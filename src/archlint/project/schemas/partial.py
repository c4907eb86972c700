"""Bodies of PATCH: models of which a client sends only what changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.modules import Class
from archlint.project.inference.values import ClassRef
from archlint.project.schemas.fields import SchemaField
from archlint.project.schemas.traffic import Body
from archlint.project.schemas.words import words
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_RESOURCE = re.compile(r"(\}|/me)/?$")
"""The end of a path that names one resource; another end names an action, or a part that is changed as a whole."""
_CHECKED = frozenset({"etag", "password", "revision", "version"})
"""Last words of fields that say under which condition something is changed."""
_POINTING = frozenset({"id", "kind", "operations", "type", "uuid"})
"""Fields that say what is changed."""
_LITERALS = frozenset({"typing.Literal", "typing_extensions.Literal"})


class Demanding(Record, frozen=True, eq=False):
    """A model of a PATCH that requires fields that its client may not want to change."""

    body: Body
    required: tuple[SchemaField, ...]


class Partial:
    """The models that PATCH routes take."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def demanding(self, cls: Class) -> Demanding | None:
        """What a model requires of whoever changes one resource; None where it requires nothing, or has one field."""
        bodies = self._project.schemas.traffic.sent(cls)
        body = next((each for each in bodies if self._changes_one(each)), None)
        if body is None:
            return None
        fields = [each for each in self._project.schemas.shapes.of(cls).values() if not self._is_condition(each)]
        required = tuple(each for each in fields if self._is_required(each))
        return Demanding(body, required) if required and len(fields) > 1 else None

    def _changes_one(self, body: Body) -> bool:
        """Whether a PATCH of one resource takes exactly this model, not one of several."""
        path = body.route.path or body.route.own_path
        if body.route.methods != ("PATCH",) or path is None or not _RESOURCE.search(path):
            return False
        assert body.parameter.annotation is not None
        around = self._project.inference.around(body.function)
        members = self._project.schemas.shapes.shape(body.parameter.annotation, around).members
        return [self._project.infer(*each) for each in members] == [ClassRef(body.cls)]

    def _is_condition(self, field: SchemaField) -> bool:
        """Whether a field says what is changed, or under which condition, and never changes itself."""
        if field.name.lower() in _POINTING or (words(field.name) or ("",))[-1] in _CHECKED:
            return True
        members = field.shape.members
        return all(
            isinstance(expr, facts.Subscript) and self._project.name_of(expr.value, scope) in _LITERALS
            for expr, scope in members
        )

    def _is_required(self, field: SchemaField) -> bool:
        """Whether a client must send it; before Pydantic 2, what may be None need not be."""
        if field.has_default:
            return False
        return not field.shape.takes_none or self._project.requirements.at_least("pydantic", "2") is True
