"""Who asks: the dependencies by which routes authenticate."""

from __future__ import annotations

import re

from archlint import facts
from archlint.project.code.expressions import argument, walk
from archlint.project.code.modules import Class, Function
from archlint.project.inference.inference import Inference
from archlint.project.memory import Recursion, remembered
from archlint.project.web.collections import Collections
from archlint.project.web.demands import Demands
from archlint.project.web.injection import Dependency, Injection
from archlint.project.web.nouns import singulars
from archlint.project.web.routers import Router
from archlint.project.web.routes import Route, Routes

_SCHEMES = ("fastapi.security.", "fastapi.openapi.models.")
_LIBRARIES = re.compile(r"fastapi_users\.|fastapi_login\.|fastapi_jwt|fastapi_azure_auth\.|fastapi_cloudauth\.|authx\.")
_HEADERS = frozenset({"authorization", "x-api-key", "x-auth-token", "x-access-token"})
_CHANGING = frozenset({"DELETE", "PATCH", "POST", "PUT"})
_CARRIERS = frozenset({"cookies", "headers"})
_NAMES = re.compile(
    r"(^|_)(auth\w*|current_(user|account|active\w*|admin\w*|superuser|principal|subject)|credentials?|api_?key|jwt|"
    r"login_required|logged_in|principal|require\w*_(user|login|auth|admin|permission\w*|role\w*|scope\w*|token|key)|"
    r"(check|verify|validate)_(user|token|admin|key|auth\w*|permission\w*|access|signature|\w+_key)|permission\w*)(_|$)",
    re.IGNORECASE,
)
"""How those call a dependency who let it tell who asks."""
_HINTS = re.compile(
    r"(^|_)(acl|auth\w*|bearer|cookies?|credential\w*|current_\w+|csrf|digest|get_user|hmac|identity|jwt|login|password|"
    r"permission\w*|principal|scopes?|secret\w*|session_id|signature|signed|sso|subject|token\w*|webhook)(_|$)",
    re.IGNORECASE,
)
"""Words of code that may tell who asks by itself."""
_FOR_STRANGERS = frozenset(
    {
        *("activate", "activation", "anonymous", "callback", "claim", "confirm", "confirmation", "contact", "decode"),
        *("exchange", "feedback", "forgot", "forgotten", "health", "hook", "invitation", "invite", "login", "logout"),
        *("magic", "oauth", "otp", "pair", "parse", "password", "preview", "proxy", "public", "redeem", "redirect"),
        *("refresh", "register", "registration", "reset", "saml", "search", "sign", "signin", "signup", "sso"),
        *("subscribe", "telemetry", "token", "totp", "track", "unlock", "unsubscribe", "verification", "verify"),
        *("webhook",),
    }
)
"""Words of routes that are there for those who are not known yet, or change nothing."""
_MEMBERS = re.compile(r"(user|account|customer|member)s?")
_OF_REQUEST = frozenset({"client", "scope", "session", "state", "user"})
"""Attributes of a request under which a middleware leaves who asks."""


