"""The columns and relationships of ORM classes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Place
from archlint.project.code.expressions import argument, uncalled
from archlint.project.code.modules import Class
from archlint.project.inference.inference import Scope
from archlint.project.inference.values import ClassRef, Literal
from archlint.project.memory import memory
from archlint.project.schemas.fields import FIELDS, Typed
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_MAPPED = frozenset({"sqlalchemy.orm.Mapped", "sqlalchemy.orm.DynamicMapped", "sqlalchemy.orm.WriteOnlyMapped"})
COLUMNS = frozenset({"sqlalchemy.Column", "sqlalchemy.orm.mapped_column", "sqlalchemy.schema.Column"})
_RELATIONS = frozenset(
    {
        "sqlalchemy.orm.dynamic_loader",
        "sqlalchemy.orm.relation",
        "sqlalchemy.orm.relationship",
        "sqlmodel.Relationship",
        "sqlmodel.main.Relationship",
    }
)
_SPEAKS_NULL = re.compile(r"^JSON|Pickle|Document", re.IGNORECASE)
_DOCUMENTS = frozenset(
    {"builtins.dict", "builtins.list", "builtins.object", "typing.Any", "typing.Dict", "typing.List"}
)
_TABLE_BASE = "sqlmodel.SQLModel"
_DEFAULTS = ("default", "server_default", "insert_default", "default_factory")


class Column(Record, frozen=True, eq=False):
    """A column of a table, as an attribute of its class."""

    name: str
    said: facts.Field
    cls: Class
    """The class that declares it."""
    nullable: bool | None
    """None where the source does not tell."""
    is_key: bool
    has_default: bool

    @property
    def place(self) -> Place:
        return self.cls.module.place(self.said)


class Relation(Record, frozen=True, eq=False):
    """An attribute that holds rows of another table."""

    name: str
    said: facts.Field
    cls: Class
    target: Class | None

    @property
    def place(self) -> Place:
        return self.cls.module.place(self.said)


class Columns:
    """What ORM classes are made of, kept once read."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[Class, dict[str, Column | Relation]] = memory()

    def of(self, cls: Class) -> dict[str, Column | Relation]:
        """The columns and relationships of an ORM class by the names of its attributes, those of bases included."""
        known = self._known.get(cls)
        if known is None:
            known = {}
            for base in reversed(self._project.mro(cls)):
                if isinstance(base, Class):
                    for said in base.facts.fields:
                        read = self._read(said, base, is_sqlmodel=self._project.derives(cls, _TABLE_BASE))
                        if read is not None:
                            known[said.name] = read
            self._known[cls] = known
        return known

    def column(self, cls: Class, name: str) -> Column | None:
        found = self.of(cls).get(name)
        return found if isinstance(found, Column) else None

    def _read(self, said: facts.Field, cls: Class, *, is_sqlmodel: bool) -> Column | Relation | None:
        if isinstance(said.value, facts.Call):
            name = self._project.name_of(said.value.func, cls)
            if name in _RELATIONS:
                return Relation(said.name, said, cls, self._target(said, cls))
            if name in COLUMNS:
                return self._column(said, cls, [(said.value, cls)], self._mapped(said, cls))
        mapped = self._mapped(said, cls)
        if mapped is not None:
            return self._annotated(said, cls, mapped)
        if (
            is_sqlmodel
            and said.annotation is not None
            and not said.name.startswith("_")
            and said.name != "model_config"
        ):
            return self._of_sqlmodel(said, cls)
        return None

    def _mapped(self, said: facts.Field, cls: Class) -> facts.Expr | None:
        """What stands in the brackets of `Mapped[…]`."""
        match said.annotation:
            case facts.Subscript(value=value, items=(inner,)) if self._project.name_of(value, cls) in _MAPPED:
                return inner
            case _:
                return None

    def _annotated(self, said: facts.Field, cls: Class, mapped: facts.Expr) -> Column | Relation | None:
        """A `Mapped[…]` without a call of SQLAlchemy's: a column, or a relationship by its type."""
        if said.value is not None:  # a column_property, an association proxy, a composite, or the project's own
            return None
        if (target := self._table_in(mapped, cls)) is not None:
            return Relation(said.name, said, cls, target)
        return self._column(said, cls, [], mapped)

    def _column(self, said: facts.Field, cls: Class, calls: list[Typed], mapped: facts.Expr | None) -> Column:
        takes_none: bool | None = True
        """Without a type that tells, a column may be null."""
        if mapped is not None:
            shape = self._project.schemas.shapes.shape(mapped, cls)
            calls = [*calls, *((expr, where) for expr, where in shape.extras if self._is_column(expr, where))]
            takes_none = shape.takes_none
        given = [(each, where) for each, where in calls if isinstance(each, facts.Call)]
        is_key = any(self._says(call, "primary_key", where) is True for call, where in given)
        nullable = self._nullable(given, is_key=is_key, otherwise=takes_none)
        if self._has_own_null(cls, given, mapped):
            nullable = None
        has_default = any(argument(call, name) is not None for call, _ in given for name in _DEFAULTS)
        return Column(said.name, said, cls, nullable, is_key, has_default)

    def _has_own_null(self, cls: Class, given: list[tuple[facts.Call, Scope]], mapped: facts.Expr | None) -> bool:
        """Whether None may be stored as something else: JSON has a null of its own, and a type of the project may."""
        for call, where in given:
            for each in types_in(call):
                made = uncalled(each)
                if not isinstance(made, (facts.Name, facts.Attribute)):
                    continue
                if isinstance(self._project.infer(made, where), ClassRef):
                    return True
                if _SPEAKS_NULL.search(self._project.name_of(made, where).rpartition(".")[2]):
                    return True
        if mapped is None:
            return False
        members = self._project.schemas.shapes.shape(mapped, cls).members
        names = (
            self._project.name_of(expr.value if isinstance(expr, facts.Subscript) else expr, where)
            for expr, where in members
        )
        return any(name in _DOCUMENTS for name in names)

    def _of_sqlmodel(self, said: facts.Field, cls: Class) -> Column | None:
        assert said.annotation is not None
        shape = self._project.schemas.shapes.shape(said.annotation, cls)
        calls = [*shape.extras] if said.value is None else [*shape.extras, (said.value, cls)]
        given = [
            (each, where)
            for each, where in calls
            if isinstance(each, facts.Call) and self._project.name_of(each.func, where) in FIELDS
        ]
        for call, where in tuple(given):
            column = argument(call, "sa_column")
            if isinstance(column, facts.Call):
                given = [(column, where)]
                is_key = self._says(column, "primary_key", where) is True
                nullable = self._nullable(given, is_key=is_key, otherwise=True)
                return Column(said.name, said, cls, nullable, is_key, argument(call, "default") is not None)
            if column is not None or argument(call, "sa_column_kwargs") is not None:
                return Column(said.name, said, cls, None, False, has_default=True)
        is_key = any(self._says(call, "primary_key", where) is True for call, where in given)
        nullable = self._nullable(given, is_key=is_key, otherwise=shape.takes_none)
        has_default = said.value is not None and not any(said.value is call for call, _ in given)
        has_default |= any(argument(call, name) is not None for call, _ in given for name in _DEFAULTS)
        return Column(said.name, said, cls, nullable, is_key, has_default)

    def _nullable(self, given: list[tuple[facts.Call, Scope]], *, is_key: bool, otherwise: bool | None) -> bool | None:
        for call, where in given:
            if any(each.name is None for each in call.keywords):
                return None
            if argument(call, "nullable") is not None:
                return self._says(call, "nullable", where)
        return False if is_key else otherwise

    def _says(self, call: facts.Call, name: str, scope: Scope) -> bool | None:
        value = argument(call, name)
        if value is None:
            return None
        known = self._project.infer(value, scope)
        return known.value if isinstance(known, Literal) and isinstance(known.value, bool) else None

    def _is_column(self, expr: facts.Expr, scope: Scope) -> bool:
        return isinstance(expr, facts.Call) and self._project.name_of(expr.func, scope) in COLUMNS

    def _target(self, said: facts.Field, cls: Class) -> Class | None:
        annotation = self._mapped(said, cls) or said.annotation
        if annotation is not None and (found := self._table_in(annotation, cls)) is not None:
            return found
        assert isinstance(said.value, facts.Call)
        named = self._project.infer(said.value.args[0], cls) if said.value.args else None
        return named.cls if isinstance(named, ClassRef) else None

    def _table_in(self, annotation: facts.Expr, cls: Class) -> Class | None:
        for part in self._project.type_shapes.parts(annotation, cls):
            if isinstance(part.value, ClassRef) and self._project.schemas.rows.is_table(part.value.cls):
                return part.value.cls
        return None


def types_in(call: facts.Call) -> tuple[facts.Expr, ...]:
    """The arguments of a call of `Column` that may be its type."""
    return (*call.args, *(each.value for each in call.keywords if each.name == "type_"))
