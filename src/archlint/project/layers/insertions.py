"""Which functions store something new, themselves or by what they call."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.modules import Class, Function
from archlint.project.execution.calls import Call, Edge
from archlint.project.flow.events import CallEvent, Context, StmtEvent
from archlint.project.inference.inference import Scope
from archlint.project.inference.origins import Frame, Origin
from archlint.project.inference.values import UNKNOWN, ClassRef, Instance
from archlint.project.memory import memory
from archlint.project.storage import databases
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_STEPS = 6
"""Through how many calls an insert is looked for."""
_FUNCTIONS = 60
"""How many functions are looked into for one handler."""
_ADDS = frozenset({"add", "add_all"})
_INSERTS = frozenset({"insert", "insert_many", "insert_one"})
_LIBRARY_INSERTS = frozenset({"add", "add_many", "create", "create_many", "create_model", "create_models"})
_ACTIVE_RECORDS = {
    "beanie.Document": frozenset({"create", "insert", "insert_many", "insert_one"}),
    "beanie.odm.documents.Document": frozenset({"create", "insert", "insert_many", "insert_one"}),
    "odmantic.Model": frozenset({"save"}),
    "tortoise.Model": frozenset({"bulk_create", "create"}),
    "tortoise.models.Model": frozenset({"bulk_create", "create"}),
}
_MAKERS = frozenset({"construct", "from_orm", "model_construct", "model_validate", "parse_obj"})
_MODEL_LIKE = re.compile(r"(^|_)(cls|class|entity|model|orm|row|table)($|_)", re.IGNORECASE)
"""How a generic repository calls the class of what it stores."""
_NOT_ONLY_NEW = re.compile(
    r"(^|_)(ensure|exists?|merge|or|replace|sync|toggle|update|upsert)(_|$)|on_conflict|on_duplicate", re.IGNORECASE
)
"""Words of functions that may find what is there already, or change it."""
_SQL_INSERT = re.compile(r"\s*insert\s+into\s", re.IGNORECASE)
_SQL_UPSERT = re.compile(r"\bon\s+(conflict|duplicate)\b", re.IGNORECASE)


class Insertion(Record, frozen=True, eq=False):
    """Something new that a function stores every time it comes to its end."""

    call: Call
    """The call that stores it."""
    what: str
    """The class of what is stored; "" when unknown."""
    hops: tuple[Edge, ...]
    """The calls that lead there, the function's own first."""
    is_looped: bool
    """Whether it is done for each of several, perhaps none."""


class _Node(Record, frozen=True, eq=False):
    function: Function
    frame: Frame | None
    hops: tuple[Edge, ...]
    is_looped: bool = False


