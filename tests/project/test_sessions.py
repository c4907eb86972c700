"""What is a session, connection or pool, who provides one, and what is done with it."""

from __future__ import annotations

from textwrap import dedent

import pytest

from services import function, project_of

ASYNC = "from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine\n"
WRAPPER = """
    class Connection:
        def __init__(self, conn: AsyncConnection): self.conn = conn
        async def execute(self, query): return await self.conn.execute(query)
    class Database:
        def __init__(self): self.engine = create_async_engine("")
        @asynccontextmanager
        async def connect(self):
            async with self.engine.connect() as conn:
                yield Connection(conn)
    db = Database()
"""


def doings(text: str) -> list[tuple[str, str]]:
    project = project_of({"app/main.py": text})
    return [(use.doing, use.text) for use in project.sessions.uses(function(project, "app/main.py", "run"))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ASYNC + "async def run(s: AsyncSession):\n    await s.execute(1)", [("query", "s.execute")]),
        (ASYNC + "async def run(s: AsyncSession):\n    s.add(1)\n    await s.commit()",
         [("write", "s.add"), ("transaction", "s.commit")]),
        (ASYNC + "make = async_sessionmaker()\nasync def run():\n    async with make() as s:\n"
         "        await s.get(1, 2)", [("open", "make"), ("query", "s.get")]),
        (ASYNC + "engine = create_async_engine('')\nasync def run():\n    async with engine.begin() as c:\n"
         "        await c.execute(1)", [("open", "engine.begin"), ("query", "c.execute")]),
        (ASYNC + "from typing import NewType\nRead = NewType('Read', AsyncSession)\nasync def run(s: Read):\n"
         "    await s.scalars(1)", [("query", "s.scalars")]),
        (ASYNC + "class Mine(AsyncSession): ...\nasync def run(s: Mine):\n    await s.refresh(1)",
         [("write", "s.refresh")]),
        ("from databases import Database\ndb = Database('')\nasync def run():\n    await db.fetch_all('')",
         [("query", "db.fetch_all")]),
        ("from motor.motor_asyncio import AsyncIOMotorClient\nc = AsyncIOMotorClient()\nasync def run():\n"
         "    await c['a']['b'].find_one({})", [("query", "….find_one")]),
        ("from sqlalchemy import select, text\ndef run():\n    return select(text('1'))",
         [("statement", "text"), ("statement", "select")]),
        ("from redis.asyncio import Redis\nasync def run(r: Redis):\n    await r.get('a')", []),
        ("async def run(session):\n    await session.execute(1)", []),
        ("def run(d: dict[str, int]):\n    d.get('a')\n    d.update(a=1)", []),
    ],
)  # fmt: skip
def test_what_a_function_does_with_the_database(text: str, expected: list[tuple[str, str]]) -> None:
    assert doings(text) == expected


def test_a_wrapper_is_known_by_its_name_and_what_it_holds() -> None:
    head = "from contextlib import asynccontextmanager\nfrom sqlalchemy.ext.asyncio import *\n"
    head += "from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine\n"
    text = (
        head + dedent(WRAPPER) + "async def run():\n    async with db.connect() as c:\n        await c.execute('x')\n"
    )
    assert doings(text) == [("open", "db.connect"), ("query", "c.execute")]


def test_what_the_application_keeps_is_followed_to_where_it_was_put() -> None:
    files = {
        "app/main.py": """
            import asyncpg
            from fastapi import FastAPI
            async def lifespan(app: FastAPI):
                app.state.pool = await asyncpg.create_pool("")
                yield {"reader": app.state.pool}
        """,
        "app/api.py": """
            from fastapi import Request
            async def one(request: Request):
                await request.app.state.pool.fetchrow("x")
                async with request.app.state.pool.acquire() as c:
                    await c.fetch("y")
            async def two(request: Request):
                await request.state.other.fetchrow("x")
        """,
    }
    project = project_of(files)
    used = [use.doing for use in project.sessions.uses(function(project, "app/api.py", "one"))]
    assert used == ["query", "open", "query"]
    assert project.sessions.uses(function(project, "app/api.py", "two")) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("async def run():\n    async with make() as s:\n        yield s", True),
        ("def run() -> AsyncSession:\n    return make()", True),
        ("class UnitOfWork:\n    async def run(self): ...", True),
        ("async def run(s: AsyncSession) -> int:\n    return 1", False),
    ],
)
def test_who_provides_a_session(text: str, expected: bool) -> None:
    project = project_of({"app/main.py": ASYNC + "make = async_sessionmaker()\n" + text})
    functions = [each for each in project.modules["app/main.py"].all_functions if each.name == "run"]
    assert [project.sessions.is_provider(each) for each in functions] == [expected]


@pytest.mark.parametrize(
    ("sql", "maintenance"),
    [
        ("SELECT 1", True),
        ("select 1;", True),
        ("CREATE TABLE a (b int)", True),
        ("SELECT 1 FROM users", False),
        ("SET LOCAL lock_timeout = 1", True),
        ("SELECT set_config(1, 2, true)", True),
        ("UPDATE users SET a = 1", False),
    ],
)
def test_probes_and_definitions_are_no_work_on_data(sql: str, maintenance: bool) -> None:
    text = f"{ASYNC}from sqlalchemy import text\nasync def run(s: AsyncSession):\n    await s.execute(text({sql!r}))\n"
    project = project_of({"app/main.py": text})
    uses = [use for use in project.sessions.uses(function(project, "app/main.py", "run")) if use.doing == "query"]
    assert [use.is_maintenance for use in uses] == [maintenance]
