"""What is known of libraries that the project uses: data, one row a fact, sorted."""

from __future__ import annotations

from archlint.project.inference.returns import RETURNS
from archlint.project.inference.values import External, Instance

ALIASES: dict[str, str] = {
    "asyncio.events.AbstractEventLoop": "asyncio.AbstractEventLoop",
    "asyncio.events.get_event_loop": "asyncio.get_event_loop",
    "asyncio.events.get_running_loop": "asyncio.get_running_loop",
    "asyncio.tasks.create_task": "asyncio.create_task",
    "asyncio.tasks.ensure_future": "asyncio.ensure_future",
    "asyncio.threads.to_thread": "asyncio.to_thread",
    "asyncpg.connection.Connection": "asyncpg.Connection",
    "asyncpg.pool.Pool": "asyncpg.Pool",
    "asyncpg.pool.create_pool": "asyncpg.create_pool",
    "concurrent.futures.process.ProcessPoolExecutor": "concurrent.futures.ProcessPoolExecutor",
    "concurrent.futures.thread.ThreadPoolExecutor": "concurrent.futures.ThreadPoolExecutor",
    "databases.core.Database": "databases.Database",
    "docker.client.DockerClient": "docker.DockerClient",
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
    "github.MainClass.Github": "github.Github",
    "google.cloud.bigquery.client.Client": "google.cloud.bigquery.Client",
    "google.cloud.bigquery.job.LoadJob": "google.cloud.bigquery.LoadJob",
    "google.cloud.bigquery.job.QueryJob": "google.cloud.bigquery.QueryJob",
    "google.cloud.firestore_v1.Client": "google.cloud.firestore.Client",
    "google.cloud.storage.blob.Blob": "google.cloud.storage.Blob",
    "google.cloud.storage.bucket.Bucket": "google.cloud.storage.Bucket",
    "google.cloud.storage.client.Client": "google.cloud.storage.Client",
    "gspread.client.Client": "gspread.Client",
    "gspread.spreadsheet.Spreadsheet": "gspread.Spreadsheet",
    "gspread.worksheet.Worksheet": "gspread.Worksheet",
    "importlib.abc.Traversable": "importlib.resources.abc.Traversable",
    "importlib_resources.files": "importlib.resources.files",
    "minio.api.Minio": "minio.Minio",
    "pathlib.PosixPath": "pathlib.Path",
    "pika.adapters.BlockingConnection": "pika.BlockingConnection",
    "pika.adapters.blocking_connection.BlockingConnection": "pika.BlockingConnection",
    "pymongo.mongo_client.MongoClient": "pymongo.MongoClient",
    "pymongo.synchronous.collection.Collection": "pymongo.collection.Collection",
    "pymongo.synchronous.database.Database": "pymongo.database.Database",
    "redis.RedisCluster": "redis.cluster.RedisCluster",
    "redis.StrictRedis": "redis.Redis",
    "redis.asyncio.client.Redis": "redis.asyncio.Redis",
    "redis.client.Redis": "redis.Redis",
    "redis.client.StrictRedis": "redis.Redis",
    "requests.sessions.Session": "requests.Session",
    "slack_sdk.web.WebClient": "slack_sdk.WebClient",
    "slack_sdk.web.client.WebClient": "slack_sdk.WebClient",
    "slack_sdk.webhook.WebhookClient": "slack_sdk.WebhookClient",
    "slack_sdk.webhook.client.WebhookClient": "slack_sdk.WebhookClient",
    "sqlalchemy.engine.Connection": "sqlalchemy.Connection",
    "sqlalchemy.engine.Engine": "sqlalchemy.Engine",
    "sqlalchemy.engine.base.Connection": "sqlalchemy.Connection",
    "sqlalchemy.engine.base.Engine": "sqlalchemy.Engine",
    "sqlalchemy.engine.create_engine": "sqlalchemy.create_engine",
    "sqlalchemy.ext.asyncio.engine.AsyncConnection": "sqlalchemy.ext.asyncio.AsyncConnection",
    "sqlalchemy.ext.asyncio.engine.AsyncEngine": "sqlalchemy.ext.asyncio.AsyncEngine",
    "sqlalchemy.ext.asyncio.engine.create_async_engine": "sqlalchemy.ext.asyncio.create_async_engine",
    "sqlalchemy.ext.asyncio.session.AsyncSession": "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlalchemy.ext.asyncio.session.async_sessionmaker": "sqlalchemy.ext.asyncio.async_sessionmaker",
    "sqlalchemy.ext.declarative.declarative_base": "sqlalchemy.orm.declarative_base",
    "sqlalchemy.orm.query.Query": "sqlalchemy.orm.Query",
    "sqlalchemy.orm.scoping.scoped_session": "sqlalchemy.orm.scoped_session",
    "sqlalchemy.orm.session.Session": "sqlalchemy.orm.Session",
    "sqlalchemy.orm.session.sessionmaker": "sqlalchemy.orm.sessionmaker",
    "sqlalchemy.schema.MetaData": "sqlalchemy.MetaData",
    "sqlalchemy.sql.schema.MetaData": "sqlalchemy.MetaData",
    "sqlmodel.Session": "sqlmodel.Session",
    "sqlmodel.ext.asyncio.session.AsyncSession": "sqlmodel.ext.asyncio.session.AsyncSession",
    "sqlmodel.orm.session.Session": "sqlmodel.Session",
    "starlette.background.BackgroundTasks": "fastapi.BackgroundTasks",
    "starlette.datastructures.UploadFile": "fastapi.UploadFile",
    "starlette.exceptions.HTTPException": "fastapi.HTTPException",
    "starlette.requests.Request": "fastapi.Request",
    "starlette.responses.Response": "fastapi.Response",
    "starlette.websockets.WebSocket": "fastapi.WebSocket",
    "supabase.client.Client": "supabase.Client",
    "urllib3.poolmanager.PoolManager": "urllib3.PoolManager",
}
"""The one name by which the rules know an object that can be imported from several places."""

