"""What the route table tells from the source is what FastAPI serves when the source runs."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from services import project_of

SERVICE = {
    "clinic/__init__.py": "",
    "clinic/settings.py": """
        from pydantic import BaseModel

        class Settings(BaseModel):
            api: str = "/api"

            @property
            def v2(self) -> str:
                return f"{self.api}/v2"

        settings = Settings()
        """,
    "clinic/kit.py": """
        from fastapi import APIRouter

        class Router(APIRouter):
            def __init__(self, prefix: str = "", **options):
                super().__init__(prefix="/kit" + prefix, **options)

        class Named(Router):
            def __init__(self, name: str, **options):
                super().__init__(prefix=f"/{name}", **options)

        def guarded(method, path, **options):
            def decorate(handler):
                return method(path + "/guarded", **options)(handler)
            return decorate

        def include_all(parent: APIRouter) -> APIRouter:
            parent.include_router(notes)
            return parent

        notes = APIRouter(prefix="/notes")

        @notes.get("/{note_id}")
        def read_note(note_id: int) -> int:
            return note_id
        """,
    "clinic/patients.py": """
        from fastapi import APIRouter, status
        from clinic.kit import Named, guarded

        router = Named("patients")
        visits = APIRouter()

        @router.get("/")
        @router.head("/")
        def list_patients() -> list[str]:
            return []

        @guarded(router.post, "/new", status_code=status.HTTP_201_CREATED)
        def create_patient() -> str:
            return ""

        @visits.api_route("/{visit_id}", methods=["PUT"])
        @visits.api_route("/{visit_id}", methods=["DELETE"])
        def change_visit(visit_id: int) -> int:
            return visit_id

        router.include_router(visits, prefix="/{patient_id}/visits")
        """,
    "clinic/reports.py": """
        from fastapi import APIRouter

        def make(name: str) -> APIRouter:
            router = APIRouter(prefix=f"/{name}")

            @router.get("/latest")
            def latest() -> str:
                return name

            router.add_api_route("/all", latest, methods=["GET"])
            return router

        class Exports:
            def __init__(self) -> None:
                self.router = APIRouter()
                self.router.post("/export")(self.run)

            def run(self) -> int:
                return 0
        """,
    "clinic/main.py": """
        from fastapi import APIRouter, FastAPI
        from clinic import patients, reports
        from clinic.kit import include_all
        from clinic.settings import settings

        PAIRS = ((reports.make("daily"), "/reports"), (reports.make("weekly"), "/old"))

        def create_app() -> FastAPI:
            app = FastAPI()
            v1 = APIRouter(prefix="/v1")
            v1.include_router(patients.router)
            app.include_router(v1, prefix=settings.api)
            app.include_router(reports.Exports().router, prefix=settings.v2)
            app.include_router(include_all(APIRouter(prefix="/shared")))
            app.include_router(include_all(APIRouter()))
            for router, prefix in PAIRS:
                app.include_router(router, prefix=prefix)

            @app.get("/version", include_in_schema=True)
            def version() -> str:
                return app.version

            return app
        """,
}


def test_paths_and_methods_are_those_that_fastapi_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, text in SERVICE.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(dedent(text))
    monkeypatch.syspath_prepend(tmp_path)
    try:
        paths = importlib.import_module("clinic.main").create_app().openapi()["paths"]
    finally:
        for name in [each for each in sys.modules if each.partition(".")[0] == "clinic"]:
            del sys.modules[name]
    served = {(path, method.upper()) for path, operations in paths.items() for method in operations}
    told = {(path, method) for route in project_of(SERVICE).routes for path in route.paths for method in route.methods}
    assert len(served) == 13
    assert told == served