class Principals:
    """Answers which dependency of a route tells who asks; names alone are taken as weak evidence."""

    def __init__(
        self, inference: Inference, injection: Injection, demands: Demands, routes: Routes, collections: Collections
    ) -> None:
        self._inference = inference
        self._collections = collections
        self._injection = injection
        self._demands = demands
        self._routes = routes
        self._reaching: Recursion[Function | Class, bool] = Recursion()

    def authenticates(self, route: Route) -> Dependency | None:
        """The first of a route's own dependencies, those of its routers included, that reaches a security scheme."""
        return next((each for each in self._demands.direct(route) if self.reaches_scheme(each)), None)

    def reaches_scheme(self, dependency: Dependency) -> bool:
        """Whether a dependency is a security scheme, reads credentials from a header, or depends on one that does."""
        if dependency.name.startswith(_SCHEMES) or _LIBRARIES.match(dependency.name):
            return True
        return any(self.provider_reaches(each) for each in dependency.providers)

    def is_principal(self, provider: Function) -> bool:
        """Whether a provider tells who asks, by a security scheme or by its name."""
        return self.provider_reaches(provider) or _NAMES.search(provider.name) is not None

    def provider_reaches(self, provider: Function | Class) -> bool:
        """The same of a dependency's provider."""
        return self._reaching.of(provider, lambda: self._reaches(provider), otherwise=False)

    def _reaches(self, provider: Function | Class) -> bool:
        return (
            self._is_scheme(provider)
            or (isinstance(provider, Function) and self._reads_credentials(provider))
            or any(self.reaches_scheme(each) for each in self._injection.dependencies(provider))
        )

    def _is_scheme(self, provider: Function | Class) -> bool:
        cls = provider if isinstance(provider, Class) else provider.owner
        bases = () if cls is None else self._inference.members.mro(cls)
        return any(isinstance(each, str) and each.startswith(_SCHEMES) for each in bases)

    def _reads_credentials(self, provider: Function) -> bool:
        """Whether a provider takes a header of credentials, or looks it up in the request."""
        around = self._inference.around(provider)
        for parameter in provider.facts.parameters:
            for said in (parameter.annotation, parameter.default):
                for call in walk(said) if said is not None else ():
                    if isinstance(call, facts.Call) and self._inference.name_of(call.func, around) == "fastapi.Header":
                        alias = argument(call, "alias")
                        name = alias.value if isinstance(alias, facts.String) else parameter.name.replace("_", "-")
                        if name.lower() in _HEADERS:
                            return True
        if not provider.mentions_any(_CARRIERS):
            return False
        return any(_looks_up_credentials(event.expr) for event in self._inference.flow(provider).calls())

    def may_authenticate(self, route: Route) -> bool:
        """Whether anything about a route says that it may tell who asks: weak evidence counts, and the unknown."""
        handler = route.handler
        if handler is None or route.is_open or self.authenticates(route) is not None:
            return True
        tree = self._demands.tree(route)
        if any(not each.providers and not each.name.startswith("fastapi.") for each in tree):
            return True
        functions = [provider for each in tree for provider in each.providers if isinstance(provider, Function)]
        return any(_is_named_so(each) for each in tree) or any(_hints(each) for each in (handler, *functions))

    def declared(self, route: Route) -> Dependency | None:
        """The dependency by which a route authenticates; told by its name where no scheme is known behind it."""
        direct = self._demands.direct(route)
        found = self.authenticates(route)
        return found or next((each for each in direct if any(map(_is_named_so, self._injection.tree((each,))))), None)

    def convention(self, route: Route) -> tuple[Dependency, Route] | None:
        """By which dependency the other routes of its router authenticate, and one of them, where nearly all do.

        Those count that change something; where only one route does not authenticate, those that read as well.
        """
        for reached in route.routers:
            routes = self._by_router.get(reached.router, ())
            others = [each for each in routes if each.handler is not route.handler and not self.serves_strangers(each)]
            changing = [each for each in others if changes(each)]
            said = changing if len(changing) > 1 else others
            keeping = self._keeping(said)
            if len(keeping) >= 2 and len(said) - len(keeping) <= len(keeping) // 8:
                return keeping[0]
        return None

    @remembered
    def convention_of_application(self) -> tuple[Dependency, Route] | None:
        """By which dependency most routes that change something authenticate, and one of them."""
        asked = [each for each in self._routes if each.handler is not None and not each.is_websocket]
        said = [each for each in asked if changes(each) and not self.serves_strangers(each)]
        keeping = self._keeping(said)
        return keeping[0] if len(keeping) >= 2 and len(keeping) * 2 > len(said) else None

    def _keeping(self, routes: list[Route]) -> list[tuple[Dependency, Route]]:
        """By which dependencies those of some routes authenticate that do."""
        return [(found, each) for each in routes if (found := self.declared(each)) is not None]

    def serves_strangers(self, route: Route) -> bool:
        """Whether a route, by its words, is there for those who are not known yet, or changes nothing."""
        noun = self._collections.noun(route) or ""
        if route.methods == ("POST",) and _MEMBERS.fullmatch(noun):
            return True
        said = (route.path or route.own_path or "", noun, "" if route.handler is None else route.handler.name)
        return any(not _FOR_STRANGERS.isdisjoint(singulars(each)) for each in said)

    @remembered
    def _by_router(self) -> dict[Router, list[Route]]:
        found: dict[Router, list[Route]] = {}
        for route in self._routes:
            for reached in route.routers:
                if not route.is_websocket and not route.is_plain and route.handler is not None:
                    found.setdefault(reached.router, []).append(route)
        return found


def changes(route: Route) -> bool:
    """Whether a route, by its method, changes something."""
    return not _CHANGING.isdisjoint(route.methods)


def called(dependency: Dependency) -> str:
    """What a reader knows a dependency by."""
    provider = dependency.provider
    if isinstance(provider, Function):
        return known_as(provider)
    return dependency.name.rpartition(".")[2] or "a dependency"


def known_as(provider: Function) -> str:
    """What a reader knows a provider by: the function that made it, the class whose objects are called."""
    return provider.qualname.partition(".")[0] if provider.owner is None else provider.owner.name


def _is_named_so(dependency: Dependency) -> bool:
    return _NAMES.search(dependency.name.rpartition(".")[2]) is not None


def _hints(function: Function) -> bool:
    """Whether a word of a function says that it may tell who asks."""
    if _HINTS.search(function.name) or function.mentions_like(_HINTS):
        return True
    return function.mentions("request") and function.mentions_any(_OF_REQUEST)


def _looks_up_credentials(call: facts.Call) -> bool:
    """`request.headers.get("Authorization")`."""
    match call:
        case facts.Call(func=facts.Attribute(attr="get", value=facts.Attribute(attr=carrier)), args=(name, *_)):
            return carrier in _CARRIERS and isinstance(name, facts.String) and name.value.lower() in _HEADERS
        case _:
            return False
