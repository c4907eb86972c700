"""Calls that send a request over HTTP, whether they block or are awaited."""

from __future__ import annotations

from archlint.project.code.modules import Function, Module
from archlint.project.execution.callers import mentions_any
from archlint.project.execution.calls import Call, Calls
from archlint.project.inference.values import Instance, Value

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


class HttpCalls:
    """The requests that functions send themselves; answers are kept."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._known: dict[int, tuple[Call, ...]] = {}

    def of(self, function: Function) -> tuple[Call, ...]:
        """The calls of a body that send a request by an HTTP library, in order."""
        known = self._known.get(id(function))
        if known is None:
            found = self._calls.within(function) if mentions_any(function, _words(function.module)) else ()
            self._known[id(function)] = known = tuple(each for each in found if _sends(each))
        return known


def is_http_client(value: Value) -> bool:
    """Whether a value is an object of a library that sends requests."""
    return isinstance(value, Instance) and isinstance(value.of, str) and value.of in SENDERS


def _words(module: Module) -> frozenset[str]:
    """The identifiers one of which stands in every function of a module that sends a request."""
    aliases = (each.alias for each in module.facts.imports if each.name in _WORDS)
    return _WORDS.union(each for each in aliases if each is not None)


def _sends(call: Call) -> bool:
    owner, _, name = call.callee.rpartition(".")
    return name in SENDERS.get(owner, ())
