"""What is known of database libraries: which classes hand out data, and by which methods. Data, sorted."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, TypeAlias

from archlint.records import Record

What: TypeAlias = Literal["session", "connection", "engine", "pool", "sessionmaker", "database"]


class SessionKind(Record, frozen=True):
    """What an object does for the database; a `database` is pool and connection in one."""

    what: What
    is_async: bool


HANDLES: dict[str, SessionKind] = {
    "aiomysql.Connection": SessionKind("connection", True),
    "aiomysql.Cursor": SessionKind("connection", True),
    "aiomysql.Pool": SessionKind("pool", True),
    "aiosqlite.Connection": SessionKind("connection", True),
    "aiosqlite.Cursor": SessionKind("connection", True),
    "asyncpg.Connection": SessionKind("connection", True),
    "asyncpg.Pool": SessionKind("pool", True),
    "databases.Database": SessionKind("database", True),
    "motor.motor_asyncio.AsyncIOMotorClient": SessionKind("database", True),
    "motor.motor_asyncio.AsyncIOMotorCollection": SessionKind("database", True),
    "motor.motor_asyncio.AsyncIOMotorDatabase": SessionKind("database", True),
    "mysql.connector.MySQLConnection": SessionKind("connection", False),
    "mysql.connector.cursor.MySQLCursor": SessionKind("connection", False),
    "odmantic.AIOEngine": SessionKind("session", True),
    "odmantic.session.AIOSession": SessionKind("session", True),
    "psycopg.AsyncConnection": SessionKind("connection", True),
    "psycopg.AsyncCursor": SessionKind("connection", True),
    "psycopg.Connection": SessionKind("connection", False),
    "psycopg.Cursor": SessionKind("connection", False),
    "psycopg2.extensions.connection": SessionKind("connection", False),
    "psycopg2.extensions.cursor": SessionKind("connection", False),
    "psycopg2.pool.SimpleConnectionPool": SessionKind("pool", False),
    "psycopg2.pool.ThreadedConnectionPool": SessionKind("pool", False),
    "psycopg_pool.AsyncConnectionPool": SessionKind("pool", True),
    "psycopg_pool.ConnectionPool": SessionKind("pool", False),
    "pymongo.AsyncMongoClient": SessionKind("database", True),
    "pymongo.MongoClient": SessionKind("database", False),
    "pymongo.asynchronous.collection.AsyncCollection": SessionKind("database", True),
    "pymongo.asynchronous.database.AsyncDatabase": SessionKind("database", True),
    "pymongo.collection.Collection": SessionKind("database", False),
    "pymongo.database.Database": SessionKind("database", False),
    "pymysql.connections.Connection": SessionKind("connection", False),
    "pymysql.cursors.Cursor": SessionKind("connection", False),
    "sqlalchemy.Connection": SessionKind("connection", False),
    "sqlalchemy.Engine": SessionKind("engine", False),
    "sqlalchemy.ext.asyncio.AsyncConnection": SessionKind("connection", True),
    "sqlalchemy.ext.asyncio.AsyncEngine": SessionKind("engine", True),
    "sqlalchemy.ext.asyncio.AsyncSession": SessionKind("session", True),
    "sqlalchemy.ext.asyncio.async_scoped_session": SessionKind("session", True),
    "sqlalchemy.ext.asyncio.async_sessionmaker": SessionKind("sessionmaker", True),
    "sqlalchemy.orm.Session": SessionKind("session", False),
    "sqlalchemy.orm.scoped_session": SessionKind("session", False),
    "sqlalchemy.orm.sessionmaker": SessionKind("sessionmaker", False),
    "sqlite3.Connection": SessionKind("connection", False),
    "sqlite3.Cursor": SessionKind("connection", False),
    "sqlmodel.Session": SessionKind("session", False),
    "sqlmodel.ext.asyncio.session.AsyncSession": SessionKind("session", True),
}
"""Classes by the names that `library` knows them under."""

NESTED: tuple[str, ...] = (
    "motor.motor_asyncio.AsyncIOMotorClient",
    "motor.motor_asyncio.AsyncIOMotorDatabase",
    "pymongo.AsyncMongoClient",
    "pymongo.MongoClient",
    "pymongo.asynchronous.database.AsyncDatabase",
    "pymongo.database.Database",
)
"""Classes whose attributes and items are databases and collections."""

OBJECTS: dict[str, SessionKind] = {
    "fastapi_async_sqlalchemy.db.session": SessionKind("session", True),
    "fastapi_sqlalchemy.db.session": SessionKind("session", False),
}
"""Objects that a library offers ready-made."""

RUNNERS: tuple[str, ...] = ("fastapi_pagination.ext.", "fastapi_pagination.paginate")
"""Libraries whose functions run a query on the session that they are given, by the beginnings of their names."""

QUERIES: frozenset[str] = frozenset(
    {
        "aggregate",
        "bulk_write",
        "count_documents",
        "delete_many",
        "delete_one",
        "distinct",
        "exec",
        "exec_driver_sql",
        "execute",
        "execute_many",
        "executemany",
        "fetch",
        "fetch_all",
        "fetch_one",
        "fetch_val",
        "fetchall",
        "fetchone",
        "fetchrow",
        "fetchval",
        "find",
        "find_one",
        "find_one_and_delete",
        "find_one_and_replace",
        "find_one_and_update",
        "get",
        "get_one",
        "insert_many",
        "insert_one",
        "iterate",
        "query",
        "replace_one",
        "scalar",
        "scalars",
        "stream",
        "stream_scalars",
        "update_many",
        "update_one",
    }
)
WRITES: frozenset[str] = frozenset(
    {
        "add",
        "add_all",
        "bulk_insert_mappings",
        "bulk_save_objects",
        "bulk_update_mappings",
        "delete",
        "flush",
        "merge",
        "refresh",
    }
)
TRANSACTIONS: frozenset[str] = frozenset(
    {"begin", "begin_nested", "commit", "rollback", "start_transaction", "transaction"}
)
OPENERS: frozenset[str] = frozenset(
    {"acquire", "begin", "connect", "connection", "cursor", "getconn", "raw_connection"}
)
"""On an engine, a pool, a sessionmaker or a database: hands out a connection or session."""

STATEMENTS: frozenset[str] = frozenset(
    {
        "sqlalchemy.delete",
        "sqlalchemy.future.select",
        "sqlalchemy.insert",
        "sqlalchemy.select",
        "sqlalchemy.sql.delete",
        "sqlalchemy.sql.expression.delete",
        "sqlalchemy.sql.expression.insert",
        "sqlalchemy.sql.expression.select",
        "sqlalchemy.sql.expression.text",
        "sqlalchemy.sql.expression.update",
        "sqlalchemy.sql.insert",
        "sqlalchemy.sql.select",
        "sqlalchemy.sql.text",
        "sqlalchemy.sql.update",
        "sqlalchemy.text",
        "sqlalchemy.update",
        "sqlmodel.delete",
        "sqlmodel.insert",
        "sqlmodel.select",
        "sqlmodel.text",
        "sqlmodel.update",
    }
)
"""Functions that build SQL; dialects' own `insert` are told by their package."""

