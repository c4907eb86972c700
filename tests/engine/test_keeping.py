"""A project that outlives its runs tells after any edit what a first run would, and asks only what the edit touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from archlint import trail
from archlint.checks import Check, check
from archlint.config import discover
from archlint.engine import Request, run
from archlint.engine.judging import Judge
from archlint.engine.keeping import Beyond, Keeping
from archlint.engine.rejudging import Rejudge
from archlint.engine.selection import Selection
from archlint.findings import Edit, Finding, Fix, Outcome, Place, Safety, Severity, Span
from archlint.project import Module, Project, Route
from archlint.project.memory import Part, Trace, watch
from engine.conftest import write
from engine.test_edits import SERVICE
from harness.edits import Meddler, in_a_body
from services import project_of

EDITS = 40


@pytest.fixture
def keeping() -> Keeping:
    return Keeping()


def judged(service: Path, keeping: Keeping | None = None, cache: Path | None = None) -> Outcome:
    with trail.kept():
        ((_, outcome),) = run(Request(discover([], cwd=service), cache=cache, keeping=keeping))
    return outcome


def hastily(service: Path, keeping: Keeping, cache: Path | None = None) -> Outcome:
    with keeping.hastily():
        return judged(service, keeping, cache)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_random_edits_of_bodies_it_says_what_a_first_run_says(seed: int, service: Path, keeping: Keeping) -> None:
    write(service, SERVICE)
    judged(service, keeping)
    random, reports, quick = Random(seed), set(), 0
    for number in range(EDITS):
        in_a_body(service, random)
        try:
            kept = hastily(service, keeping)
            quick += 1
        except Beyond:
            kept = judged(service, keeping)
        first = judged(service)
        assert (kept.findings, kept.problems) == (first.findings, first.problems), number
        reports.add(first.findings)
    assert len(reports) >= EDITS / 6, "the edits hardly ever change what is found"
    assert quick >= EDITS / 2, "the edits hardly ever stay inside bodies"


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_edit_it_says_what_a_first_run_says(
    seed: int, service: Path, keeping: Keeping, tmp_path: Path
) -> None:
    write(service, SERVICE)
    meddler, quick = Meddler(service, seed), 0
    for number in range(EDITS):
        try:
            kept = hastily(service, keeping, tmp_path / "cache")
            quick += 1
        except Beyond:
            kept = judged(service, keeping, tmp_path / "cache")
        first = judged(service)
        assert (kept.findings, kept.problems) == (first.findings, first.problems), number
        meddler.meddle()
    assert quick >= EDITS / 4, "hardly any edit is followed"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rules whose checks were run, once for each time."""
    found: list[str] = []
    run_check = Judge.judge

    def counted(self: Judge, check: Check[object], subjects: object) -> object:
        found.append(check.name)
        return run_check(self, check, subjects)  # type: ignore[arg-type]

    monkeypatch.setattr(Judge, "judge", counted)
    return found


def test_no_check_is_run_again_where_nothing_changed(service: Path, keeping: Keeping, asked: list[str]) -> None:
    write(service, SERVICE)
    before = judged(service, keeping)
    all_of_them = len(asked)
    asked.clear()
    assert judged(service, keeping).findings == before.findings
    assert {each.partition("/")[0] for each in asked} == {"suppressions"}, "those are always judged, and last"
    assert all_of_them > 100


def edited(service: Path, path: str, change: Callable[[str], str]) -> None:
    file = service / path
    before = file.read_text(encoding="utf-8")
    file.write_text(change(before), encoding="utf-8")
    assert file.read_text(encoding="utf-8") != before


def test_an_edit_of_one_body_runs_few_checks(service: Path, keeping: Keeping, asked: list[str]) -> None:
    write(service, SERVICE)
    judged(service, keeping)
    all_of_them = len(asked)
    asked.clear()
    edited(service, "app/mailer.py", lambda text: text.replace("    smtplib.", "    spare = 1\n    smtplib."))
    hastily(service, keeping)
    assert 0 < len(asked) < all_of_them / 10


