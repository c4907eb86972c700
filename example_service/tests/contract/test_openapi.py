"""The service keeps what its OpenAPI document promises, for data that fits it and for data that does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import pytest
import schemathesis
from callers import Caller, employ, register
from databases import Databases
from environment import settings_for
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from loops import Clinic, clinic_on
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    has_only_additional_properties_in_non_body_parameters,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.main import create_app

CHECKS = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
NOWHERE = "postgresql+asyncpg://nobody:nothing@127.0.0.1:9/nothing"
DOCUMENT = create_app(settings_for(NOWHERE)).openapi()
AnyCase: TypeAlias = Case[Any]
AnyOperation: TypeAlias = APIOperation[Any, Any, Any, Any]
OPERATIONS = [
    each.ok() for each in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations() if isinstance(each, Ok)
]
EXAMPLES = settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@dataclass(frozen=True)
class Visit:
    """A service in which there is something to find."""

    clinic: Clinic
    staff: Caller
    places: dict[str, str]
    """What the parameters of paths may be, so that some requests get somewhere."""


@pytest.fixture(scope="module")
def visit(databases: Databases) -> Iterator[Visit]:
    with databases.migrated() as url, clinic_on(url) as clinic:
        ada, staff = clinic.do(register(clinic.http)), clinic.do(employ(clinic.app, clinic.http))
        booked = clinic.do(ada.book(start=9_000))
        notes = f"{ada.appointments}/{booked}/notes"
        note = clinic.do(staff.post(notes, {"text": "hello"})).json()["id"]
        yield Visit(clinic, staff, {"patient_id": ada.id, "appointment_id": booked, "note_id": note})


def send(visit: Visit, case: AnyCase) -> None:
    """Send it as staff, and check the answer against the document."""
    wanted = case.as_transport_kwargs(base_url="http://testserver", headers=visit.staff.headers)
    wanted["content"] = wanted.pop("data", None)
    cookies = wanted.pop("cookies", None)
    assert not cookies, "no operation takes a cookie"
    answer = visit.clinic.do(visit.clinic.http.request(**{k: v for k, v in wanted.items() if v is not None}))
    assert answer.status_code != 500, answer.request
    checks = (
        CHECKS if case.meta is None or case.meta.generation.mode.is_positive else [*CHECKS, negative_data_rejection]
    )
    case.validate_response(answer, checks=checks)


def takes_data(operation: AnyOperation) -> bool:
    """Whether there is anything in a request that could be wrong."""
    return bool(operation.body or operation.path_parameters or operation.query)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.label)
def test_data_that_fits_gets_an_answer_that_is_documented(visit: Visit, operation: AnyOperation) -> None:
    names = {each.name for each in operation.path_parameters}
    places = {name: value for name, value in visit.places.items() if name in names}
    cases = operation.as_strategy()
    if places and operation.method != "delete":
        cases = st.one_of(cases, operation.as_strategy(path_parameters=places))

    @given(case=cases)
    @EXAMPLES
    def check(case: AnyCase) -> None:
        send(visit, case)

    check()


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if takes_data(each)], ids=lambda each: each.label)
def test_data_that_does_not_fit_is_refused(visit: Visit, operation: AnyOperation) -> None:
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE, headers=visit.staff.headers))
    @EXAMPLES
    def check(case: AnyCase) -> None:
        # A query that nobody asked for is let pass, as everywhere on the web.
        assume(not has_only_additional_properties_in_non_body_parameters(case))
        send(visit, case)

    check()
