"""Where a comment silences a rule, and where it does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from archlint.config import discover
from archlint.engine import Request, run
from archlint.pragmas import Pragma, PragmaError, parse
from engine.conftest import Runs, told, write

IGNORE = '# archlint: ignore[blocking-call] reason="r"'


def lines(judged: Runs, *body: str) -> list[str]:
    """What is found in a coroutine with this body, by line and name."""
    text = "\n".join(("import time", "def dec(x): return x", *body))
    return [each.removeprefix("a.py:") for each in told(judged({"a.py": text + "\n"}, ignore=["typing"]).findings)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" ignore[a]", Pragma(False, ("a",))),
        (" ignore[a, b/c ,d]", Pragma(False, ("a", "b/c", "d"))),
        ("file-ignore[a]", Pragma(True, ("a",))),
        (' ignore[a] reason="x, y]"', Pragma(False, ("a",), "x, y]")),
        (" ignore[a] reason='x' until=2027-01-31", Pragma(False, ("a",), "x", date(2027, 1, 31))),
        (" ignore[a], until=2027-01-31, reason='x'", Pragma(False, ("a",), "x", date(2027, 1, 31))),
        (" ignore[a]  # noqa: E501", Pragma(False, ("a",))),
        (' ignore[a] reason="x" # noqa', Pragma(False, ("a",), "x")),
    ],
)
def test_the_form_of_a_comment(text: str, expected: Pragma) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (" ignore", "names no rule"),
        (" ignore[]", "names no rule"),
        (" ignore[ , ]", "names no rule"),
        (" ingore[a]", "expected `archlint: ignore"),
        (" ignored[a]", "expected `archlint: ignore"),
        (" ignore[a] because of x", "`because of x` is not understood"),
        (' ignore[a] reason="x', "is not understood"),
        (" ignore[a] until=tomorrow", "is not understood"),
        (" ignore[a] until=2027-13-01", "`2027-13-01` is no date"),
    ],
)
def test_what_is_not_of_that_form_is_told(text: str, complaint: str) -> None:
    with pytest.raises(PragmaError, match=complaint):
        parse(text)


def test_a_comment_holds_for_every_line_of_its_statement(judged: Runs) -> None:
    assert lines(judged, "async def f():", "    time.sleep(", f"        1  {IGNORE}", "    )") == []
    assert lines(judged, "async def f():", f"    time.sleep(  {IGNORE}", "        1", "    )") == []
    assert lines(judged, "async def f():", "    time.sleep(", "        1", f"    )  {IGNORE}") == []


def test_a_comment_alone_on_its_line_holds_for_the_next_statement_only(judged: Runs) -> None:
    body = ("async def f():", f"    {IGNORE}", "", "    # why", "    time.sleep(", "    1)", "    time.sleep(2)")
    assert lines(judged, *body) == ["9 blocking-call"]


def test_a_comment_holds_for_the_header_of_a_compound_statement_not_its_body(judged: Runs) -> None:
    body = (f"    with time.sleep(1):  {IGNORE}", "        time.sleep(2)")
    assert lines(judged, "async def f():", *body) == ["5 blocking-call"]
    branches = ("    if x:", "        pass", f"    elif time.sleep(1):  {IGNORE}", "        time.sleep(2)")
    assert lines(judged, "async def f(x):", *branches) == ["7 blocking-call"]


def test_a_comment_after_a_keyword_of_its_own_holds_for_its_line(judged: Runs) -> None:
    body = ("async def f(x):", "    try:", "        pass", f"    finally:  {IGNORE}", "        time.sleep(2)")
    assert lines(judged, *body) == ["6 unused-suppression", "7 blocking-call"]


def test_a_comment_on_a_decorator_or_a_parameter_belongs_to_the_def(judged: Runs) -> None:
    rule = '# archlint: ignore[any-in-boundary] reason="r"'
    service = "from typing import Any\ndef d(x): return x\n"
    for text in (
        f"{service}@d  {rule}\n@d\ndef get(x: Any) -> int: return 1\n",
        f"{service}{rule}\n@d\ndef get(x: Any) -> int: return 1\n",
        f"{service}@d\n{rule}\ndef get(\n  x: Any\n) -> int: return 1\n",
        f"{service}def get(\n  x: Any,\n  y: int,  {rule}\n) -> int: return 1\n",
    ):
        found = told(judged({"app/services/users.py": text}).findings)
        assert [each for each in found if "any-in-boundary" in each or "unused" in each] == []
    found = told(judged({"app/services/users.py": f"{service}def get(x: Any) -> int: return 1\n"}).findings)
    assert [each.split()[1] for each in found] == ["any-in-boundary"]


def test_a_comment_for_the_file_holds_everywhere_in_it(judged: Runs) -> None:
    text = f"{IGNORE.replace('ignore', 'file-ignore', 1)}\nimport time\nasync def f():\n    time.sleep(1)\n"
    assert judged({"a.py": text}).findings == ()


@pytest.mark.parametrize("word", ["blocking-call", "concurrency/blocking-call", "concurrency"])
def test_a_rule_is_named_by_name_address_or_family(word: str, judged: Runs) -> None:
    text = f"    time.sleep(1)  # archlint: ignore[{word}] reason='r'"
    assert lines(judged, "async def f():", text) == []


def test_another_rule_is_not_silenced(judged: Runs) -> None:
    text = "    time.sleep(1)  # archlint: ignore[task-dropped] reason='r'"
    assert lines(judged, "async def f():", text) == ["4 blocking-call", "4 unused-suppression"]


def test_a_comment_at_a_sink_or_a_hop_ends_every_chain_through_it(judged: Runs) -> None:
    ignore = '  # archlint: ignore[blocking-call-chain] reason="r"'
    chain = """\