def test_what_is_called_in_another_file_is_found_out_again(service: Path, keeping: Keeping) -> None:
    write(service, SERVICE)
    before = judged(service, keeping)
    chains = [each for each in before.findings if each.rule == "concurrency/blocking-call-chain"]
    assert "app/orders/router.py" in {each.place.path for each in chains}
    edited(service, "app/mailer.py", lambda text: text[: text.index("    smtplib")] + "    print(text)\n")
    after = hastily(service, keeping)
    assert not [each for each in after.findings if each.rule == "concurrency/blocking-call-chain"]


def test_a_file_that_came_or_went_has_the_project_linked_anew(service: Path, keeping: Keeping) -> None:
    write(service, SERVICE)
    judged(service, keeping)
    write(service, {"app/more.py": "import time\n\n\nasync def wait() -> None:\n    time.sleep(1)\n"})
    with pytest.raises(Beyond):
        hastily(service, keeping)
    assert judged(service, keeping).findings == judged(service).findings


def test_after_a_run_that_was_given_up_everything_is_judged(service: Path, keeping: Keeping, asked: list[str]) -> None:
    write(service, SERVICE)
    judged(service, keeping)
    all_of_them = len(asked)
    write(service, {"app/more.py": ""})
    with pytest.raises(Beyond):
        hastily(service, keeping)
    asked.clear()
    judged(service, keeping)
    assert len(asked) > all_of_them


SHOP = {
    "app/__init__.py": "",
    "app/models.py": """
        import time
        from typing import Any

        from pydantic import BaseModel

        LIMIT = 3


        class Order(BaseModel):
            size: int

            def price(self) -> int:
                return total(self.size)


        def total(size: int) -> int:
            time.sleep(1)
            return size * LIMIT
        """,
    "app/routes.py": """
        from fastapi import APIRouter, FastAPI

        from app.models import LIMIT, Order

        router = APIRouter()


        @router.post("/orders/{number}")
        async def create(number: int, order: Order) -> int:
            return order.price() + LIMIT


        app = FastAPI()
        app.include_router(router)
        """,
}


@pytest.mark.parametrize(
    ("path", "before", "after", "rule"),
    [
        ("app/routes.py", "create(number: int, ", "create(", "routing/unbound-path-parameter"),
        ("app/routes.py", "/{number}", "/{item}", "routing/unbound-path-parameter"),
        ("app/routes.py", "async def", "def", "concurrency/blocking-call-chain"),
        ("app/routes.py", "include_router(router)", "include_router(APIRouter())", ""),
        ("app/models.py", "size: int\n", "size: Any\n", "typing/any-in-schema"),
        ("app/models.py", "def total", "def sum_of", "concurrency/blocking-call-chain"),
        ("app/models.py", "def price", "def cost", "concurrency/blocking-call-chain"),
        ("app/models.py", "def price(self)", "async def price(self)", ""),
        ("app/models.py", "import time", "import asyncio as time", "concurrency/blocking-call-chain"),
        ("app/models.py", "class Order(BaseModel)", "class Order(dict)", ""),
        ("app/models.py", "LIMIT = 3", "def spare() -> None: ...\n\n\nLIMIT = 3", ""),
        ("app/models.py", "LIMIT = 3", "LIMIT = 3  # archlint: ignore[typing]", "suppressions/unused-suppression"),
    ],
)
def test_an_edit_beyond_bodies_is_followed(
    path: str, before: str, after: str, rule: str, service: Path, keeping: Keeping
) -> None:
    write(service, SHOP)
    found = [rules_of(judged(service, keeping))]
    for one, other in ((before, after), (after, before)):
        edited(service, path, lambda text: text.replace(one, other))  # noqa: B023  # which is called at once
        kept = hastily(service, keeping)
        assert kept.findings == judged(service).findings
        found.append(rules_of(kept))
    assert found[0] == found[2]
    assert found[0] ^ found[1] >= ({rule} if rule else set())


