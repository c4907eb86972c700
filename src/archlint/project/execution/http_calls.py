"""Calls that send a request over HTTP, whether they block or are awaited."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archlint import facts
from archlint.findings import Place
from archlint.project.code.modules import Function, Module
from archlint.project.execution.calls import Call, Calls
from archlint.project.inference.inference import Inference
from archlint.project.inference.values import External, Instance, Value
from archlint.project.memory import memory
from archlint.records import Record

_METHODS = frozenset({"delete", "get", "head", "options", "patch", "post", "put", "request"})
_STREAMS = _METHODS | {"stream"}
_SENDING = frozenset({"send"})
SENDERS: dict[str, frozenset[str]] = {
    "aiohttp": frozenset({"request"}),
    "aiohttp.ClientSession": _METHODS | {"ws_connect"},
    "curl_cffi.requests": _METHODS,
    "curl_cffi.requests.AsyncSession": _STREAMS,
    "curl_cffi.requests.Session": _STREAMS,
    "httpx": _STREAMS,
    "httpx.AsyncClient": _STREAMS | _SENDING,
    "httpx.Client": _STREAMS | _SENDING,
    "httpx2": _STREAMS,
    "httpx2.AsyncClient": _STREAMS | _SENDING,
    "httpx2.Client": _STREAMS | _SENDING,
    "niquests": _METHODS | {f"a{each}" for each in _METHODS},
    "niquests.AsyncSession": _METHODS | _SENDING,
    "niquests.Session": _METHODS | _SENDING,
    "requests": _METHODS,
    "requests.Session": _METHODS | _SENDING,
    "urllib.request": frozenset({"urlopen", "urlretrieve"}),
    "urllib3": frozenset({"request"}),
    "urllib3.PoolManager": frozenset({"request", "urlopen"}),
}
"""What sends requests, by the dotted name of its module or class."""
_WORDS = frozenset(word for words in SENDERS.values() for word in words)


class HttpCall(Record, frozen=True, eq=False):
    """A request that a body sends: by a call, or by a library's function that it hands to another to call."""

    call: Call
    name: str
    """The dotted name of what sends it, e.g. "httpx.AsyncClient.get"."""
    expr: facts.Expr
    """The call or, where it is handed on, the function."""

    @property
    def place(self) -> Place:
        return self.call.module.place(self.expr)


class HttpCalls:
    """The requests that functions send themselves; answers are kept."""

    def __init__(self, calls: Calls, inference: Inference, resolve: Callable[[Value], Value]) -> None:
        self._calls = calls
        self._inference = inference
        self._resolve = resolve
        """What a value is that an application keeps for its requests."""
        self._known: dict[Function, tuple[HttpCall, ...]] = memory()

    def of(self, function: Function) -> tuple[HttpCall, ...]:
        """The requests of a body, by an HTTP library, in order."""
        known = self._known.get(function)
        if known is None:
            words = _words(function.module)
            calls = self._calls.within(function) if function.mentions_any(words) else ()
            self._known[function] = known = tuple(each for call in calls for each in self._sent(call, words))
        return known

    def _sent(self, call: Call, words: frozenset[str]) -> Iterator[HttpCall]:
        name = self._named(call.callee)
        if _sends(name):
            yield HttpCall(call, name, call.expr)
        for argument in call.expr.args:
            match argument:
                case facts.Name(id=word) | facts.Attribute(attr=word) if word in words:
                    name = self._named(self._inference.name_of(argument, call.scope))
                    if _sends(name):
                        yield HttpCall(call, name, argument)
                case _:
                    pass

    def _named(self, name: str) -> str:
        """The name of what is called; of what `request.app.state` keeps, by the library's class."""
        if not name.startswith(("fastapi.", "starlette.")):
            return name
        kept = self._resolve(External(name))
        return kept.name if isinstance(kept, External) else name


def is_http_client(value: Value) -> bool:
    """Whether a value is an object of a library that sends requests."""
    return isinstance(value, Instance) and isinstance(value.of, str) and value.of in SENDERS


def _words(module: Module) -> frozenset[str]:
    """The identifiers one of which stands in every function of a module that sends a request."""
    aliases = (each.alias for each in module.facts.imports if each.name in _WORDS)
    return _WORDS.union(each for each in aliases if each is not None)


def _sends(callee: str) -> bool:
    owner, _, name = callee.rpartition(".")
    return name in SENDERS.get(owner, ())