class Insertions:
    """Follows calls to where rows and documents are made; answers are kept."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[Function, tuple[Insertion, ...]] = memory()

    def of(self, function: Function) -> tuple[Insertion, ...]:
        """The places that store something new whenever a function runs to its end, the nearest first.

        Left out is what depends on conditions, and what may have been there before.
        """
        known = self._known.get(function)
        if known is None:
            known = self._known[function] = tuple(self._found(function))
        return known

    def _found(self, function: Function) -> Iterator[Insertion]:
        pending, seen = deque([_Node(function, None, ())]), {function}
        while pending:
            node = pending.popleft()
            if _NOT_ONLY_NEW.search(node.function.name) or self._may_upsert(node.function):
                continue
            for call in self._project.calls_in(node.function):
                what = self._inserted(call, node.frame)
                if what is not None and self._is_always(call.expr, call.context, node):
                    yield Insertion(call, what, node.hops, node.is_looped or bool(call.context.loops))
            if len(node.hops) >= _STEPS or len(seen) > _FUNCTIONS:
                continue
            for edge in self._edges(node.function):
                if edge.how != "calls" or edge.target in seen or not isinstance(edge.expr, facts.Call):
                    continue
                if self._is_always(edge.expr, edge.context, node):
                    seen.add(edge.target)
                    frame = Frame(edge.target, edge.expr, node.function, node.frame)
                    is_looped = node.is_looped or bool(edge.context.loops)
                    pending.append(_Node(edge.target, frame, (*node.hops, edge), is_looped))

    def _edges(self, function: Function) -> Iterator[Edge]:
        """What a function runs; of a port also the method that its one implementation inherits."""
        yield from self._project.edges(function)
        members, subclasses = self._project.inference.members, self._project.subclasses
        for call in self._project.calls_in(function):
            match call.target, call.receiver:
                case Function() as target, Instance(of=Class() as port) if subclasses.is_abstract(target):
                    below = (each for each in subclasses.of(port) if not each.module.is_test)
                    methods = {members.method(each, target.name) for each in below}
                    real = [each for each in methods if each is not None and not subclasses.is_abstract(each)]
                    if len(real) == 1:
                        yield Edge(real[0], call.module, call.expr, "calls", call.expr, call.context, call.awaited)
                case _:
                    pass

    def _may_upsert(self, function: Function) -> bool:
        return any(_NOT_ONLY_NEW.search(each) for each in function.words if each.startswith("on_"))

    def _is_always(self, expr: facts.Expr, context: Context, node: _Node) -> bool:
        """Whether a call is made by every run of its function that comes to the end."""
        if context.deferred or context.handlers or context.branches > len(context.loops):
            return False
        for event in self._project.flow(node.function).events:
            match event:
                case CallEvent(expr=found) if found is expr:
                    return True
                case StmtEvent(stmt=facts.Return(value=value), context=where) if where.branches:
                    if value is None or not self._refuses(value, node.function):
                        return False
                case _:
                    pass
        return True

    def _refuses(self, returned: facts.Expr, function: Function) -> bool:
        """Whether a Response that is returned says that something was wrong."""
        built = self._project.web.returned.built(returned, function)
        return bool(built) and all(each.status is not None and each.status >= 400 for each in built)

    # what stores something

    def _inserted(self, call: Call, frame: Frame | None) -> str | None:
        """The class of what a call stores, "" when unknown; None where it stores nothing, or perhaps nothing new."""
        if databases.is_statement(call.callee) and call.callee.endswith(".insert"):
            return self._named(call.expr.args[0], call.scope) if call.expr.args else ""
        if not isinstance(call.expr.func, facts.Attribute):
            return None
        receiver, method = call.expr.func.value, call.expr.func.attr
        if method in _ADDS | _INSERTS | databases.QUERIES and self._is_handle(receiver, call.scope, frame):
            if method in _ADDS:
                return self._made(call.expr.args[0], call, frame) if len(call.expr.args) == 1 else None
            if method in _INSERTS:
                return next((name for each in call.expr.args if (name := self._made(each, call, frame))), "")
            return "" if self._is_insert(call) else None
        if method in _LIBRARY_INSERTS and call.target is None and self._is_library_repository(call):
            return ""
        return self._by_active_record(receiver, method, call)

    def _is_handle(self, expr: facts.Expr, scope: Scope, frame: Frame | None) -> bool:
        """Whether an expression is a session or connection; `conn or db` is one where both are.

        A parameter without a type is what the caller hands in.
        """
        if isinstance(expr, facts.Operator) and set(expr.ops) == {"or"}:
            return all(self._is_handle(each, scope, frame) for each in expr.operands)
        value = self._project.infer(expr, scope)
        if value != UNKNOWN or frame is None or not isinstance(expr, facts.Name):
            return self._project.sessions.kind(value) is not None
        return any(
            isinstance(each.what, facts.Parameter)
            and isinstance(each.scope, Function)
            and self._project.sessions.kind(self._project.inference.lookups.parameter(each.what, each.scope))
            is not None
            for each in self._project.web.origins.of(expr, scope, frame)
        )

    def _made(self, stored: facts.Expr, call: Call, frame: Frame | None) -> str | None:
        """The class of what is stored, where each of the objects that it may be has just been made."""
        names: set[str | None] = set()
        for origin in self._project.web.origins.of(stored, call.scope, frame):
            names |= self._makers(origin)
        return None if not names or None in names else max(each for each in names if each is not None)

    def _makers(self, origin: Origin) -> set[str | None]:
        match origin.what:
            case facts.Call():
                return {self._maker(origin.what, origin.scope)}
            case facts.Comprehension(element=facts.Call() as element):
                return {self._maker(element, origin.scope)}
            case facts.Collection(items=items) if items:
                steps = (self._project.web.origins.of(each, origin.scope, origin.frame) for each in items)
                return {name for found in steps for each in found for name in self._makers(each)}
            case _:
                return {None}

    def _maker(self, call: facts.Call, scope: Scope) -> str | None:
        """The class that a call makes an object of; "" where only its name says that it does."""
        match self._project.infer(call.func, scope):
            case ClassRef(cls=cls):
                return cls.name
            case _:
                pass
        match call.func:
            case facts.Attribute(value=of, attr=attr) if attr in _MAKERS:
                return self._named(of, scope)
            case facts.Attribute(attr=word) | facts.Name(id=word) if _MODEL_LIKE.search(word):
                return ""
            case _:
                return None

    def _named(self, expr: facts.Expr, scope: Scope) -> str:
        value = self._project.infer(expr, scope)
        return value.cls.name if isinstance(value, ClassRef) else ""

    def _is_insert(self, call: Call) -> bool:
        """Whether a call runs SQL that is written out, inserts, and does only that."""
        if not call.expr.args:
            return False
        texts = [text for each in self._project.web.origins.of(call.expr.args[0], call.scope) for text in _sql(each)]
        return bool(texts) and all(_SQL_INSERT.match(each) and not _SQL_UPSERT.search(each) for each in texts)

    def _is_library_repository(self, call: Call) -> bool:
        if call.callee.startswith(databases.REPOSITORIES):
            return True
        assert isinstance(call.expr.func, facts.Attribute)
        receiver = self._project.infer(call.expr.func.value, call.scope)
        if not isinstance(receiver, Instance) or not isinstance(receiver.of, Class):
            return False
        bases = (each for each in self._project.mro(receiver.of) if isinstance(each, str))
        return any(each.startswith(databases.REPOSITORIES) for each in bases)

    def _by_active_record(self, receiver: facts.Expr, method: str, call: Call) -> str | None:
        value = self._project.infer(receiver, call.scope)
        cls = value.cls if isinstance(value, ClassRef) else value.of if isinstance(value, Instance) else None
        if not isinstance(cls, Class) or call.target is not None:
            return None
        bases = (each for each in self._project.mro(cls) if isinstance(each, str))
        return cls.name if any(method in _ACTIVE_RECORDS.get(each, ()) for each in bases) else None


def _sql(origin: Origin) -> Iterator[str]:
    """The text of a statement, `text("…")` included; of an f-string what stands before its first brace."""
    match origin.what:
        case facts.String(value=value):
            yield value
        case facts.FString(parts=parts):
            yield "".join(each.value if isinstance(each, facts.String) else "?" for each in parts)
        case facts.Call(args=(facts.String(value=value), *_)):
            yield value
        case _:
            yield ""
