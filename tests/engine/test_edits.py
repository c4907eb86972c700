"""After any change, what is told from the cache is what a first run would tell, and only what changed is parsed."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from archlint.config import discover
from archlint.engine import Request, run
from archlint.findings import Outcome
from engine.conftest import write
from harness.edits import Meddler

EDITS = 30
SERVICE = {
    "pyproject.toml": "[tool.archlint]",
    "app/__init__.py": "",
    "app/main.py": """
        from fastapi import FastAPI

        from app.orders import router

        app = FastAPI()
        app.include_router(router.router, prefix="/orders")
        """,
    "app/orders/__init__.py": "",
    "app/orders/router.py": """
        from typing import Annotated, Any

        from fastapi import APIRouter, Depends

        from app.orders.service import OrderService

        router = APIRouter()


        @router.get("/{number}")
        async def read(number: int, service: Annotated[OrderService, Depends()]) -> dict[str, Any]:
            return await service.get(number)


        @router.post("/{number}/mail")
        async def mail(number: int, service: Annotated[OrderService, Depends()]) -> None:
            service.tell(number)
        """,
    "app/orders/service.py": """
        import asyncio

        from app import mailer
        from app.orders.repository import OrderRepository


        class OrderService:
            def __init__(self) -> None:
                self.repository = OrderRepository()

            async def get(self, number: int) -> dict[str, int]:
                asyncio.create_task(self.repository.refresh())
                return await self.repository.get(number)

            def tell(self, number: int) -> None:
                mailer.send(str(number))
        """,
    "app/orders/repository.py": """
        import time


        class OrderRepository:
            async def get(self, number: int) -> dict[str, int]:
                time.sleep(0.1)
                return {"number": number}

            async def refresh(self) -> None:
                return None
        """,
    "app/mailer.py": """
        import smtplib


        def send(text: str) -> None:
            smtplib.SMTP("localhost").sendmail("a@example.org", "b@example.org", text)
        """,
    "tests/test_orders.py": """
        from app.orders.repository import OrderRepository


        def test_it_is_there() -> None:
            assert OrderRepository()
        """,
}


def judged(service: Path, cache: Path | None) -> Outcome:
    ((_, outcome),) = run(Request(discover([], cwd=service), cache=cache))
    return outcome


def contents(service: Path) -> set[str]:
    """Of the files that a run reads: one that git ignores is edited unseen."""
    listed = (Path(file.real) for workspace in discover([], cwd=service) for file in workspace.listing.files)
    return {sha256(file.read_bytes()).hexdigest() for file in listed}


@pytest.mark.parametrize("seed", [1, 2])
def test_after_random_edits_the_cache_changes_nothing_but_the_work(seed: int, service: Path, tmp_path: Path) -> None:
    write(service, SERVICE)
    first = judged(service, tmp_path / "cache")
    assert len(first.findings) >= 3
    seen, reports = contents(service), set()
    meddler = Meddler(service, seed)
    for number in range(EDITS):
        edit = f"{number}: {meddler.meddle()}"
        incremental, cold = judged(service, tmp_path / "cache"), judged(service, None)
        assert incremental.findings == cold.findings, edit
        assert incremental.problems == cold.problems, edit
        assert incremental.parsed <= len(contents(service) - seen), edit
        seen |= contents(service)
        reports.add(cold.findings)
    assert len(reports) >= EDITS / 6, "the edits hardly ever change what is found"