CLASSES: frozenset[str] = frozenset(
    {
        "ddgs.DDGS",
        "duckduckgo_search.DDGS",
        "fpdf.FPDF",
        "ftplib.FTP",
        "ftplib.FTP_TLS",
        "hdbscan.HDBSCAN",
        "imaplib.IMAP4",
        "imaplib.IMAP4_SSL",
        "jira.JIRA",
        "pexpect.spawn",
        "poplib.POP3",
        "poplib.POP3_SSL",
        "psycopg2.extensions.connection",
        "psycopg2.extensions.cursor",
        "smtplib.LMTP",
        "smtplib.SMTP",
        "smtplib.SMTP_SSL",
        "socket.socket",
        "sqlalchemy.ext.asyncio.async_sessionmaker",
        "sqlalchemy.orm.scoped_session",
        "sqlalchemy.orm.sessionmaker",
        "ultralytics.YOLO",
        "umap.UMAP",
        "yagmail.SMTP",
    }
)
"""Classes whose names do not begin with a capital."""

ATTRIBUTES: dict[str, str] = {
    "gspread.Spreadsheet.sheet1": "gspread.Worksheet",
    "pathlib.Path.parent": "pathlib.Path",
}
"""What an attribute, not called, is an instance of."""

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


def attribute(owner: str, name: str) -> External | Instance:
    """What an attribute of something external is."""
    full = canonical(f"{owner}.{name}")
    return Instance(ATTRIBUTES[full]) if full in ATTRIBUTES else External(full)


def is_class(name: str) -> bool:
    """Whether an external name is a class: by CapWords, or listed."""
    last = name.rpartition(".")[2]
    return (last[:1].isupper() and not last.isupper()) or name in CLASSES


def result_of(name: str) -> str:
    """What an instance made by calling the external `name` is an instance of."""
    made = name if is_class(name) else f"{name}()"
    return RETURNS.get(made, made)
