"""A service with a chain, layers, a route and things that cannot be told; and the command line over it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias, cast

import pytest

from archlint.cli import main
from cli.conftest import Archlint, Ran, write

FILES = {
    "pyproject.toml": """
        [tool.archlint]
        select = ["default"]
        ignore = ["missing-response-model"]
        layers = [
          { name = "router", match = ["app/api/**"] },
          { name = "service", match = ["app/services/**"], closed = ["repository"] },
          { name = "repository", match = ["app/repositories/**"] },
        ]

        [tool.archlint.severity]
        blocking-call-chain = "warning"
        """,
    "app/__init__.py": "",
    "app/api/__init__.py": "",
    "app/api/patients.py": """
        from typing import Annotated

        from fastapi import APIRouter, Depends

        from app.api.current import current_office
        from app.mail import notify
        from app.repositories.patients import Patients

        router = APIRouter(prefix="/patients")


        @router.post("/{name}", status_code=204)
        async def create_patient(name: str, office: Annotated[str, Depends(current_office)]) -> None:
            notify(name)


        @router.put("/{name}", status_code=204)
        async def change_patient(name: str) -> None:
            notify(name)
        """,
    "app/api/current.py": """
        async def current_office() -> str:
            return "north"
        """,
    "app/main.py": """
        from fastapi import FastAPI

        from app.api import patients


        def create_app() -> FastAPI:
            app = FastAPI()
            app.include_router(patients.router)
            return app
        """,
    "app/mail.py": """
        from app.smtp import send_mail


        def notify(name: str) -> None:
            send_mail(f"welcome {name}")
        """,
    "app/smtp.py": """
        import requests


        def send_mail(text: str) -> None:
            requests.post("https://mail.example/send", data=text, timeout=5)


        async def remind(text: str) -> None:
            send_mail(text)
        """,
    "app/repositories/__init__.py": "",
    "app/repositories/patients.py": """
        from app.unknown import Table


        class Patients:
            def __init__(self, table: Table) -> None:
                self._table = table

            def all(self) -> list[str]:
                return [str(each) for each in self._table.rows()]
        """,
    "app/services/__init__.py": "",
    "app/services/patients.py": """
        from app.repositories.patients import Patients


        class PatientService:
            def __init__(self, patients: Patients) -> None:
                self._patients = patients

            def names(self) -> list[str]:
                return self._patients.all()
        """,
    "tests/test_patients.py": """
        from app.mail import notify


        def test_notify() -> None:
            notify("Ada")
        """,
}
Data: TypeAlias = dict[str, object]
Explain: TypeAlias = Callable[[str], Data]


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The service, as the working directory."""
    write(tmp_path / "service", FILES)
    monkeypatch.chdir(tmp_path / "service")
    monkeypatch.setenv("ARCHLINT_CACHE_DIR", str(tmp_path / "cache"))
    for variable in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path / "service"


@pytest.fixture
def archlint(capsys: pytest.CaptureFixture[str]) -> Archlint:
    """`archlint` in this process."""

    def run(*arguments: str) -> Ran:
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run


@pytest.fixture
def explain(archlint: Archlint) -> Explain:
    """What `archlint explain --output-format json` says."""

    def run(target: str) -> Data:
        ran = archlint("explain", target, "--output-format", "json")
        assert (ran.code, ran.err) == (0, "")
        return cast("Data", json.loads(ran.out))

    return run
