"""Playbooks and checklist keep one form, and every rule is served by one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archlint import catalogue
from archlint.explain import guides
from archlint.explain.guides import GuideError

PLAYBOOKS = guides.playbooks()
ITEMS = guides.checklist()
HEADINGS = ["When to open it", "How to decide", "Steps", "What a reviewer asks"]


def test_the_twelve_playbooks_and_the_nine_items_are_there() -> None:
    assert list(PLAYBOOKS) == [
        "abc-and-fake-uow-testing",
        "api-service-template",
        "contract-evolution",
        "fastapi-pydantic-sqlalchemy",
        "idempotency-and-outbox",
        "lambda-or-kubernetes",
        "progressive-delivery-and-alembic",
        "settings-and-pydantic-settings",
        "testing-beyond-fixtures",
        "testing-with-fixtures",
        "typing-review-checklist",
        "use-case-uow-abc",
    ]
    assert list(ITEMS) == [
        "alerts",
        "backups",
        "least-privilege",
        "middleware-or-dependency",
        "ownership-in-urls",
        "rollback",
        "runbook",
        "sse-or-websocket",
        "tls",
    ]


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_a_playbook_has_its_headings_each_with_something_below(name: str) -> None:
    body = PLAYBOOKS[name]["body"]
    assert re.findall(r"^## (.*)$", body, re.MULTILINE) == HEADINGS
    assert all(part.strip() for part in re.split(r"^## .*$", body, flags=re.MULTILINE)[1:])


@pytest.mark.parametrize("name", [*PLAYBOOKS, *ITEMS])
def test_a_page_asks_one_question_and_is_no_rule(name: str) -> None:
    guide = guides.find(name)
    assert guide is not None
    assert guide["question"].count("?") == 1
    assert guide["question"].endswith("?")
    assert name not in {each.name for each in catalogue.rules().values()}
    assert name not in {each.family for each in catalogue.rules().values()}
    assert max(len(line) for line in guide["body"].split("\n")) <= 120


def test_every_rule_serves_a_page() -> None:
    """Rules on suppressions serve the others; a new rule is named in the head of the page that it serves."""
    served = {rule for each in (*PLAYBOOKS.values(), *ITEMS.values()) for rule in each["rules"]}
    of_services = {each.address for each in catalogue.rules().values() if each.family != "suppressions"}
    assert of_services - served == set()


@pytest.mark.parametrize(
    "head", ["title: A\nrules: none", "title: A\nquestion: B?\nrules: ", "question: B?\ntitle: A\nrules: none"]
)
def test_a_head_that_lacks_something_is_refused(tmp_path: Path, head: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"---\n{head}\n---\nText.\n", encoding="utf-8")
    with pytest.raises(GuideError, match=r"page\.md: the head has the keys title, question, rules"):
        guides.guide(page)


def test_a_rule_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("---\ntitle: A\nquestion: B?\nrules: sql-in-servic\n---\nText.\n", encoding="utf-8")
    with pytest.raises(catalogue.UnknownRuleError, match="did you mean `sql-in-service`"):
        guides.guide(page)
