"""Routes of a collection: what it is called, and which of its routes make something new in it."""

from __future__ import annotations

import re

from archlint.project.code.modules import Function
from archlint.project.web.includes import Includes
from archlint.project.web.nouns import is_parameter, is_plural, segments, singulars, words
from archlint.project.web.routes import Route

_CREATES = frozenset({"add", "create", "insert", "new", "register", "store"})
_NO_MEANING = frozenset({"admin", "api", "async", "bulk", "endpoint", "handle", "http", "post", "route", "v1"})
"""Words before the verb of a handler's name."""
_ADDS_TO = re.compile(r"(^|_)add_.*_to(_|$)")
"""Names of handlers that put something that is there into something else."""
_DOES = frozenset(
    {
        *("auth", "authenticate", "authorize", "login", "logout", "oauth", "refresh", "signin", "token"),
        *("execution", "export", "import", "job", "run", "sync"),
        *("calculate", "check", "count", "filter", "find", "preview", "query", "search", "validate", "verify"),
    }
)
"""Words of routes that log in, start something or look something up."""
_TAKES_IN = frozenset({"callback", "collect", "hook", "ingest", "receive", "telemetry", "track", "webhook"})
"""Words of routes that take in what others send, unless their handlers' names say that they create."""


class Collections:
    """Answers what the paths of routes speak of."""

    def __init__(self, includes: Includes) -> None:
        self._includes = includes

    def noun(self, route: Route) -> str | None:
        """The last part of a route's path, prefixes included as far as they are known.

        "" where it has none that is known, None where it is a parameter: one of the collection, or the path is unknown.
        """
        if route.own_path is None:
            return None
        path = route.path or ""
        if not path:
            prefixes = {self._includes.own_prefix(each) or "" for each in route.routers}
            path = (prefixes.pop() if len(prefixes) == 1 else "") + route.own_path
        parts = segments(path)
        if not parts:
            return ""
        return None if is_parameter(parts[-1]) else parts[-1]

    def creates(self, route: Route, what: str, *, is_looped: bool) -> bool:
        """Whether a route, by its path and its handler's name, makes an object of a class in a collection.

        `what` is the class, "" where it is unknown; what is stored for each of several must be what the path speaks of.
        """
        noun = self.noun(route)
        if noun is None or route.handler is None or _does_something(route):
            return False
        about, stored = singulars(noun), singulars(what)
        is_collection = bool(noun) and is_plural(noun)
        is_named_so = _is_named_so(route.handler)
        if noun and about <= stored and (about == stored or not is_looped):
            return is_named_so or is_collection
        if not is_named_so or is_looped or _ADDS_TO.search(route.handler.name) or (noun and not is_collection):
            return False
        return not what or bool(stored & _spoken_of(route.handler))


def _is_named_so(handler: Function) -> bool:
    said = [each for each in words(handler.name) if each not in _NO_MEANING]
    return bool(said) and said[0] in _CREATES


def _spoken_of(handler: Function) -> frozenset[str]:
    return singulars(handler.name) - _CREATES - _NO_MEANING


def _does_something(route: Route) -> bool:
    """Whether a word of its path or of its handler's name says that it makes nothing that stays, or not at once."""
    path = (segments(route.path or route.own_path or "") or ("",))[-2:]
    said = {word for each in path if not is_parameter(each) for word in singulars(each)}
    handler = words(route.handler.name) if route.handler is not None else ()
    takes_in = route.handler is not None and not _is_named_so(route.handler)
    silent = _DOES | _TAKES_IN if takes_in else _DOES
    return not silent.isdisjoint(said) or not silent.isdisjoint(handler)