import time

def sink():
    time.sleep(1){}

def hop():
    sink(){}

async def one():
    hop()

async def two():
    hop()

async def three():
    sink()
"""
    name = "blocking-call-chain"
    plain = told(judged({"a.py": chain.format("", "")}).findings)
    assert plain == [f"a.py:10 {name}", f"a.py:13 {name}", f"a.py:16 {name}"]
    assert told(judged({"a.py": chain.format(ignore, "")}).findings) == []
    assert told(judged({"a.py": chain.format("", ignore)}).findings) == [f"a.py:16 {name}"]


def test_another_way_round_a_blessed_hop_is_told(judged: Runs) -> None:
    chain = """\
import time, bcrypt

def sink():
    time.sleep(1){}

def hop():
    sink(){}

def detour():
    way_round()

def way_round():
    bcrypt.checkpw(b"", b"")
    open("x")
    sink()

def both():
    hop()
    detour()

async def run():
    both()
"""
    name, ignore = "blocking-call-chain", '  # archlint: ignore[blocking-call-chain] reason="r"'

    def found(sink: str, hop: str) -> list[list[str]]:
        outcome = judged({"a.py": chain.format(sink, hop)}, ignore=["typing"])
        return [[each.rule.partition("/")[2], *(note.message for note in each.notes)] for each in outcome.findings]

    assert found("", "") == [[name, "both calls hop", "hop calls sink", "sink calls time.sleep (sleep)"]]
    detour = [name, "both calls detour", "detour calls way_round"]
    assert found("", ignore) == [[*detour, "way_round calls sink", "sink calls time.sleep (sleep)"]]
    assert found(ignore, "") == [[*detour, "way_round calls open (file)"]]
    text = chain.replace('open("x")', f'open("x"){ignore}')
    ((rule, *_, last),) = [
        [each.rule.partition("/")[2], *(note.message for note in each.notes)]
        for each in judged({"a.py": text.format(ignore, "")}, ignore=["typing"]).findings
    ]
    assert (rule, last) == ("cpu-bound-call", "way_round calls bcrypt.checkpw (cpu)")


def test_a_comment_at_a_hop_that_leads_nowhere_is_unused(judged: Runs) -> None:
    ignore = '  # archlint: ignore[blocking-call-chain] reason="r"'
    text = f"def sink(): ...\ndef hop():\n    sink(){ignore}\nasync def run():\n    hop()\n"
    assert told(judged({"a.py": text}).findings) == ["a.py:3 unused-suppression"]


def test_whether_a_comment_is_of_use_does_not_depend_on_the_selection(judged: Runs) -> None:
    used = f"import time\nasync def f():\n    time.sleep(1)  {IGNORE}\n"
    idle = f"x = 1  {IGNORE}\n"
    assert told(judged({"a.py": used, "b.py": idle}, select=["unused-suppression"]).findings) == [
        "b.py:1 unused-suppression"
    ]
    assert told(judged(select=["task-dropped"]).findings) == []


def test_a_comment_whose_day_has_passed_holds_no_longer(service: Path) -> None:
    write(service, {"a.py": f"import time\nasync def f():\n    time.sleep(1)  {IGNORE} until=2027-01-31\n"})

    def on(day: date) -> list[str]:
        ((_, outcome),) = run(Request(discover(cwd=service), today=day))
        return [each.partition(" ")[2] for each in told(outcome.findings)]

    assert on(date(2027, 1, 31)) == []
    assert on(date(2027, 2, 1)) == ["blocking-call", "expired-suppression"]
