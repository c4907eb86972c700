"""Fields of answers that hold what nobody but its owner may know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

from archlint import facts
from archlint.project.code.expressions import last_word, uncalled, walk
from archlint.project.code.modules import Class, Function
from archlint.project.code.statements import evaluated, read_in, statements
from archlint.project.schemas.fields import SchemaField
from archlint.project.schemas.traffic import Answer
from archlint.project.schemas.words import words
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project
    from archlint.project.web.routes import Route

Kind: TypeAlias = Literal["password", "secret"]
"""A password is never answered; a secret is, once, by the route that issues it."""

_PASSWORD = re.compile(
    r"(hashed_?|encrypted_?|\b|_)(password|passwd|passphrase|pwd)(_?(hash|hashed|digest|salt))?$"
    r"|^(pass|pw)_?hash$|^(salt|password_salt)$"
)
_SECRET = re.compile(
    r"(^|_)(secret|client_secret|secret_key|secret_access_key|private_key|signing_key|encryption_key|api_?key|api_secret"
    r"|(access|api|auth|bearer|bot|id|personal_access|refresh|session|webhook)_token)(_(hash|hashed|encrypted))?$"
)
_HARMLESS = frozenset(
    {"anon", "csrf", "enabled", "has", "hint", "is", "masked", "needs", "obfuscated", "placeholder", "preview"}
    | {"public", "publishable", "redacted", "requires", "sanitized", "site", "temporary", "truncated", "xsrf"}
)
_ISSUED = frozenset({"generated", "initial", "new", "temp", "temporary"})
"""Passwords that the service makes up and tells once."""
_ISSUING = re.compile(
    r"token|login|log-?in|sign-?(in|up)|auth|oidc|sso|session|refresh|callback|register|regenerate|rotate|issue"
    r"|credential|secret|api-?_?key|reveal|mfa|totp|2fa|invit",
    re.IGNORECASE,
)
"""Paths by which a secret is asked for."""
_PAYMENTS = frozenset({"checkout", "intent", "order", "payment", "session", "setup", "verification"})
"""What payment providers give a `client_secret` that the browser is meant to hold."""
_MASKING = re.compile(r"mask|redact|obfuscat|censor|scrub|conceal|anonymi[sz]e", re.IGNORECASE)
_ASTERISKS = "***"
_TEXTS = frozenset({"builtins.str", "builtins.bytes"})
_OF_FIELDS = frozenset({"field_serializer", "field_validator", "validator"})


class Leak(Record, frozen=True, eq=False):
    """A field of a model that some route answers with."""

    field: SchemaField
    kind: Kind
    holder: Class
    """The model, or one that extends it, that is answered with."""
    answer: Answer


class Secrets:
    """Which fields of answers are secrets."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def leaked(self, cls: Class) -> Iterator[Leak]:
        """The secrets among the fields that a class itself declares, each with the first route that tells it."""
        for said in self._project.schemas.fields(cls):
            kind = _kind(said.name)
            if kind is None or (said.name == "client_secret" and _PAYMENTS & set(words(cls.name))):
                continue
            for holder, answer in self._tellers(cls):
                field = self._project.schemas.shapes.of(holder).get(said.name)
                if field is None or field.said is not said or not self._is_told(field, holder):
                    continue
                if self._leaks(kind, field, answer) and not self._is_masked(field, holder):
                    yield Leak(field, kind, holder, answer)
                    break

    def _tellers(self, cls: Class) -> Iterator[tuple[Class, Answer]]:
        """The class and those below it, with the answers that hold objects of each."""
        carried = self._project.schemas.traffic.carried
        for each in (cls, *self._project.subclasses.of(cls)):
            yield from ((each, answer) for answer in carried.get(each, ()))

    def _is_told(self, field: SchemaField, holder: Class) -> bool:
        """Whether a field holds plain text and nothing keeps it back or masks it."""
        members = field.shape.members
        if not any(self._project.name_of(expr, scope) in _TEXTS for expr, scope in members):
            return False
        excluded = field.option("exclude")
        if isinstance(excluded, facts.Constant) and excluded.kind == "True":
            return False
        if any(self._is_annotated_masker(expr) for expr, _ in field.shape.extras):
            return False
        return not any(self._masks(each, field.name) for each in self._project.mro(holder) if isinstance(each, Class))

    def _is_annotated_masker(self, expr: facts.Expr) -> bool:
        """Whether something beside a type may change what is sent: a validator or a serializer."""
        return last_word(uncalled(expr)).endswith(("Validator", "Serializer"))

    def _masks(self, cls: Class, name: str) -> bool:
        """Whether a method of a model may change a field before it is sent; one that raises checks it."""
        for method in cls.methods():
            for decorator in method.facts.decorators:
                called = uncalled(decorator)
                last = last_word(called)
                if last == "model_serializer":
                    return True
                if last in ("model_validator", "root_validator") and _sets(method, name):
                    return True
                if last in _OF_FIELDS and not (last != "field_serializer" and _raises(method)):
                    texts = {each.value for each in walk(decorator) if isinstance(each, facts.String)}
                    if name in texts or "*" in texts:
                        return True
        return False

    def _is_masked(self, field: SchemaField, holder: Class) -> bool:
        """Whether some function that knows the field, or makes the model, speaks of masking or holds asterisks."""
        names = {field.name, field.cls.name, holder.name}
        for function in self._project.mentioning(names):
            if function.mentions_like(_MASKING):
                return True
            if function.mentions(field.name) and self._holds_asterisks(function):
                return True
        return False

    def _holds_asterisks(self, function: Function) -> bool:
        return any(isinstance(each, facts.String) and _ASTERISKS in each.value for each in read_in(function.body))

    def _leaks(self, kind: Kind, field: SchemaField, answer: Answer) -> bool:
        """Whether an answer is more than the issuing of a secret, and does not leave the field out."""
        route = answer.route
        if any(_names(route, option, field.name) for option in ("response_model_exclude",)):
            return False
        if route.option("response_model_include") is not None and not _names(
            route, "response_model_include", field.name
        ):
            return False
        if kind == "password":
            return not (_ISSUED & set(words(field.name)))
        if "POST" in route.methods or not route.methods:
            return False
        return not _ISSUING.search(route.path or route.own_path or "token")


def _raises(method: Function) -> bool:
    return any(isinstance(each, facts.Raise) for each in statements(method.body))


def _sets(method: Function, name: str) -> bool:
    """Whether a method gives a field another value: as an attribute, or as an item of a dictionary."""
    for stmt in statements(method.body):
        for target in stmt.targets if isinstance(stmt, (facts.Assign, facts.Delete)) else ():
            if isinstance(target, facts.Attribute) and target.attr == name:
                return True
        said = (*evaluated(stmt), *(stmt.targets if isinstance(stmt, (facts.Assign, facts.Delete)) else ()))
        if any(isinstance(each, facts.String) and each.value == name for expr in said for each in walk(expr)):
            return True
    return False


def _names(route: Route, option: str, name: str) -> bool:
    """Whether an option of a route names a field somewhere, or cannot be read."""
    said = route.option(option)
    if said is None:
        return False
    texts = {each.value for each in walk(said.value) if isinstance(each, facts.String)}
    return name in texts or not texts


def _kind(name: str) -> Kind | None:
    small = name.lower()
    if not _HARMLESS.isdisjoint(words(name)):
        return None
    if _PASSWORD.search(small):
        return "password"
    return "secret" if _SECRET.search(small) else None
