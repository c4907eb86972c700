"""Clients: the classes and modules that wrap what is said to other services over HTTP."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import argument
from archlint.project.code.modules import Class, Function
from archlint.project.execution.http_calls import HttpCall, is_http_client
from archlint.project.flow.events import StmtEvent
from archlint.project.memory import memory

if TYPE_CHECKING:
    from archlint.project.project import Project

_LAYERS = frozenset({"router", "service"})
_CLASS = re.compile(
    r"(?:Adapter|Api|API|Backend|Client|Connection|Connector|Downloader|Driver|Fetcher|Gateway|Integration|Provider|"
    r"Proxy|Publisher|SDK|Sdk|Sender|Transport|Writer)(?:Impl|V\d+)?$"
)
_FILE = re.compile(
    r"(?:^|_)(?:adapters?|apis?|clients?|connectors?|drivers?|gateways?|http|infra|infrastructure|integrations?|"
    r"outbound|plugins?|providers?|proxy|sdks?|third_?party|vendors?|external)(?:_client)?$"
)
_ADDRESS = re.compile(r"(?:^|_)(?:url|uri|endpoint|host|hostname|address|token|api_key|apikey)(?:$|_)", re.IGNORECASE)
"""How the attributes are called by which a class knows whom it talks to."""
_GENERIC = frozenset({"request", "stream"})


class Clients:
    """Tells requests that a client sends from those that routes and services send themselves."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[Class, bool] = memory()

    def missed(self, function: Function) -> list[HttpCall]:
        """The requests that a function of a router or service sends itself, though no client is around it."""
        if self._layer(function) not in _LAYERS:
            return []
        calls = [each for each in self._project.http_calls.of(function) if not self._hands_on(each)]
        return [] if not calls or self._is_in_client(function) else calls

    def _layer(self, function: Function) -> str:
        layer = self._project.layers.name_of(function.module)
        if layer in _LAYERS:
            return layer
        return "router" if self._project.web_side(function) in ("handler", "websocket handler") else ""

    def _is_in_client(self, function: Function) -> bool:
        if function.owner is not None:
            if self.is_client(function.owner):
                return True
        elif (outer := function.enclosing) is not None:
            return self._is_in_client(outer)
        if self._layer(function) == "router":
            return False
        *folders, file = function.module.path.removesuffix(".py").split("/")
        return any(_FILE.search(part.lower()) for part in (file, *folders[-2:]))

    def is_client(self, cls: Class) -> bool:
        """Whether a class wraps another service: by its name or, where it works with no data, by what it does.

        A class is a client, whatever it is called, that keeps a library's client or the address of what it calls, or
        that sends requests from three methods.
        """
        known = self._known.get(cls)
        if known is None:
            bases = (each for each in self._project.mro(cls) if isinstance(each, Class))
            named = any(_CLASS.search(each.name) for each in bases)
            self._known[cls] = known = named or (self._speaks_for_another(cls) and not self._works_with_data(cls))
        return known

    def _speaks_for_another(self, cls: Class) -> bool:
        return self._keeps_address(cls) or sum(bool(self._project.http_calls.of(each)) for each in cls.methods()) >= 3

    def _keeps_address(self, cls: Class) -> bool:
        for each in self._project.mro(cls):
            if not isinstance(each, Class):
                continue
            for field in each.facts.fields:
                kept = None if field.annotation is None else self._project.annotation(field.annotation, each)
                if _ADDRESS.search(field.name) or (kept is not None and is_http_client(kept)):
                    return True
            constructor = each.method("__init__")
            if constructor is not None and self._assigns_address(constructor):
                return True
        return False

    def _assigns_address(self, constructor: Function) -> bool:
        for event in self._project.flow(constructor).events:
            match event:
                case StmtEvent(stmt=facts.Assign(targets=targets, value=value)) if value is not None:
                    for target in targets:
                        if isinstance(target, facts.Attribute) and (
                            _ADDRESS.search(target.attr) or is_http_client(self._project.infer(value, constructor))
                        ):
                            return True
                case _:
                    pass
        return False

    def _works_with_data(self, cls: Class) -> bool:
        return any(
            self._project.repositories.calls(each) or self._project.sessions.uses(each) for each in cls.methods()
        )

    def _hands_on(self, call: HttpCall) -> bool:
        """Whether it passes on a request that somebody else made, as a proxy does: the method comes from elsewhere."""
        name = call.name.rpartition(".")[2]
        if name == "send":
            return True
        method = argument(call.call.expr, "method", 0)
        return name in _GENERIC and not isinstance(method, facts.String)
