"""Fields that only the server may fill, in what clients send to have something made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.modules import Class
from archlint.project.schemas.fields import SchemaField
from archlint.project.schemas.traffic import Body
from archlint.project.schemas.words import is_creating
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_TIMES = re.compile(
    r"(created|updated|modified|deleted|inserted)_(at|on|date|time)|(date|time)_(created|updated|modified)"
)
_OWNERS = re.compile(r"(owner|creator|author)_(id|uuid)|(created|updated|modified|deleted)_by(_(id|uuid|user_id))?")
_NUMBERS = frozenset({"builtins.int"})
_IDENTITY = "id"


class ServerField(Record, frozen=True, eq=False):
    """A field of a model for creating, the model, and the first route that takes it."""

    field: SchemaField
    model: Class
    body: Body
    why: str


class ServerFields:
    """What clients can set though it is not theirs."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def declared(self, cls: Class) -> Iterator[ServerField]:
        """Those among the fields that a class itself declares; a base is asked for the models below it."""
        for said in self._project.schemas.fields(cls):
            if not (said.name == _IDENTITY or _TIMES.fullmatch(said.name) or _OWNERS.fullmatch(said.name)):
                continue
            for model in (cls, *self._project.subclasses.of(cls)):
                field = self._project.schemas.shapes.of(model).get(said.name)
                body = self._created_by(model)
                if body is None or field is None or field.said is not said:
                    continue
                if (why := self._why(field)) is not None:
                    yield ServerField(field, model, body, why)
                    break

    def _created_by(self, model: Class) -> Body | None:
        """The POST that makes something of a model; None for one that is answered with as well."""
        used = self._project.schemas.traffic
        if used.answered(model):
            return None
        posts = (each for each in used.sent(model) if each.route.methods == ("POST",))
        return next((each for each in posts if is_creating(model.name) or each.route.status_code == 201), None)

    def _why(self, field: SchemaField) -> str | None:
        """What the field is, for a message; None for an identity that clients may well make, such as a UUID."""
        excluded = field.option("exclude")
        if isinstance(excluded, facts.Constant) and excluded.kind == "True":
            return None
        if _TIMES.fullmatch(field.name):
            return "when something happened is for the server's clock to say"
        if _OWNERS.fullmatch(field.name):
            return "who somebody is stands in the verified token, not in what is sent"
        members = field.shape.members
        if members and all(self._project.name_of(expr, scope) in _NUMBERS for expr, scope in members):
            return "the database numbers its rows"
        return None
