"""The text of caught exceptions on its way to clients."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

from archlint import facts
from archlint.project.code.expressions import argument, arguments_of, walk
from archlint.project.code.modules import Function
from archlint.project.code.statements import evaluated
from archlint.project.errors.clauses import BROAD, HTTP, Caught, Error
from archlint.project.errors.situations import Situation
from archlint.project.errors.texts import Text, asks_for_more, is_narrowing
from archlint.project.inference.values import FunctionRef, Instance
from archlint.project.memory import remembered
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

Where: TypeAlias = Literal["detail", "response", "message"]

_STREAMS = frozenset({"EventSourceResponse", "StreamingResponse"})
_SENDS = frozenset({"close", "send_bytes", "send_json", "send_text"})
_HARMLESS = frozenset(
    {HTTP, "fastapi.exceptions.RequestValidationError", "builtins.UnicodeDecodeError", "builtins.UnicodeError"}
)
_OF_INPUT = frozenset(
    {"binascii", "cerberus", "csv", "dateutil", "email_validator", "json", "jsonschema", "marshmallow", "msgspec"}
    | {"phonenumbers", "pydantic", "pydantic_core", "tarfile", "tomllib", "zipfile"}
)
"""Packages whose errors tell clients no more than what they sent."""
_INSIDE = frozenset(
    {"aio_pika", "aiobotocore", "aiohttp", "aiokafka", "aiomysql", "aioredis", "aiosmtplib", "aiosqlite", "alembic"}
    | {"anthropic", "asyncpg", "asyncssh", "azure", "boto3", "botocore", "builtins", "cassandra", "celery"}
    | {"cryptography", "docker", "elasticsearch", "google", "grpc", "httpcore", "httpx", "httpx2", "jose", "jwt"}
    | {"kafka", "kombu", "kubernetes", "kubernetes_asyncio", "ldap3", "litellm", "minio", "motor", "MySQLdb", "neo4j"}
    | {"odmantic", "openai", "opensearchpy", "oracledb", "paramiko", "peewee", "pika", "psycopg", "psycopg2"}
    | {"pymongo", "pymysql", "pyodbc", "qdrant_client", "redis", "requests", "smtplib", "sqlalchemy", "sqlite3"}
    | {"sqlmodel", "ssl", "subprocess", "tortoise", "urllib", "urllib3"}
)
"""Packages whose errors speak of databases, networks, files and keys; the words of others may be meant for clients."""
_MAY_OWN = frozenset(
    {"ValueError", "TypeError", "KeyError", "LookupError", "IndexError", "RuntimeError", "PermissionError"}
    | {"NotImplementedError", "AssertionError", "AttributeError", "FileNotFoundError", "FileExistsError"}
    | {"ArithmeticError", "ZeroDivisionError", "OverflowError", "StopIteration", "TimeoutError", "ConnectionError"}
)
"""Builtins that functions raise with words of their own."""


class Leak(Record, frozen=True, eq=False):
    """A place that hands a caught exception's text to a client."""

    text: facts.Expr
    """What carries it."""
    sink: facts.Expr
    """What takes it out: the HTTPException, the response, the message."""
    where: Where
    errors: tuple[Error, ...]
    """What may have been caught; empty for a traceback."""
    situation: Situation

    @property
    def at(self) -> facts.Expr:
        """The text where the sink has it in itself, else the sink."""
        return self.text if self.sink.start <= self.text.start < self.sink.end else self.sink


