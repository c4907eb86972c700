"""Which ORM class a schema stands for, and what says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Place
from archlint.project.code.modules import Class, Function
from archlint.project.flow.events import StmtEvent
from archlint.project.inference.inference import Scope
from archlint.project.inference.values import ClassRef, Instance, Value
from archlint.project.memory import remembered
from archlint.project.schemas import traffic
from archlint.project.schemas.words import stem, table_stem
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_DUMPS = frozenset({"dict", "model_dump"})
_MAKERS = frozenset({"from_orm", "model_validate"})
_WORDS = frozenset({*_DUMPS, *_MAKERS})
_LISTS = frozenset({"builtins.list", "typing.List", "typing.Sequence", "collections.abc.Sequence"})
_MAPPED = ("__tablename__", "__mapper_args__")
_HALF, _MOST = 0.5, 0.6
"""How many of a schema's fields an ORM class must have: one that something else points to, and one of its name."""
_FEW = 2
"""Fields that two classes must share for a name to count."""


class Pair(Record, frozen=True, eq=False):
    """A schema and the ORM class whose rows it shows or sets."""

    schema: Class
    row: Class
    how: str
    place: Place
    """Where it is said."""


class Pairs:
    """The pairs of a project: what code does with both counts before what classes say, and that before names.

    A schema that the strongest evidence leads to two ORM classes has no pair.
    """

    def __init__(self, project: Project) -> None:
        self._project = project

    def of(self, schema: Class) -> Pair | None:
        """The ORM class that a schema stands for."""
        return self._found.get(schema)

    def shown(self, row: Class) -> tuple[Pair, ...]:
        """The schemas of an ORM class, in the order of their files."""
        found = [each for each in self._found.values() if each.row is row]
        return tuple(sorted(found, key=lambda each: each.schema.place))

    @remembered
    def _found(self) -> dict[Class, Pair]:
        found: dict[Class, Pair] = {}
        for evidence in (self._used(), self._declared(), self._named()):
            strongest: dict[Class, list[Pair]] = {}
            for pair in evidence:
                if pair.schema not in found:
                    strongest.setdefault(pair.schema, []).append(pair)
            for key, pairs in strongest.items():
                if len({each.row for each in pairs}) == 1:
                    found[key] = pairs[0]
                else:
                    self._contested.add(key)
            for key in self._contested & found.keys():
                del found[key]
        return found

    @remembered
    def _contested(self) -> set[Class]:
        """Schemas that are made of, or make, rows of several classes."""
        return set()

    def _is_schema(self, cls: Class) -> bool:
        return self._project.schemas.is_schema(cls) and not self._project.schemas.rows.is_table(cls)

    # what code does with both

    def _used(self) -> Iterator[Pair]:
        for function in self._project.mentioning(_WORDS):
            yield from self._read(function)
            yield from self._made(function)
        yield from self._answered()
        for write in self._project.schemas.writes.all:
            if write.row is not None and self._is_schema(write.body.cls):
                yield Pair(write.body.cls, write.row, f"{write.within.qualname} writes it to rows", write.place)

    def _read(self, function: Function) -> Iterator[Pair]:
        """`Schema.model_validate(row)`."""
        for each in self._project.schemas.validations.within(function):
            if self._is_schema(each.model):
                place = function.module.place(each.call)
                yield Pair(each.model, each.row, f"{function.qualname} makes it of a row", place)

    def _made(self, function: Function) -> Iterator[Pair]:
        """`Row(**schema.model_dump())`, `Row.model_validate(schema)`."""
        for call in self._project.calls_in(function):
            row, given = self._constructed(call.expr, function)
            if row is None:
                continue
            for expr in given:
                value = self._project.infer(expr, function)
                if isinstance(value, Instance) and isinstance(value.of, Class) and self._is_schema(value.of):
                    yield Pair(value.of, row, f"{function.qualname} makes a row of it", call.place)

    def _constructed(self, call: facts.Call, function: Function) -> tuple[Class | None, tuple[facts.Expr, ...]]:
        """The ORM class that a call makes a row of, and what of: objects that it is given whole."""
        made = call.func
        if isinstance(made, facts.Attribute) and made.attr in _MAKERS and call.args:
            return self._table(made.value, function), call.args[:1]
        spread = (each.value for each in call.keywords if each.name is None)
        dumped = tuple(
            each.func.value
            for each in spread
            if isinstance(each, facts.Call) and isinstance(each.func, facts.Attribute) and each.func.attr in _DUMPS
        )
        return (self._table(made, function), dumped) if dumped else (None, ())

    def _table(self, expr: facts.Expr, scope: Scope) -> Class | None:
        match self._project.infer(expr, scope):
            case ClassRef(cls=cls) if self._project.schemas.rows.is_table(cls):
                return cls
            case _:
                return None

    def _answered(self) -> Iterator[Pair]:
        """A route that returns rows and answers with the schema: FastAPI makes it of them."""
        for answer in self._project.schemas.traffic.answers:
            handler = answer.route.handler
            if answer.model is None or handler is None or not self._is_schema(answer.cls):
                continue
            many = self._is_list(answer.model, answer.scope, answer.cls)
            if many is None:
                continue
            for event in self._project.flow(handler).events:
                if (
                    isinstance(event, StmtEvent)
                    and isinstance(event.stmt, facts.Return)
                    and event.stmt.value is not None
                ):
                    row = self._project.schemas.rows.of(event.stmt.value, handler)
                    if row is not None and row.what in (("rows", "scalars") if many else ("row",)):
                        how = f"{traffic.shown(answer.route)} answers rows as it"
                        yield Pair(answer.cls, row.cls, how, handler.module.place(event.stmt))

    def _is_list(self, model: facts.Expr, scope: Scope, cls: Class) -> bool | None:
        """Whether a type is a list of a schema; None where it is neither that nor the schema."""
        members = self._project.schemas.shapes.shape(model, scope).members
        if len(members) != 1:
            return None
        expr, where = members[0]
        if self._project.infer(expr, where) == ClassRef(cls) and not isinstance(expr, facts.Subscript):
            return False
        if isinstance(expr, facts.Subscript) and self._project.name_of(expr.value, where) in _LISTS:
            inner = expr.items[0]
            if isinstance(inner, (facts.Name, facts.Attribute)) and self._project.infer(inner, where) == ClassRef(cls):
                return True
        return None

    # what classes say

    def _declared(self) -> Iterator[Pair]:
        for module in self._project.modules.values():
            for cls in () if module.is_test else module.all_classes:
                yield from self._generic(cls)
                yield from self._shared_base(cls)

    def _generic(self, cls: Class) -> Iterator[Pair]:
        """`class Users(Repository[UserRow, UserCreate, UserUpdate])`: one ORM class beside its schemas."""
        for base in cls.facts.bases:
            if isinstance(base, facts.Subscript):
                around = self._project.inference.around(cls)
                named = [value.cls for each in base.items if isinstance(value := self._infer(each, around), ClassRef)]
                rows = [each for each in named if self._project.schemas.rows.is_table(each)]
                for each in named if len(rows) == 1 else ():
                    if self._is_schema(each) and self._shares(each, rows[0], _HALF):
                        yield Pair(each, rows[0], f"{cls.name} names both", cls.module.place(base))

    def _infer(self, expr: facts.Expr, scope: Scope) -> Value:
        return self._project.infer(expr, scope)

    def _shared_base(self, cls: Class) -> Iterator[Pair]:
        """A table of SQLModel and a schema that extend one base of fields, which no other table extends."""
        if not self._is_schema(cls) or not self._project.derives(cls, "sqlmodel.SQLModel"):
            return
        for base in self._project.mro(cls):
            if isinstance(base, Class) and base.facts.fields:
                rows = [each for each in self._project.subclasses.of(base) if self._project.schemas.rows.is_table(each)]
                if len(rows) == 1:
                    yield Pair(cls, rows[0], f"both have the fields of {base.name}", base.place)
                    return

    # names

    def _named(self) -> Iterator[Pair]:
        """A schema called like the one ORM class that has most of its fields."""
        rows: dict[str, list[Class]] = {}
        schemas: list[Class] = []
        for module in self._project.modules.values():
            for cls in () if module.is_test else module.all_classes:
                if self._project.schemas.rows.is_table(cls):
                    if self._is_own(cls):
                        rows.setdefault(table_stem(cls.name), []).append(cls)
                elif self._is_schema(cls) and cls not in self._contested:
                    schemas.append(cls)
        for cls in schemas:
            found = rows.get(stem(cls.name), [])
            if len(found) == 1 and self._shares(cls, found[0], _MOST):
                yield Pair(cls, found[0], "their names and fields say so", cls.place)

    def _is_own(self, row: Class) -> bool:
        """Whether an ORM class has rows of its own, and is not only a narrower type for those of its base."""
        above = (each for each in self._project.mro(row)[1:] if isinstance(each, Class))
        return any(row.field(name) for name in _MAPPED) or not any(each.field(_MAPPED[0]) for each in above)

    def _shares(self, cls: Class, row: Class, part: float) -> bool:
        fields, columns = self._project.schemas.shapes.of(cls), self._project.schemas.columns.of(row)
        shared = sum(name in columns for name in fields)
        return shared >= _FEW and shared >= part * len(fields)