def test_a_new_function_runs_few_checks(service: Path, keeping: Keeping, asked: list[str]) -> None:
    write(service, SERVICE)
    judged(service, keeping)
    all_of_them = len(asked)
    asked.clear()
    edited(service, "app/mailer.py", lambda text: text + "\n\ndef spare() -> int:\n    return 1\n")
    hastily(service, keeping)
    assert 0 < len(asked) < all_of_them / 5


def test_imports_that_give_files_other_names_have_the_project_linked_anew(service: Path, keeping: Keeping) -> None:
    """A folder without an `__init__.py` is a package once some import goes through it."""
    write(service, {"src/shop/orders.py": "x = 1\n", "src/main.py": "import os\n"})
    judged(service, keeping)
    edited(service, "src/main.py", lambda text: text + "import shop.orders\n")
    with pytest.raises(Beyond):
        hastily(service, keeping)
    assert judged(service, keeping).findings == judged(service).findings


def test_what_is_told_of_a_route_is_found_where_other_routes_were_told_again(service: Path, keeping: Keeping) -> None:
    """A route that is hidden by another stays so, whatever a function puts on the application."""
    items = """\
from fastapi import APIRouter

router = APIRouter()


@router.get("/{item}")
async def one(item: str) -> str:
    return item


@router.get("/all")
async def every() -> str:
    return ""
"""
    main = """\
from fastapi import FastAPI

from app.items import router


async def health() -> str:
    return ""


def make() -> FastAPI:
    app = FastAPI()
    app.include_router(router, prefix="/items")
    app.add_api_route("/health", health)
    return app


app = make()
"""
    write(service, {"app/__init__.py": "", "app/items.py": items, "app/main.py": main})
    assert "routing/shadowed-route" in rules_of(judged(service, keeping))
    edited(
        service,
        "app/main.py",
        lambda text: text.replace("    return app", '    app.add_api_route("/a", health)\n    return app'),
    )
    kept = hastily(service, keeping)
    assert "routing/shadowed-route" in rules_of(kept)
    assert kept.findings == judged(service).findings


def test_a_route_that_says_the_same_stays_the_same_object_and_so_what_is_known_of_it(
    service: Path, keeping: Keeping
) -> None:
    """Else every edit of a handler would leave all that is known of all routes behind, for good."""
    write(service, SHOP)
    judged(service, keeping)
    before = routes_of(keeping)
    edited(
        service,
        "app/routes.py",
        lambda text: text.replace(
            "app = ", '@router.get("/orders")\nasync def every() -> int:\n    return 1\n\n\napp = '
        ),
    )
    hastily(service, keeping)
    after = routes_of(keeping)
    assert len(after) == len(before) + 1
    assert [each for each in after if any(each is one for one in before)] == list(before)


