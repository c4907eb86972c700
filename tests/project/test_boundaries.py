"""Which signatures are boundaries of a service, and which schemas routes answer with."""

from __future__ import annotations

from archlint.config import Config
from archlint.config.model import Options
from archlint.project import Project
from services import project_of

SERVICE = {
    "app/schemas.py": """
        from typing import Generic, TypeVar
        from pydantic import BaseModel
        T = TypeVar("T")
        class Timestamps(BaseModel):
            at: int
        class Owner(BaseModel):
            name: str
        class Patient(Timestamps):
            owner: Owner | None
        class Page(BaseModel, Generic[T]):
            items: list[T]
        class PatientCreate(BaseModel):
            name: str
    """,
    "app/services/patients.py": """
        import logging
        from typing_extensions import override
        class PatientService:
            def __init__(self, url: str): ...
            def __repr__(self): ...
            def find(self): ...
            def _load(self): ...
        class Cached(PatientService):
            @override
            def find(self): ...
        class PatientFilter(logging.Filter):
            def filter(self, record): ...
        def register(name: str):
            def inner(): ...
            inner()
        def retried(times: int):
            def decorate(function): ...
            return decorate
        def _private(): ...
    """,
    "app/cli/imports.py": """
        class ImportService:
            def run(self, path: str): ...
    """,
    "app/api/patients.py": """
        from fastapi import APIRouter, Depends
        from app.schemas import Page, Patient, PatientCreate
        from app.services.patients import PatientService
        router = APIRouter()
        def paging(): ...
        def _hidden(): ...
        def helper(): ...
        @router.get("/", response_model=Page[Patient])
        def _patients(page=Depends(paging), hidden=Depends(_hidden), service: PatientService = Depends()): ...
        @router.post("/")
        def create(data: PatientCreate) -> None: ...
    """,
}


def roles(project: Project, path: str) -> dict[str, str]:
    """The role of each function of a file that is a boundary."""
    found = {each.qualname: project.boundaries.role(each) for each in project.modules[path].all_functions}
    return {name: role for name, role in found.items() if role is not None}


def test_public_functions_of_services_are_boundaries_unless_something_else_sets_their_signature() -> None:
    assert roles(project_of(SERVICE), "app/services/patients.py") == {
        "PatientService.__init__": "service",
        "PatientService.find": "service",
        "register": "service",
    }


def test_a_class_of_the_command_line_is_no_boundary_though_it_is_called_a_service() -> None:
    assert roles(project_of(SERVICE), "app/cli/imports.py") == {}


def test_route_handlers_are_boundaries_by_any_name_and_dependencies_by_a_public_one() -> None:
    assert roles(project_of(SERVICE), "app/api/patients.py") == {
        "paging": "dependency",
        "_patients": "route handler",
        "create": "route handler",
    }


def test_response_models_are_what_routes_answer_with_their_bases_and_their_parts() -> None:
    project = project_of(SERVICE)
    answered = {
        cls.name for cls in project.modules["app/schemas.py"].all_classes if project.boundaries.is_response_model(cls)
    }
    assert answered == {"Page", "Patient", "Timestamps", "Owner"}


JSON_COLUMN = {
    "app/models.py": """
        from sqlalchemy import JSON, Column
        from sqlalchemy.orm import DeclarativeBase, mapped_column
        from sqlmodel import Field, SQLModel
        class Base(DeclarativeBase): ...
        class Device(Base):
            attributes_ = mapped_column("attributes", JSON)
            name = mapped_column("label")
        class Visit(SQLModel, table=True):
            extra: dict = Field(sa_column=Column("details", JSON))
    """,
}


def test_a_field_may_hold_anything_where_a_column_keeps_json_under_its_name() -> None:
    schemas = project_of(JSON_COLUMN).schemas
    names = ("attributes_", "attributes", "extra", "details", "name", "label", "unknown")
    assert [name for name in names if schemas.is_free_form(name)] == ["attributes_", "attributes", "extra", "details"]


def test_json_columns_excuse_nothing_where_the_option_says_so() -> None:
    schemas = project_of(JSON_COLUMN, Config(options=Options(json_columns=True))).schemas
    assert not schemas.is_free_form("attributes")
