"""Which errors functions let out, by which way, and who answers them."""

from __future__ import annotations

from archlint.project import Project
from services import function, project_of

SERVICE = {
    "app/errors.py": """
    class ClinicError(Exception): ...
    class ClosedError(ClinicError): ...
    class OtherError(Exception): ...
    """,
    "app/rules.py": """
    from contextlib import contextmanager, suppress
    from app.errors import ClosedError, ClinicError, OtherError

    def check(day, strict=None):
        if strict is not None:
            raise OtherError(day)
        raise ClosedError(day)

    def caught(day):
        try:
            check(day)
        except ClinicError:
            return None

    def raised_again(day):
        try:
            check(day)
        except Exception:
            print(day)
            raise

    def strict(day):
        check(day, strict=True)

    def open_at(day):
        if day.hours is None:
            raise OtherError(day)
        if not day.desk:
            raise ClosedError(day)

    def asked_before(today):
        if today.hours is None or today.desk is None:
            return None
        open_at(today)

    def asked_of_another(today, tomorrow):
        if today.hours is None or not today.desk:
            return None
        open_at(tomorrow)

    def asked_and_replaced(today, hours):
        if today.hours is None:
            today = hours
        open_at(today)

    def suppressed(day):
        with suppress(ClosedError):
            check(day)

    @contextmanager
    def translated():
        try:
            yield
        except ClosedError as error:
            raise OtherError from error

    def inside(day):
        with translated():
            check(day)

    async def later(day):
        check(day)

    async def awaited(day):
        await later(day)

    async def forgotten(day):
        later(day)

    def deferred(day):
        return lambda: check(day)

    def unknown(day, error):
        raise error

    def retried(function):
        def wrapper(*args):
            try:
                return function(*args)
            except ClosedError:
                return None
        return wrapper

    @retried
    def decorated(day):
        check(day)

    def calls_decorated(day):
        decorated(day)
    """,
}


def out(project: Project, name: str) -> set[str]:
    found = project.errors.raises.of(function(project, "app/rules.py", name))
    return {each if isinstance(each, str) else each.name for each in found}


def test_errors_travel_over_calls_until_something_may_catch_them() -> None:
    project = project_of(SERVICE)
    assert out(project, "check") == {"OtherError", "ClosedError"}
    assert out(project, "caught") == set()
    assert out(project, "raised_again") == {"ClosedError"}
    assert out(project, "strict") == {"OtherError"}
    assert out(project, "asked_before") == {"ClosedError"}
    assert out(project, "asked_of_another") == out(project, "asked_and_replaced") == {"OtherError", "ClosedError"}
    assert out(project, "suppressed") == set()
    assert out(project, "inside") == set()
    assert out(project, "awaited") == {"ClosedError"}
    assert out(project, "forgotten") == out(project, "deferred") == out(project, "unknown") == set()
    assert out(project, "decorated") == {"ClosedError"}
    assert out(project, "calls_decorated") == set()


def test_a_way_is_told_hop_by_hop() -> None:
    project = project_of(SERVICE)
    awaited = function(project, "app/rules.py", "awaited")
    (error,) = project.errors.raises.of(awaited)
    assert [each.message for each in project.errors.raises.chain(awaited, error)] == [
        "awaited calls later",
        "later calls check",
        "check raises it",
    ]


def test_handlers_are_found_by_decorator_call_and_table_and_answer_what_is_built_on_theirs() -> None:
    project = project_of(
        SERVICE
        | {
            "app/main.py": """
            from fastapi import FastAPI
            from app.errors import ClinicError, OtherError

            async def refused(request, error): ...
            async def unforeseen(request, error): ...

            app = FastAPI(exception_handlers={ClinicError: refused})

            @app.exception_handler(OtherError)
            async def other(request, error): ...

            for kind, handler in {Exception: unforeseen}.items():
                app.add_exception_handler(kind, handler)
            """
        }
    )
    answered = {
        name: project.errors.answered_by(project.modules["app/errors.py"].classes[name])
        for name in ("ClosedError", "OtherError")
    }
    assert answered == {"ClosedError": "app.main.refused", "OtherError": "app.main.other"}
    assert project.errors.answered_by("builtins.ValueError") == "app.main.unforeseen"
    assert project.errors.answered_by("fastapi.HTTPException") == "FastAPI"
    assert project.errors.handlers.are_known