def test_what_a_run_left_that_was_broken_off_is_not_gone_on_with(
    service: Path, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = service / "one", service / "other"
    for each in (one, other):
        write(each, {**SERVICE, "pyproject.toml": "[tool.archlint]\n"})
        judged(each, keeping)
    edited(one, "app/mailer.py", lambda text: text[: text.index("    smtplib")] + "    print(text)\n")
    with monkeypatch.context() as patched:
        patched.setattr(Judge, "judge", interrupted)
        with pytest.raises(KeyboardInterrupt):
            judged(one, keeping)
    judged(other, keeping)
    assert judged(one, keeping).findings == judged(one).findings


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_word_that_a_body_comes_to_mention_is_noticed(service: Path, keeping: Keeping) -> None:
    """Whoever looks only into functions that mention it had not looked into this one."""
    text = "from fastapi import FastAPI\n\n\ndef wire(app: FastAPI) -> None:\n    print(app)\n"
    write(service, {**SERVICE, "app/wiring.py": text})
    assert "lifespan/on-event" not in rules_of(judged(service, keeping))
    edited(service, "app/wiring.py", lambda text: text.replace("print(app)", "app.add_event_handler('startup', print)"))
    after = hastily(service, keeping)
    assert "lifespan/on-event" in rules_of(after)
    assert after.findings == judged(service).findings


def routes_of(keeping: Keeping) -> tuple[Route, ...]:
    (kept,) = keeping._kept.values()
    watch(kept._trace)
    try:
        return kept._project.routes.all
    finally:
        watch(None)


def rules_of(outcome: Outcome) -> set[str]:
    return {each.rule for each in outcome.findings}


def test_a_repair_in_another_file_is_made_again_where_that_file_moves() -> None:
    project_files = {"a.py": "x = 1\n", "b.py": "def f():\n    return 1\n"}
    trace = Trace()
    watch(trace)
    try:
        project = project_of(project_files)
        judge = Rejudge(project, Selection({"layers/x": Severity.ERROR}), trace)
        runs: list[str] = []

        def run_it(module: Module, _: Project) -> Iterator[Finding]:
            runs.append(module.path)
            if module.path == "a.py":
                fix = Fix(Safety.SAFE, "there", (Edit("b.py", Span(0, 0), "# "),))
                yield Finding(Place("a.py", 1, 1, 1, 1), "there", fix=fix)

        judge._loaded["layers/x"] = check("layers/x", on=Module)(run_it)  # type: ignore[assignment]
        judge.findings(["layers/x"])
        assert runs == ["a.py", "b.py"]
        trace.begin_change({(project.modules["b.py"], Part.OFFSETS)})
        judge.findings(["layers/x"])
        assert runs == ["a.py", "b.py", "a.py"]
    finally:
        watch(None)


@pytest.mark.parametrize("settings", ["[tool.archlint]\nignore = ['typing']\n", "[tool.archlint]\nsrc = ['app']\n"])
def test_other_settings_have_it_judged_anew(settings: str, service: Path, keeping: Keeping) -> None:
    write(service, SERVICE)
    judged(service, keeping)
    write(service, {"pyproject.toml": settings})
    with pytest.raises(Beyond):
        hastily(service, keeping)


def test_what_was_looked_at_besides_files_of_python_counts(service: Path, keeping: Keeping) -> None:
    """Which release of a library the service runs with decides what is found."""
    write(service, {**SERVICE, "requirements.txt": "fastapi==0.100.0\n"})
    judged(service, keeping)
    hastily(service, keeping)
    write(service, {"requirements.txt": "fastapi==0.120.0\n"})
    with pytest.raises(Beyond):
        hastily(service, keeping)


def test_a_comment_that_silences_is_used_in_every_run(service: Path, keeping: Keeping) -> None:
    """Also where the chain that it ends was not looked for again."""
    comment = '  # archlint: ignore[blocking-call-chain] reason="it is meant"'
    write(service, SERVICE)
    edited(service, "app/mailer.py", lambda text: text.rstrip("\n") + comment + "\n")
    before = judged(service, keeping)
    assert not [each for each in before.findings if each.rule.startswith("suppressions/")]
    for number in range(3):
        edited(
            service,
            "app/orders/repository.py",
            lambda text: text.replace("        time", "        print()\n        time"),
        )
        after = hastily(service, keeping)
        assert after.findings == judged(service).findings, number


def test_the_report_of_a_run_depends_on_all_that_runs_before_looked_at(service: Path, keeping: Keeping) -> None:
    write(service, {**SERVICE, "requirements.txt": "fastapi==0.100.0\n"})
    with trail.kept() as first:
        run(Request(discover([], cwd=service), keeping=keeping))
    with trail.kept() as second:
        run(Request(discover([], cwd=service), keeping=keeping))
    assert first.sights.keys() == second.sights.keys()
    assert str(service / "requirements.txt") in first.sights