_DEFINITION = re.compile(r"DDL$|(Add|Create|Drop|Set)[A-Z]")

REPOSITORIES: tuple[str, ...] = (
    "advanced_alchemy.repository.",
    "fastapi_users_db_sqlalchemy.",
    "fastcrud.FastCRUD",
    "sqlalchemy_crud_plus.CRUDPlus",
)
"""Libraries' repositories, by the beginnings of their dotted names."""


def is_statement(name: str) -> bool:
    """Whether a function, by its dotted name, builds a SQL statement."""
    return name in STATEMENTS or (name.startswith("sqlalchemy.dialects.") and name.endswith(".insert"))


def is_definition(name: str) -> bool:
    """Whether a class, by its dotted name, is a statement that defines tables, types or constraints."""
    module, _, word = name.rpartition(".")
    return module in ("sqlalchemy", "sqlalchemy.schema", "sqlalchemy.sql.ddl") and _DEFINITION.match(word) is not None


@cache
def handle(name: str) -> SessionKind | None:
    """What an instance of an external class is, by its dotted name."""
    if (known := HANDLES.get(name) or OBJECTS.get(name)) is not None:
        return known
    root = next((each for each in NESTED if name.startswith(each + ".")), None)
    if root is None or "()" in name.removeprefix(root).replace(".__getitem__()", "").replace(".get_database()", ""):
        return None
    return HANDLES[root]
