"""Who reaches stored data, and past whom."""

from __future__ import annotations

import pytest

from services import function, project_of

REPOSITORY = """
    from sqlalchemy.ext.asyncio import AsyncSession
    class Repository:
        def __init__(self, session: AsyncSession): self.session = session
        async def get(self, key): return await self.session.get(str, key)
    class UserRepository(Repository): ...
    class VisitRepository(Repository): ...
"""
PORT = """
    from typing import Protocol
    class UserRepositoryPort(Protocol):
        async def get(self, key) -> str: ...
    class UserRepository(UserRepositoryPort):
        async def get(self, key): return await self.session.get(str, key)
"""
SERVICE = """
    from app.repositories.users import {0}
    class UserService:
        def __init__(self, users: {0}): self.users = users
        async def find(self, key): return await self.users.get(key)
"""
ROUTE = """
    from fastapi import APIRouter
    from app.repositories.users import {0}
    from app.services.users import UserService
    router = APIRouter()
    @router.get("/")
    async def read(users: {0}): return await users.get(1)
"""


@pytest.mark.parametrize(
    ("repositories", "in_service", "in_route", "served"),
    [
        (REPOSITORY, "UserRepository", "UserRepository", True),
        (REPOSITORY, "UserRepository", "VisitRepository", False),
        (REPOSITORY, "Repository", "VisitRepository", False),
        (PORT, "UserRepositoryPort", "UserRepository", True),
    ],
)
def test_a_repository_is_served_where_a_service_calls_it_or_its_port(
    repositories: str, in_service: str, in_route: str, served: bool
) -> None:
    files = {
        "app/repositories/users.py": repositories,
        "app/services/users.py": SERVICE.format(in_service),
        "app/api/users.py": ROUTE.format(in_route),
    }
    project = project_of(files)
    (call,) = project.repositories.calls(function(project, "app/api/users.py", "read"))
    assert project.persistence.is_served(call) is served
