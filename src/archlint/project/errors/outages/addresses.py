"""Who says where a request or a connection goes: the service itself, or somebody who asks it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

from archlint import facts
from archlint.project.code.expressions import argument
from archlint.project.code.modules import Class, Function
from archlint.project.execution.http_calls import HttpCall
from archlint.project.flow.bindings import Entered
from archlint.project.inference.inference import Scope
from archlint.project.inference.origins import Frame, Origin
from archlint.project.inference.values import Instance

if TYPE_CHECKING:
    from archlint.project.project import Project

Said: TypeAlias = Literal["fixed", "relative", "unknown"]

_SETTINGS = re.compile(r"^_?(?:app_)?(?:conf|config|configuration|settings)$", re.IGNORECASE)
_CONSTANT = re.compile(r"^_?[A-Z][A-Z0-9_]*$")
_WITH_HOST = re.compile(r"^[a-z][a-z0-9+.-]*://[^/{}]")
_READS = frozenset({"os.environ.get", "os.getenv"})
_KEEPS = frozenset({"lower", "lstrip", "removesuffix", "rstrip", "strip", "format", "unicode_string"})
_OPENS = frozenset(
    {
        "AsyncClient",
        "AsyncElasticsearch",
        "AsyncIOMotorClient",
        "AsyncMongoClient",
        "AsyncOpenSearch",
        "BlockingConnection",
    }
    | {"ConnectionPool", "Elasticsearch", "MongoClient", "OpenSearch", "Redis", "StrictRedis", "client", "connect"}
    | {"connect_robust", "create_async_engine", "create_engine", "create_pool", "driver", "from_url", "resource"}
)
"""Last words of what opens a connection to a store."""
_STEPS = 6


class Addresses:
    """Answers for calls; what cannot be told is not the service's own."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def is_own(self, sent: HttpCall, function: Function) -> bool:
        """Whether a request goes where a constant or a setting says."""
        if sent.expr is not sent.call.expr:
            return False
        name = sent.name.rpartition(".")[2]
        url = argument(sent.call.expr, "url", 1 if name in ("request", "stream") else 0)
        said = "unknown" if url is None else self._said(url, function, None, _STEPS)
        match sent.call.expr.func:
            case facts.Attribute(value=client) if said == "relative":
                return self._has_own_base(client, function)
            case _:
                return said == "fixed"

    def opens_foreign(self, function: Function) -> bool:
        """Whether a function, or one that it calls itself, connects to what no constant or setting names."""
        if self._opens(function, None):
            return True
        return any(
            self._opens(edge.target, Frame(edge.target, edge.expr, function, None))
            for edge in self._project.edges(function)
            if isinstance(edge.expr, facts.Call) and edge.how in ("calls", "constructs")
        )

    def _opens(self, function: Function, frame: Frame | None) -> bool:
        if not function.mentions_any(_OPENS):
            return False
        for call in self._project.calls_in(function):
            if call.target is None and call.callee.rpartition(".")[2].removesuffix("()") in _OPENS:
                given = call.expr.args[0] if call.expr.args else _address(call.expr)
                if given is not None and self._said(given, function, frame, _STEPS) == "unknown":
                    return True
        return False

    def _has_own_base(self, client: facts.Expr, function: Function) -> bool:
        origins = [origin for each in self._makers(client, function) for origin in each]
        if not origins:
            return False
        for origin in origins:
            base = argument(origin.what, "base_url") if isinstance(origin.what, facts.Call) else None
            if base is None or self._said(base, origin.scope, origin.frame, _STEPS) != "fixed":
                return False
        return True

    def _makers(self, client: facts.Expr, function: Function) -> list[list[Origin]]:
        """The expressions that made a client, one that a `with` entered included."""
        given = [client]
        if isinstance(client, facts.Name):
            bindings = self._project.flow(function).reaching(client)
            given = [each.context for each in bindings if isinstance(each, Entered)] or given
        return [self._project.web.origins.of(each, function) for each in given]

    def _said(self, expr: facts.Expr, scope: Scope, frame: Frame | None, depth: int) -> Said:
        """What the beginning of an address is: its host, or the path below one that a client knows."""
        if depth == 0:
            return "unknown"
        origins = self._project.web.origins.of(expr, scope, frame)
        said = {self._begins(each, depth - 1) for each in origins}
        return said.pop() if len(said) == 1 else "unknown"

    def _begins(self, origin: Origin, depth: int) -> Said:
        match origin.what:
            case facts.String(value=text):
                return _written(text)
            case facts.FString(parts=(facts.String(value=text), *_)):
                return _written(text)
            case facts.FString(parts=(first, *_)) | facts.Operator(ops=("+" | "/" | "%", *_), operands=(first, *_)):
                return self._said(first, origin.scope, origin.frame, depth)
            case facts.Call() as call:
                return self._called(call, origin, depth)
            case facts.Subscript(value=value) if self._project.name_of(value, origin.scope) == "os.environ":
                return "fixed"
            case facts.Attribute(value=owner, attr=attr):
                return "fixed" if self._is_settings(owner, origin.scope) or _CONSTANT.match(attr) else "unknown"
            case facts.Name(id=name) if _CONSTANT.match(name):
                return "fixed"
            case _:
                return "unknown"

    def _called(self, call: facts.Call, origin: Origin, depth: int) -> Said:
        name = self._project.name_of(call.func, origin.scope)
        if name in _READS:
            return "fixed"
        if name in ("builtins.str", "urllib.parse.urljoin") and call.args:
            return self._said(call.args[0], origin.scope, origin.frame, depth)
        match call.func:
            case facts.Attribute(value=value, attr=attr) if attr in _KEEPS:
                return self._said(value, origin.scope, origin.frame, depth)
            case _:
                return "unknown"

    def _is_settings(self, owner: facts.Expr, scope: Scope) -> bool:
        value = self._project.infer(owner, scope)
        if isinstance(value, Instance) and isinstance(value.of, Class):
            return self._project.layers.contents.role(value.of) == "settings"
        match owner:
            case facts.Name(id=name) | facts.Attribute(attr=name):
                return _SETTINGS.match(name) is not None
            case facts.Call(func=facts.Name(id=name)):
                return _SETTINGS.match(name.removeprefix("get_")) is not None
            case _:
                return False


def _address(call: facts.Call) -> facts.Expr | None:
    """The keyword by which a call says where to connect."""
    names = ("url", "dsn", "conninfo", "host", "hosts", "uri", "address", "endpoint_url")
    return next((given for name in names if (given := argument(call, name)) is not None), None)


def _written(text: str) -> Said:
    if _WITH_HOST.match(text):
        return "fixed"
    return "relative" if "://" not in text else "unknown"