class Leaks:
    """Finds them; an exception of the project's own, made for clients, is none."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def of(self, function: Function) -> Iterator[Leak]:
        """The leaks of a function, one a statement."""
        registered = self._project.errors.handlers.of(function)
        if not registered and not self._catches(function):
            return
        is_route = any(not each.is_websocket for each in self._project.routes_of(function)) or bool(registered)
        for each in self._project.errors.situations.of(function):
            for text, sink, where in self._sent(each, function, is_route=is_route):
                errors = self._foreign(text.caught, self._status(sink, function))
                if errors and not self._is_chosen(each):
                    yield Leak(text.expr, sink, where, errors, each)
                    break

    def _catches(self, function: Function) -> bool:
        handlers = self._project.errors.situations.handlers(function)
        return any(each.name is not None for each in handlers) or (
            bool(handlers) and function.mentions_any({"format_exc", "format_exception"})
        )

    # where it goes

    def _sent(self, at: Situation, function: Function, *, is_route: bool) -> Iterator[tuple[Text, facts.Expr, Where]]:
        match at.stmt:
            case facts.Raise(exc=facts.Call() as made):
                if self._project.errors.answers.of(made, function) is not None:
                    yield from self._arguments(made, function, "detail")
                return
            case facts.Return(value=value) if value is not None and is_route:
                if (text := self._project.errors.texts.of(value, function)) is not None:
                    yield text, value, "response"
            case facts.Evaluate(value=facts.Yield(value=value)) if value is not None:
                if function in self._streamed and (text := self._project.errors.texts.of(value, function)) is not None:
                    yield text, value, "response"
        for each in evaluated(at.stmt):
            for call in walk(each):
                if isinstance(call, facts.Call):
                    yield from self._call(call, function)

    def _call(self, call: facts.Call, function: Function) -> Iterator[tuple[Text, facts.Expr, Where]]:
        match call.func:
            case facts.Attribute(value=receiver, attr=attr) if attr in _SENDS:
                if self._is_websocket(receiver, function):
                    yield from self._arguments(call, function, "message")
            case facts.Name(id=name) | facts.Attribute(attr=name) if name[:1].isupper():
                answer = self._project.errors.answers.of(call, function)
                if answer is not None:
                    yield from self._arguments(call, function, "detail" if answer.is_error else "response")
            case _:
                return

    def _is_websocket(self, receiver: facts.Expr, function: Function) -> bool:
        value = self._project.infer(receiver, function)
        return isinstance(value, Instance) and self._project.derives(value, "fastapi.WebSocket")

    def _arguments(
        self, call: facts.Call, function: Function, where: Where
    ) -> Iterator[tuple[Text, facts.Expr, Where]]:
        for given in arguments_of(call):
            if (text := self._project.errors.texts.of(given, function)) is not None:
                yield text, call, where

    @remembered
    def _streamed(self) -> frozenset[Function]:
        """The generators that responses draw their bodies from."""
        found: set[Function] = set()
        for function in self._project.mentioning(_STREAMS):
            for call in self._project.calls_in(function):
                given = call.expr.args[0] if call.expr.args else argument(call.expr, "content")
                if call.callee.rpartition(".")[2] in _STREAMS and isinstance(given, facts.Call):
                    made = self._project.infer(given.func, function)
                    if isinstance(made, FunctionRef) and made.function.facts.is_generator:
                        found.add(made.function)
        return frozenset(found)

    # whose it is

    def _foreign(self, caught: Caught, status: int | None) -> tuple[Error, ...]:
        """Of what was caught, what is broad or somebody else's."""
        return tuple(each for each in caught.classes if isinstance(each, str) and _is_foreign(each, status))

    def _status(self, sink: facts.Expr, function: Function) -> int | None:
        answer = self._project.errors.answers.of(sink, function)
        return None if answer is None else answer.status

    def _is_chosen(self, at: Situation) -> bool:
        """Whether a condition asks for more words, or for what the exception is."""
        begin = at.handlers[-1].start if at.handlers else 0
        inner = [each for each in at.tests if each.expr.start > begin]
        return any(asks_for_more(each.expr) or (each.outcome and is_narrowing(each.expr)) for each in inner)


def _is_foreign(error: str, status: int | None) -> bool:
    """Whether an external error's words are nobody's business outside."""
    package, _, last = error.partition(".")
    if error in BROAD:
        return True
    if error in _HARMLESS or package in _OF_INPUT or (package == "builtins" and last in _MAY_OWN):
        return False
    return package in _INSIDE or (status is not None and status >= 500)
