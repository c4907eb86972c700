"""Sessions, connections, engines and pools: what is one, who provides one, and what is done with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

from archlint import facts
from archlint.findings import Place
from archlint.project.code.modules import Class, Function, Module
from archlint.project.execution.calls import Call
from archlint.project.inference import library
from archlint.project.inference.values import UNKNOWN, Awaitable, ClassRef, External, Instance, Value
from archlint.project.memory import Recursion, memory
from archlint.project.storage import databases
from archlint.project.storage.app_state import AppState
from archlint.project.storage.databases import SessionKind
from archlint.project.storage.maintenance import is_maintenance
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

Doing: TypeAlias = Literal["query", "write", "transaction", "open", "statement"]
_WRAPPERS = ("connection", "conn", "database", "db", "session", "manager")
_HANDS = frozenset(
    {
        "acquire",
        "begin",
        "commit",
        "connect",
        "connection",
        "execute",
        "fetch_all",
        "fetch_one",
        "fetchall",
        "fetchone",
        "query",
        "scalar",
        "scalars",
        "transaction",
    }
)
"""Methods by which a wrapper shows that it is one."""
_COURIERS = ("asyncio.", "contextlib.", "copy.", "typing.", "typing_extensions.")
"""Libraries whose functions hand on what they are given."""
_OWNERS = ("engine", "pool", "sessionmaker", "database")


class Use(Record, frozen=True, eq=False):
    """Something that a function does with the database itself.

    `statement` is the building of SQL, `open` the taking of a session or connection; `text` is how the source puts
    it, e.g. "session.execute".
    """

    call: Call
    doing: Doing
    text: str
    kind: SessionKind | None
    is_maintenance: bool = False
    """Whether its SQL asks for no data: a probe, a definition, a grant, a setting of the session."""

    @property
    def place(self) -> Place:
        return self.call.place


class Sessions:
    """Everything a project knows of its database handles."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.state = AppState(project.inference)
        self._kinds: Recursion[Class | Function, SessionKind | None] = Recursion()
        self._uses: dict[Function | Module, tuple[Use, ...]] = memory()

    def kind(self, value: Value) -> SessionKind | None:
        """What a value is for the database; None for anything else and for the unknown."""
        if not isinstance(value, (Awaitable, External, Instance)):
            return None
        match self.state.resolve(value):
            case Awaitable(value=inner):
                return self.kind(inner)
            case Instance(of=str() as name):
                return databases.handle(name)
            case External(name=name) if not library.is_class(name):
                return databases.handle(name)
            case Instance(of=Class() as cls):
                return self._kind_of_class(cls)
            case _:
                return None

    def kind_of(self, expr: facts.Expr, scope: Function | Module) -> SessionKind | None:
        """What an expression is for the database."""
        return self.kind(self._project.infer(expr, scope))

    def _kind_of_class(self, cls: Class) -> SessionKind | None:
        return self._kinds.of(cls, lambda: self._derived(cls) or self._wrapping(cls), None)

    def _derived(self, cls: Class) -> SessionKind | None:
        names = (each for each in self._project.mro(cls) if isinstance(each, str))
        return next((known for name in names if (known := databases.handle(name)) is not None), None)

    def _wrapping(self, cls: Class) -> SessionKind | None:
        """A class of the project that is named as a connection or database, and holds one."""
        if not cls.name.lower().endswith(_WRAPPERS) or _HANDS.isdisjoint(each.name for each in cls.methods()):
            return None
        held = [kind for kind in self._held(cls) if kind is not None]
        if not held:
            return None
        is_async = any(kind.is_async for kind in held)
        owns = any(kind.what in _OWNERS for kind in held)
        return SessionKind("database" if owns else "connection", is_async)

    def _held(self, cls: Class) -> Iterator[SessionKind | None]:
        """What the constructor takes or assigns, and what the class declares."""
        for field in cls.facts.fields:
            if field.annotation is not None:
                yield self.kind(self._project.annotation(field.annotation, cls))
        constructor = self._project.inference.members.method(cls, "__init__")
        if constructor is not None:
            for parameter in constructor.facts.parameters[1:]:
                yield self.kind(self._project.inference.lookups.parameter(parameter, constructor))
            for call in self._project.calls_in(constructor):
                yield self.kind(self._project.infer(call.expr, constructor))

    def is_unit_of_work(self, cls: Class) -> bool:
        """Whether objects of a class are entered and commit: the owner of a transaction."""
        if cls.name.lower().endswith(("unitofwork", "uow")):
            return True
        members = self._project.inference.members
        enters = members.method(cls, "__aenter__") or members.method(cls, "__enter__")
        return enters is not None and members.method(cls, "commit") is not None

    def provided(self, function: Function) -> SessionKind | None:
        """What kind of session or connection a function hands to its caller; None for any other function."""
        results = self._project.inference.results
        return self._kinds.of(function, lambda: self.kind(results.provided(function)), None)

    def is_provider(self, function: Function) -> bool:
        """Whether it provides a session, connection or unit of work, or belongs to what does."""
        owner = function.owner
        if owner is not None and (self.is_unit_of_work(owner) or self._kind_of_class(owner) is not None):
            return True
        value = self._project.inference.results.provided(function)
        if isinstance(value, Instance) and isinstance(value.of, Class) and self.is_unit_of_work(value.of):
            return True
        return self.provided(function) is not None

    def uses(self, scope: Function | Module) -> tuple[Use, ...]:
        """What a body does with the database itself, in order; what it calls in the project is not followed."""
        known = self._uses.get(scope)
        if known is None:
            self._uses[scope] = known = tuple(
                use for call in self._project.calls_in(scope) if (use := self._use(call)) is not None
            )
        return known

    def _use(self, call: Call) -> Use | None:
        if databases.is_statement(call.callee):
            return Use(call, "statement", call.callee.rpartition(".")[2], None, self._maintains(call))
        func = call.expr.func
        if call.callee.startswith(databases.RUNNERS):
            given = (self.kind_of(each, call.scope) for each in call.expr.args)
            kind = next((each for each in given if each is not None), None)
            return None if kind is None else Use(call, "query", shown(func), kind)
        if isinstance(func, facts.Attribute):
            kind = self.kind_of(func.value, call.scope)
            doing = None if kind is None else _doing(kind, func.attr)
            if doing is not None:
                maintains = doing == "query" and self._maintains(call)
                return Use(call, doing, f"{shown(func.value)}.{func.attr}", kind, maintains)
        if (opened := self._opened(call)) is not None:
            return Use(call, "open", shown(func), opened)
        return None

    def _maintains(self, call: Call) -> bool:
        return any(is_maintenance(each, call.scope, self._project) for each in call.expr.args[:1])

    def _opened(self, call: Call) -> SessionKind | None:
        """What a call takes from the pool: a session made, or handed out by a provider of the project."""
        if isinstance(call.target, Function):
            given = self.provided(call.target)
        elif isinstance(call.target, Class):
            given = self._kind_of_class(call.target)
        else:
            if call.callee.startswith(_COURIERS):
                return None
            made = self._project.infer(call.expr.func, call.scope)
            maker = None if isinstance(made, ClassRef) or made == UNKNOWN else self.kind(made)
            if maker is not None and maker.what == "sessionmaker":
                return SessionKind("session", maker.is_async)
            given = self.kind(self._project.infer(call.expr, call.scope))
            if isinstance(call.expr.func, facts.Attribute) and self.kind_of(call.expr.func.value, call.scope):
                given = None  # fluent: a session's method that gives a session
        return given if given is not None and given.what in ("session", "connection") else None


def _doing(kind: SessionKind, method: str) -> Doing | None:
    if kind.what in ("engine", "pool", "sessionmaker"):
        if method in databases.OPENERS:
            return "open"
        return "query" if kind.what in ("engine", "pool") and method in databases.QUERIES else None
    if kind.what == "database" and method in ("connect", "connection", "acquire"):
        return "open"
    if method in databases.QUERIES:
        return "query"
    if method in databases.WRITES:
        return "write"
    return "transaction" if method in databases.TRANSACTIONS else None


def shown(expr: facts.Expr) -> str:
    """A short form of an expression, for a message."""
    match expr:
        case facts.Name(id=name):
            return name
        case facts.Attribute(value=value, attr=attr):
            return f"{shown(value)}.{attr}"
        case facts.Call(func=func):
            return f"{shown(func)}()"
        case facts.Await(value=value):
            return shown(value)
        case _:
            return "…"
