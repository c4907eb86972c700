"""What the pages of the family errors say happens, happens: small applications on the installed FastAPI."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy
from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from fastapi.testclient import TestClient
from sqlalchemy.pool import StaticPool


@pytest.fixture
def connection() -> Iterator[sqlalchemy.Connection]:
    engine = sqlalchemy.create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    with engine.connect() as opened:
        opened.execute(sqlalchemy.text("CREATE TABLE patients (name TEXT UNIQUE, diagnosis TEXT)"))
        yield opened
    engine.dispose()


def test_the_text_of_a_database_error_holds_the_statement_and_its_parameters(connection: sqlalchemy.Connection) -> None:
    app = FastAPI()

    @app.post("/patients")
    def create_patient(name: str) -> str:
        insert = sqlalchemy.text("INSERT INTO patients VALUES (:name, :diagnosis)")
        try:
            connection.execute(insert, {"name": name, "diagnosis": "what nobody else may know"})
        except sqlalchemy.exc.SQLAlchemyError as error:
            raise HTTPException(409, detail=str(error)) from error
        return name

    client = TestClient(app)
    assert client.post("/patients", params={"name": "Ada"}).status_code == 200
    told = client.post("/patients", params={"name": "Ada"}).json()["detail"]
    assert "INSERT INTO patients" in told
    assert "what nobody else may know" in told


def test_an_error_in_the_body_of_a_200_is_a_success_to_every_client() -> None:
    app = FastAPI()

    @app.get("/patients/{patient_id}", response_model=None)
    def read_patient(patient_id: int) -> object:
        try:
            return {"share": 100 // patient_id}
        except ZeroDivisionError:
            return {"error": "no such patient"}

    @app.get("/as-in-flask", response_model=None)
    def read_as_in_flask() -> object:
        return {"error": "no such patient"}, 404

    client = TestClient(app)
    assert client.get("/patients/0").raise_for_status().json() == {"error": "no such patient"}
    assert client.get("/as-in-flask").raise_for_status().json() == [{"error": "no such patient"}, 404]


def test_a_refusal_as_422_has_not_the_body_that_openapi_promises_for_422() -> None:
    app = FastAPI()

    @app.post("/patients")
    def create_patient(number: int) -> int:
        if number == 1:
            raise HTTPException(422, detail="there is such a patient")
        return number

    client = TestClient(app)
    of_shape = client.post("/patients", params={"number": "one"})
    refused = client.post("/patients", params={"number": 1})
    assert of_shape.status_code == refused.status_code == 422
    assert [each["loc"] for each in of_shape.json()["detail"]] == [["query", "number"]]
    assert refused.json()["detail"] == "there is such a patient"
    promised = app.openapi()["paths"]["/patients"]["post"]["responses"]["422"]["content"]["application/json"]["schema"]
    assert promised == {"$ref": "#/components/schemas/HTTPValidationError"}
    detail = app.openapi()["components"]["schemas"]["HTTPValidationError"]["properties"]["detail"]
    assert detail["type"] == "array"


def test_an_error_of_the_domain_without_a_handler_is_a_500_and_a_handler_of_its_base_answers_it() -> None:
    class ClinicError(Exception):
        """Something the caller can be told."""

    class AccountClosedError(ClinicError):
        """The account takes no bookings."""

    async def refused(request: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, status_code=409)

    def service_with(*handled: type[Exception]) -> TestClient:
        app = FastAPI(exception_handlers=dict.fromkeys(handled, refused))

        @app.post("/bookings")
        def book() -> None:
            raise AccountClosedError("closed")

        return TestClient(app, raise_server_exceptions=False)

    assert service_with().post("/bookings").status_code == 500
    answer = service_with(ClinicError).post("/bookings")
    assert (answer.status_code, answer.json()) == (409, {"detail": "closed"})
