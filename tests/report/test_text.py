"""The report for people: DESIGN's layout, the same words everywhere, colour on a terminal only."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

from archlint.findings import Outcome, Problem
from archlint.report import render
from report.samples import chain, everything, plain, service, sheet

CHAIN = """\
error  concurrency/blocking-call-chain                           app/api/patients.py:6:5
  `create_patient` reaches `requests.post`, which blocks the event loop

    4 │ @router.post("/patients")
    5 │ async def create_patient(data: PatientCreate) -> PatientResponse:
    6 │     notify(patient)
      │     ^^^^^^^^^^^^^^^
      ├─ app/mail.py:12:5    notify calls send_mail
      └─ app/smtp.py:7:12    send_mail calls requests.post   (http)

  way out  await asyncio.to_thread(notify, patient), or an async client in app/smtp.py
  more     archlint explain app/api/patients.py:6

1 error in 42 files.
"""


def test_a_finding_is_laid_out_with_code_chain_and_way_out(tmp_path: Path) -> None:
    assert render("text", Outcome((chain(),), (), 42), sheet(service(tmp_path))) == CHAIN


def test_without_the_file_there_is_no_code_but_all_the_rest(tmp_path: Path) -> None:
    text = render("text", Outcome((plain(),), (), 1), sheet(tmp_path))
    assert text == dedent("""\
        warning  routing/route-on-app                                            app/main.py:3:2
          `app` holds a route

          more     archlint explain app/main.py:3

        1 warning in 1 file.
        1 fixable with --fix --unsafe-fixes.
        """)


def test_colour_changes_no_word(tmp_path: Path) -> None:
    service(tmp_path)
    coloured = render("text", everything(), sheet(tmp_path, colour=True))
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render("text", everything(), sheet(tmp_path))


def test_on_a_narrow_terminal_sentences_are_broken_below_themselves(tmp_path: Path) -> None:
    narrow = replace(sheet(tmp_path), width=50, wrap=True)
    lines = render("text", Outcome((chain(),), (), 1), narrow).splitlines()
    assert lines[1:3] == ["  `create_patient` reaches `requests.post`, which", "  blocks the event loop"]
    assert lines[-6:-3] == [
        "  way out  await asyncio.to_thread(notify,",
        "           patient), or an async client in",
        "           app/smtp.py",
    ]
    assert max(len(line) for line in lines[1:3] + lines[-6:]) <= 50


def test_an_encoding_without_lines_gets_ascii(tmp_path: Path) -> None:
    text = render("text", Outcome((chain(),), (), 42), sheet(service(tmp_path), ascii=True))
    assert text.isascii()
    assert "      |- app/mail.py:12:5    notify" in text
    assert "      `- app/smtp.py:7:12    send_mail" in text


def test_a_file_that_could_not_be_read_is_told_and_counted(tmp_path: Path) -> None:
    outcome = Outcome((), (Problem("parse-error", "app/x.py", "nothing closes the bracket", 2, 4),), 3)
    text = render("text", outcome, sheet(tmp_path))
    assert text.startswith("error  parse-error ")
    assert "app/x.py:2:4\n  nothing closes the bracket\n" in text
    assert text.endswith("Nothing found in 3 files.\nThe analysis is not complete: 1 problem.\n")


def test_one_line_a_finding(tmp_path: Path) -> None:
    outcome = Outcome((chain(), plain()), (Problem("unreadable", "b.py", "permission denied"),), 2)
    assert render("concise", outcome, sheet(tmp_path)).splitlines() == [
        "app/api/patients.py:6:5: error[concurrency/blocking-call-chain] `create_patient` reaches `requests.post`, "
        "which blocks the event loop",
        "app/main.py:3:2: warning[routing/route-on-app] `app` holds a route",
        "b.py: error[unreadable] permission denied",
        "1 error and 1 warning in 2 files.",
        "1 fixable with --fix --unsafe-fixes.",
        "The analysis is not complete: 1 problem.",
    ]


def test_a_pipe_does_not_pay_for_rich(tmp_path: Path) -> None:
    script = """
        import sys
        from pathlib import Path
        from archlint.report import FORMATS, render
        from report.samples import everything, sheet
        for form in FORMATS:
            render(form, everything(), sheet(Path.cwd()))
        print(sorted({"rich", "pydantic", "click", "libcst"} & sys.modules.keys()))
    """
    ran = subprocess.run(
        [sys.executable, "-c", dedent(script)],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert ran.stdout == "[]\n"
