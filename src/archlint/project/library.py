"""What is known of libraries that the project uses: data, one row a fact, sorted."""

from __future__ import annotations

ALIASES: dict[str, str] = {
    "fastapi.applications.FastAPI": "fastapi.FastAPI",
    "fastapi.background.BackgroundTasks": "fastapi.BackgroundTasks",
    "fastapi.datastructures.UploadFile": "fastapi.UploadFile",
    "fastapi.exceptions.HTTPException": "fastapi.HTTPException",
    "fastapi.param_functions.Depends": "fastapi.Depends",
    "fastapi.params.Depends": "fastapi.Depends",
    "fastapi.params.Security": "fastapi.Security",
    "fastapi.requests.Request": "fastapi.Request",
    "fastapi.responses.Response": "fastapi.Response",
    "fastapi.routing.APIRouter": "fastapi.APIRouter",
    "sqlalchemy.engine.Connection": "sqlalchemy.Connection",
    "sqlalchemy.engine.Engine": "sqlalchemy.Engine",
    "sqlalchemy.engine.base.Connection": "sqlalchemy.Connection",
    "sqlalchemy.engine.base.Engine": "sqlalchemy.Engine",
    "sqlalchemy.engine.create_engine": "sqlalchemy.create_engine",
    "sqlalchemy.ext.asyncio.session.AsyncSession": "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlalchemy.ext.declarative.declarative_base": "sqlalchemy.orm.declarative_base",
    "sqlalchemy.orm.scoping.scoped_session": "sqlalchemy.orm.scoped_session",
    "sqlalchemy.orm.session.Session": "sqlalchemy.orm.Session",
    "sqlalchemy.orm.session.sessionmaker": "sqlalchemy.orm.sessionmaker",
    "sqlmodel.Session": "sqlmodel.Session",
    "sqlmodel.ext.asyncio.session.AsyncSession": "sqlmodel.ext.asyncio.session.AsyncSession",
    "starlette.background.BackgroundTasks": "fastapi.BackgroundTasks",
    "starlette.datastructures.UploadFile": "fastapi.UploadFile",
    "starlette.exceptions.HTTPException": "fastapi.HTTPException",
    "starlette.requests.Request": "fastapi.Request",
    "starlette.responses.Response": "fastapi.Response",
    "starlette.websockets.WebSocket": "fastapi.WebSocket",
}
"""The one name by which the rules know an object that can be imported from several places."""

RETURNS: dict[str, str] = {
    "boto3.Session().client()": "boto3.client()",
    "boto3.Session().resource()": "boto3.resource()",
    "boto3.session.Session().client()": "boto3.client()",
    "boto3.session.Session().resource()": "boto3.resource()",
    "builtins.open()": "io.TextIOWrapper",
    "io.open()": "io.TextIOWrapper",
    "redis.from_url()": "redis.Redis",
    "sqlalchemy.Engine.begin()": "sqlalchemy.Connection",
    "sqlalchemy.Engine.connect()": "sqlalchemy.Connection",
    "sqlalchemy.create_engine()": "sqlalchemy.Engine",
    "sqlalchemy.engine_from_config()": "sqlalchemy.Engine",
    "sqlalchemy.ext.asyncio.AsyncEngine.begin()": "sqlalchemy.ext.asyncio.AsyncConnection",
    "sqlalchemy.ext.asyncio.AsyncEngine.connect()": "sqlalchemy.ext.asyncio.AsyncConnection",
    "sqlalchemy.ext.asyncio.async_sessionmaker.__call__()": "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlalchemy.ext.asyncio.create_async_engine()": "sqlalchemy.ext.asyncio.AsyncEngine",
    "sqlalchemy.orm.Session.get_bind()": "sqlalchemy.Engine",
    "sqlalchemy.orm.Session.query()": "sqlalchemy.orm.Query",
    "sqlalchemy.orm.scoped_session.__call__()": "sqlalchemy.orm.Session",
    "sqlalchemy.orm.sessionmaker.__call__()": "sqlalchemy.orm.Session",
    "sqlalchemy.orm.sessionmaker.begin()": "sqlalchemy.orm.Session",
    "sqlmodel.create_engine()": "sqlalchemy.Engine",
}
"""What the result of a call is an instance of; the result of `f` is written `f()`."""

CLASSES: frozenset[str] = frozenset(
    {
        "sqlalchemy.ext.asyncio.async_sessionmaker",
        "sqlalchemy.orm.scoped_session",
        "sqlalchemy.orm.sessionmaker",
    }
)
"""Classes whose names do not begin with a capital."""

FLUENT: tuple[str, ...] = ("sqlalchemy.orm.Query",)
"""Classes whose unknown methods give an object of the same class."""

FIRST_PARAMETER_TYPES: frozenset[str] = frozenset(
    {
        "collections.abc.AsyncGenerator",
        "collections.abc.AsyncIterable",
        "collections.abc.AsyncIterator",
        "collections.abc.Generator",
        "collections.abc.Iterable",
        "collections.abc.Iterator",
        "contextlib.AbstractAsyncContextManager",
        "contextlib.AbstractContextManager",
        "typing.AsyncContextManager",
        "typing.AsyncGenerator",
        "typing.AsyncIterable",
        "typing.AsyncIterator",
        "typing.ContextManager",
        "typing.Generator",
        "typing.Iterable",
        "typing.Iterator",
    }
)
"""Generic types whose first argument is what iterating, entering or injecting one gives."""


def canonical(name: str) -> str:
    """The name by which the rules know an external object."""
    return ALIASES.get(name, name)


def is_class(name: str) -> bool:
    """Whether an external name is a class: by CapWords, or listed."""
    last = name.rpartition(".")[2]
    return (last[:1].isupper() and not last.isupper()) or name in CLASSES


def result_of(name: str) -> str:
    """What an instance made by calling the external `name` is an instance of."""
    made = name if is_class(name) else f"{name}()"
    return RETURNS.get(made, made)
