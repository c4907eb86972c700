"""How the body of a PATCH or PUT is written: from the route through services and repositories to the row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

from archlint import facts
from archlint.findings import Note, Place
from archlint.project.code.expressions import argument, arguments_of, dotted, walk
from archlint.project.code.modules import Class, Function
from archlint.project.code.statements import statements
from archlint.project.execution.calls import Call
from archlint.project.flow.bindings import Item, Parameter, Unpacked
from archlint.project.inference.origins import Frame
from archlint.project.inference.values import ClassRef
from archlint.project.memory import remembered, remembered_between_runs
from archlint.project.schemas.dumps import Carried, Dump, Tracked, Whole, items_of
from archlint.project.schemas.traffic import Body, shown
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

How: TypeAlias = Literal["sets", "rebuilds"]
"""Values of the body are put into a row that is there, or a new object of an ORM class is made of them."""

_METHODS = frozenset({"PATCH", "PUT"})
_UPDATES = frozenset(
    {"sqlalchemy.sql.update", "sqlalchemy.sql.expression.update", "sqlalchemy.update", "sqlmodel.update"}
)
_FOREIGN = ("aiohttp.", "builtins.", "collections.", "httpx.", "httpx2.", "redis.", "requests.")
_KEEPERS = re.compile(r"(crud|dao|gateway|manager|repo|repository|repositories|service|store|storage)s?(\.\w+)?$|^crud")
"""Names of what keeps records for its callers."""
_DOCUMENTS = frozenset({"find_one_and_update", "update_many", "update_one"})
_VALIDATORS = frozenset({"from_orm", "model_validate", "parse_obj"})
_DEEPEST = 6


class Write(Record, frozen=True, eq=False):
    """A place where the values of a body are written."""

    body: Body
    dump: Dump | None
    """The dictionary they come in; None where the body itself is handed over."""
    how: How
    expr: facts.Call
    within: Function
    row: Class | None
    """The ORM class that is written, where that is known."""
    hops: tuple[Note, ...]
    """The route, and the calls on the way."""

    @property
    def place(self) -> Place:
        return self.within.module.place(self.expr)


class _Visit(Record, frozen=True):
    """A function, with what its parameters are known to carry."""

    function: Function
    tracked: Tracked
    rows: Mapping[str, Class]
    hops: tuple[Note, ...]
    depth: int


class Writes:
    """The writes of a project, found when first asked."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @remembered
    def all(self) -> tuple[Write, ...]:
        """Every write, in the order of routes."""
        return tuple(write for body in self._project.schemas.traffic.bodies for write in self._of(body))

    @remembered_between_runs
    def _of(self, body: Body) -> Iterable[Write]:
        handler = body.route.handler
        if not body.route.methods or not _METHODS.issuperset(body.route.methods) or body.function is not handler:
            return
        route = Note(body.place, f"`{shown(body.route)}` takes the body")
        seen: set[tuple[Function, frozenset[tuple[str, Carried]]]] = set()
        pending = [_Visit(handler, {body.parameter.name: Whole()}, {}, (route,), _DEEPEST)]
        while pending:
            visit = pending.pop(0)
            key = (visit.function, frozenset(visit.tracked.items()))
            if key in seen or visit.depth <= 0:
                continue
            seen.add(key)
            for call in self._project.calls_in(visit.function):
                yield from self._written(call, visit, body)
                if (inner := self._entered(call, visit)) is not None:
                    pending.append(inner)

    # the places where something is written

    def _written(self, call: Call, visit: _Visit, body: Body) -> Iterator[Write]:
        if call.callee == "builtins.setattr":
            dump, row = self._set(call, visit), self._row(call.expr.args[0], visit) if call.expr.args else None
            if dump is not None:
                yield Write(body, dump, "sets", call.expr, visit.function, row, visit.hops)
            return
        for given in self._handed(call.expr, visit):
            how, row = self._taken(call, given, visit)
            if how is not None:
                dump = given if isinstance(given, Dump) else None
                yield Write(body, dump, how, call.expr, visit.function, row, visit.hops)
                return

    def _handed(self, call: facts.Call, visit: _Visit) -> Iterator[Carried]:
        """What the arguments of a call hold of the body."""
        for expr in arguments_of(call):
            if isinstance(expr, facts.Dict):  # {"$set": data}
                values = [each for key, each in zip(expr.keys, expr.values, strict=True) if _is_operator(key)]
                found = (self._carried(each, visit) for each in values)
                yield from (each for each in found if isinstance(each, Dump))
            if (given := self._carried(expr, visit)) is not None:
                yield given

    def _carried(self, expr: facts.Expr, visit: _Visit) -> Carried | None:
        return self._project.schemas.dumps.carried(expr, visit.function, visit.tracked)

    def _taken(self, call: Call, given: Carried, visit: _Visit) -> tuple[How | None, Class | None]:
        """What a call does with what it is handed of the body, and to rows of which class."""
        rows, func = self._project.schemas.rows, call.expr.func
        is_spread = any(each.name is None for each in call.expr.keywords)
        if isinstance(call.target, Class):
            rebuilt = isinstance(given, Dump) and is_spread and rows.is_table(call.target)
            return ("rebuilds", call.target) if rebuilt else (None, None)
        if call.callee == "dataclasses.replace" and isinstance(given, Dump):
            return "sets", None
        if not isinstance(func, facts.Attribute):
            return None, None
        if func.attr in _VALIDATORS:
            made = self._project.infer(func.value, visit.function)
            is_row = isinstance(made, ClassRef) and rows.is_table(made.cls)
            return ("rebuilds", made.cls) if is_row and isinstance(made, ClassRef) else (None, None)
        if not isinstance(given, Dump):
            return ("sets", self._row(func.value, visit)) if func.attr == "sqlmodel_update" else (None, None)
        return self._method(call, func, visit)

    def _method(self, call: Call, func: facts.Attribute, visit: _Visit) -> tuple[How | None, Class | None]:
        rows = self._project.schemas.rows
        if func.attr == "values":
            return self._statement(func.value, visit)
        if func.attr == "sqlmodel_update":
            return "sets", self._row(func.value, visit)
        if func.attr == "model_copy" and argument(call.expr, "update") is not None:
            return "sets", None
        if func.attr in _DOCUMENTS:
            return "sets", None
        if func.attr == "update":
            if isinstance(func.value, facts.Attribute) and func.value.attr == "__dict__":
                return "sets", self._row(func.value.value, visit)
            known = rows.of(func.value, visit.function)
            if known is not None and known.what == "query":
                return "sets", known.cls
        return ("sets", None) if self._is_told_to_update(call, func) else (None, None)

    def _is_told_to_update(self, call: Call, func: facts.Attribute) -> bool:
        """Whether an object that is not the project's, or not known, is asked to update something by its own word."""
        if call.target is not None or not func.attr.startswith(("partial_update", "update")):
            return False
        if any(each.name == "json" for each in call.expr.keywords) or call.callee.startswith(_FOREIGN):
            return False
        receiver = (dotted(func.value) or "").lower()
        return _KEEPERS.search(receiver) is not None

    def _statement(self, expr: facts.Expr, visit: _Visit) -> tuple[How | None, Class | None]:
        """Whether a chain of calls is an UPDATE of a table."""
        while isinstance(expr, facts.Call):
            if self._project.name_of(expr.func, visit.function) in _UPDATES:
                named = self._project.infer(expr.args[0], visit.function) if expr.args else None
                is_row = isinstance(named, ClassRef) and self._project.schemas.rows.is_table(named.cls)
                return "sets", named.cls if isinstance(named, ClassRef) and is_row else None
            if not isinstance(expr.func, facts.Attribute):
                break
            expr = expr.func.value
        return None, None

    def _set(self, call: Call, visit: _Visit) -> Dump | None:
        """The dump whose values a `setattr` sets, none of which a test around it holds back."""
        if len(call.expr.args) != 3:
            return None
        value = call.expr.args[2]
        dump = self._drawn(value, visit)
        return None if dump is None or _is_tested(value, call) else dump

    def _drawn(self, value: facts.Expr, visit: _Visit) -> Dump | None:
        source: facts.Expr | None = None
        match value:
            case facts.Subscript(value=of) | facts.Call(func=facts.Attribute(value=of, attr="get")):
                source = of
            case facts.Name():
                for binding in self._project.flow(visit.function).reaching(value):
                    if isinstance(binding, Unpacked) and isinstance(binding.of, Item):
                        source = items_of(binding.of.iterable)
        found = None if source is None else self._carried(source, visit)
        return found if isinstance(found, Dump) else None

    def _row(self, expr: facts.Expr, visit: _Visit) -> Class | None:
        """The ORM class of a row, by its type, its query or what was handed to the function."""
        found = self._project.schemas.rows.row(expr, visit.function)
        if found is not None or not isinstance(expr, facts.Name):
            return found
        names = [
            each.parameter.name
            for each in self._project.flow(visit.function).reaching(expr)
            if isinstance(each, Parameter)
        ]
        return visit.rows.get(names[0]) if len(names) == 1 else None

    # the calls that lead on

    def _entered(self, call: Call, visit: _Visit) -> _Visit | None:
        """The function that a call of the project hands something of the body to."""
        if not isinstance(call.target, Function):
            return None
        target = self._project.subclasses.concrete(call.target, call.receiver)
        if target is None or target.module.is_test:
            return None
        frame = Frame(target, call.expr, visit.function, None)
        tracked: dict[str, Carried] = {}
        rows: dict[str, Class] = {}
        for parameter in target.facts.parameters:
            given = self._given(frame, parameter)
            if given is None:
                continue
            if (carried := self._carried(given, visit)) is not None:
                tracked[parameter.name] = carried
            elif (row := self._row(given, visit)) is not None:
                rows[parameter.name] = row
        if not tracked:
            return None
        hop = Note(call.place, f"`{visit.function.qualname}` hands it to `{target.qualname}`")
        return _Visit(target, tracked, rows, (*visit.hops, hop), visit.depth - 1)

    def _given(self, frame: Frame, parameter: facts.Parameter) -> facts.Expr | None:
        if parameter.kind == "kwargs":
            spread = [each.value for each in frame.call.keywords if each.name is None]
            return spread[0] if len(spread) == 1 else None
        if parameter.kind == "args":
            return None
        return self._project.web.origins.given(frame, parameter)


def _is_operator(key: facts.Expr | None) -> bool:
    return isinstance(key, facts.String) and key.value == "$set"


def _is_tested(value: facts.Expr, call: Call) -> bool:
    """Whether the loop around a call looks at a value before it is set; that its key is there is not looked at."""
    for loop in call.context.loops:
        for stmt in statements(loop.body):
            if isinstance(stmt, facts.If) and any(_looks_at(branch.test, value) for branch in stmt.branches):
                return True
    return False


def _looks_at(test: facts.Expr, value: facts.Expr) -> bool:
    if isinstance(value, facts.Name):
        return any(isinstance(each, facts.Name) and each.id == value.id for each in walk(test))
    source = _source(value)
    return source is not None and any(_source(each) == source for each in walk(test))


def _source(expr: facts.Expr) -> str | None:
    """The name of the dictionary that an item is taken from: `data` of `data[key]` and of `data.get(key)`."""
    match expr:
        case facts.Subscript(value=of) | facts.Call(func=facts.Attribute(value=of, attr="get")):
            return dotted(of)
        case _:
            return None
