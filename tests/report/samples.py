"""Outcomes to print: a chain, a repair, and everything that a hostile file may be called or make a check say."""

from __future__ import annotations

from pathlib import Path

from archlint.catalogue import rules
from archlint.findings import Edit, Finding, Fix, Note, Outcome, Place, Problem, Safety, Severity, Span
from archlint.report import Sheet

SOURCE = """\
from app.mail import notify


@router.post("/patients")
async def create_patient(data: PatientCreate) -> PatientResponse:
    notify(patient)
"""
EVIL = "\x1b[31m\r\n::error::x%0A,:[red]y[/red]\x00\x9b\u202e##[group]\udcff\t"


def chain() -> Finding:
    """A finding with two hops, as DESIGN shows it."""
    return Finding(
        Place("app/api/patients.py", 6, 5, 6, 20),
        "`create_patient` reaches `requests.post`, which blocks the event loop",
        notes=(
            Note(Place("app/mail.py", 12, 5, 12, 14), "notify calls send_mail"),
            Note(Place("app/smtp.py", 7, 12, 7, 25), "send_mail calls requests.post   (http)"),
        ),
        way_out="await asyncio.to_thread(notify, patient), or an async client in app/smtp.py",
        symbol="app.api.patients.create_patient",
    ).filled("concurrency/blocking-call-chain", Severity.ERROR, "f1")


def plain() -> Finding:
    """A finding of a rule that has a page, with a repair."""
    fix = Fix(Safety.UNSAFE, "put the route on a router", (Edit("app/main.py", Span(4, 7), "router"),))
    place = Place("app/main.py", 3, 2, 3, 5)
    return Finding(place, "`app` holds a route", fix=fix).filled("routing/route-on-app", Severity.WARNING, "f2")


def hostile() -> Finding:
    """A finding in which every text comes from an enemy."""
    place = Place(f"::error::{EVIL}.py", 1, 1, 1, 3)
    return Finding(
        place,
        f"::error::{EVIL}",
        notes=(Note(place, EVIL),),
        way_out=EVIL,
        symbol=EVIL,
        fix=Fix(Safety.SAFE, EVIL, (Edit(place.path, Span(0, 1), EVIL),)),
    ).filled("routing/route-on-app", Severity.ERROR, "f3")


def problem() -> Problem:
    return Problem("parse-error", f"::error::{EVIL}.py", EVIL, 2, 7)


def everything() -> Outcome:
    """All of it."""
    return Outcome(
        (hostile(), chain(), plain()),
        (problem(), Problem("unreadable", "b.py", "permission denied")),
        files=7,
        read=7,
        parsed=3,
    )


def sheet(base: Path, *, colour: bool = False, ascii: bool = False, exit_code: int = 1) -> Sheet:  # noqa: A002 - as in Sheet
    return Sheet(rules(), base, colour=colour, ascii=ascii, exit_code=exit_code)


def service(base: Path) -> Path:
    """A folder with the file that `chain` speaks of."""
    (base / "app/api").mkdir(parents=True)
    (base / "app/api/patients.py").write_text(SOURCE, encoding="utf-8")
    return base
