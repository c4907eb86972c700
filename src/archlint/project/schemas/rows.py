"""Which ORM class an expression is a row of: by types, and by the queries that fetch it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from archlint import facts
from archlint.project.code.expressions import is_none
from archlint.project.code.modules import Class
from archlint.project.flow.bindings import Assigned, Binding, Item
from archlint.project.flow.events import StmtEvent
from archlint.project.inference.inference import Scope
from archlint.project.inference.values import ClassRef, Instance, Value
from archlint.project.memory import Recursion
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

What: TypeAlias = Literal["row", "rows", "statement", "query", "result", "scalars"]

_LISTS = frozenset(
    {
        "builtins.list",
        "builtins.set",
        "collections.abc.Collection",
        "collections.abc.Iterable",
        "collections.abc.Sequence",
        "typing.Collection",
        "typing.Iterable",
        "typing.Sequence",
    }
)
_SELECTS = frozenset({"sqlalchemy.select", "sqlalchemy.future.select", "sqlalchemy.sql.select", "sqlmodel.select"})
_ONE = frozenset({"first", "get", "one", "one_or_none"})
_SCALAR = frozenset({"scalar", "scalar_one", "scalar_one_or_none"})
_ALL = frozenset({"all", "fetchall"})
_OTHER = frozenset(
    {"add_columns", "alias", "count", "cte", "delete", "exists", "from_statement", "mappings", "subquery", "tuples"}
    | {"update", "values", "with_entities", "with_only_columns"}
)
"""Methods after which nothing is known of what comes."""
_DEEPEST = 12


class Fetched(Record, frozen=True):
    """An ORM class, and what of it an expression is."""

    cls: Class
    what: What


class Rows:
    """Rows of ORM classes; answers are kept."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._fetched: Recursion[facts.Expr, Fetched | None] = Recursion(_DEEPEST)

    def is_table(self, cls: Class) -> bool:
        """Whether objects of a class are rows."""
        return self._project.layers.contents.role(cls) == "model"

    def row(self, expr: facts.Expr, scope: Scope) -> Class | None:
        """The ORM class of which an expression is one row."""
        found = self.of(expr, scope)
        return found.cls if found is not None and found.what == "row" else None

    def of(self, expr: facts.Expr, scope: Scope) -> Fetched | None:
        """What of which ORM class an expression is; None for anything else and for the unknown."""
        return self._fetched.of(
            expr, lambda: self._typed(self._project.infer(expr, scope)) or self._made(expr, scope), None
        )

    def typed(self, value: Value) -> Class | None:
        """The ORM class that a value is one row of."""
        found = self._typed(value)
        return found.cls if found is not None and found.what == "row" else None

    def _typed(self, value: Value) -> Fetched | None:
        match value:
            case Instance(of=Class() as cls) if self.is_table(cls):
                return Fetched(cls, "row")
            case Instance(of=str() as name, args=(Instance(of=Class() as cls),)) if name in _LISTS and self.is_table(
                cls
            ):
                return Fetched(cls, "rows")
            case _:
                return None

    def _made(self, expr: facts.Expr, scope: Scope) -> Fetched | None:
        match expr:
            case facts.Await(value=value) | facts.Walrus(value=value):
                return self.of(value, scope)
            case facts.Name() if not isinstance(scope, Class):
                bindings = self._project.inference.flow(scope).reaching(expr)
                return self._agreed([self._bound(each, scope) for each in bindings])
            case facts.Call(func=facts.Attribute(value=receiver, attr=attr)):
                return self._method(expr, receiver, attr, scope) or self._returned(expr, scope)
            case facts.Call():
                return self._selected(expr, scope) or self._returned(expr, scope)
            case facts.Comprehension(element=element, value=None):
                inner = self.of(element, scope)
                return Fetched(inner.cls, "rows") if inner is not None and inner.what == "row" else None
            case _:
                return None

    def _agreed(self, found: list[Fetched | None]) -> Fetched | None:
        first = found[0] if found else None
        return first if all(each == first for each in found) else None

    def _bound(self, binding: Binding, scope: Scope) -> Fetched | None:
        match binding:
            case Assigned(value=value) if value is not None:
                return self.of(value, scope)
            case Item(iterable=iterable):
                return self._item(self.of(iterable, scope))
            case _:
                return None

    def _item(self, whole: Fetched | None) -> Fetched | None:
        """What iterating gives."""
        if whole is None or whole.what not in ("rows", "scalars", "query"):
            return None
        return Fetched(whole.cls, "row")

    def _selected(self, call: facts.Call, scope: Scope) -> Fetched | None:
        """`select(Model)` of one class."""
        if len(call.args) != 1 or self._project.name_of(call.func, scope) not in _SELECTS:
            return None
        return self._named(call.args[0], scope, "statement")

    def _named(self, expr: facts.Expr, scope: Scope, what: What) -> Fetched | None:
        match self._project.infer(expr, scope):
            case ClassRef(cls=cls) if self.is_table(cls):
                return Fetched(cls, what)
            case _:
                return None

    def _method(self, call: facts.Call, receiver: facts.Expr, attr: str, scope: Scope) -> Fetched | None:
        if attr in _OTHER:
            return None
        known = self.of(receiver, scope)
        if known is not None:
            return _followed(known, attr)
        if call.args and self._is_session(receiver, scope):
            return self._asked_of_session(attr, call, scope)
        return None

    def _is_session(self, receiver: facts.Expr, scope: Scope) -> bool:
        if isinstance(scope, Class):
            return False
        kind = self._project.sessions.kind_of(receiver, scope)
        return kind is not None and kind.what in ("session", "connection", "database")

    def _asked_of_session(self, attr: str, call: facts.Call, scope: Scope) -> Fetched | None:
        first = call.args[0]
        if attr in ("get", "get_one"):
            return self._named(first, scope, "row")
        if attr == "query" and len(call.args) == 1:
            return self._named(first, scope, "query")
        given = self.of(first, scope)
        if given is None:
            return None
        if attr == "merge":
            return given
        steps: dict[str, What] = {"scalars": "scalars", "scalar": "row", "scalar_one": "row", "execute": "result"}
        if given.what == "statement":
            if attr == "exec":
                return Fetched(given.cls, "scalars")
            if attr in steps:
                return Fetched(given.cls, steps[attr])
        return None

    def _returned(self, call: facts.Call, scope: Scope) -> Fetched | None:
        """What a function of the project gives, by the values that it returns."""
        function = self._project.web.origins.function_called(call, scope)
        if function is None or function.facts.is_generator or function.facts.returns is not None:
            return None
        function = self._project.subclasses.concrete(function, None)
        if function is None:
            return None
        given = [
            self.of(event.stmt.value, function)
            for event in self._project.flow(function).events
            if isinstance(event, StmtEvent)
            and isinstance(event.stmt, facts.Return)
            and event.stmt.value is not None
            and not is_none(event.stmt.value)
        ]
        return self._agreed(given)


def _followed(known: Fetched, attr: str) -> Fetched | None:
    """What a method of a statement, query or result gives."""
    cls = known.cls
    match known.what:
        case "statement":
            return known
        case "query":
            if attr in _ONE or attr in _SCALAR:
                return Fetched(cls, "row")
            return Fetched(cls, "rows") if attr in _ALL else known
        case "result":
            if attr in _SCALAR:
                return Fetched(cls, "row")
            if attr == "scalars":
                return Fetched(cls, "scalars")
            return known if attr == "unique" else None
        case "scalars":
            if attr in _ONE:
                return Fetched(cls, "row")
            if attr in _ALL:
                return Fetched(cls, "rows")
            return known if attr in ("unique", "yield_per") else None
        case _:
            return None
