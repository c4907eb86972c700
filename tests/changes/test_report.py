"""`archlint report --base`: what the comment on a pull request says."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from archlint.report.mark import code, fenced, inline, label
from changes.conftest import READS, Archlint, changed, section
from harness.repositories import Repo


def test_nothing_to_tell_is_told_in_a_line(service: Repo, archlint: Archlint) -> None:
    ran = archlint("report", "--base", "HEAD")
    commit = service.git("rev-parse", "HEAD")[:10]
    assert (ran.code, ran.out) == (
        0,
        f"<!-- archlint report -->\n\n### archlint\n\nNo new findings since `{commit}`.\n",
    )


def test_new_findings_come_first_with_their_reason(service: Repo, archlint: Archlint) -> None:
    changed(service, "app/services/users.py", ("read(key: int) -> UserRead: ...", "read(key: int):\n    slow()"))
    service.write({"app/slow.py": "import time\n\n\ndef slow():\n    time.sleep(1)\n"})
    changed(service, "app/services/users.py", ("from app.schemas", "from app.slow import slow\nfrom app.schemas"))
    ran = archlint("report", "--base", "HEAD")
    lines = section(ran.out, "New findings")
    assert ran.code == 1
    assert lines[0].startswith("- **error** `concurrency/blocking-call-chain` `app/services/users.py:")
    assert any("`app/slow.py:5`" in line and "time.sleep" in line for line in lines)
    assert any(line.startswith("  - way out: await asyncio.to\\_thread") for line in lines)


def test_routes_are_added_removed_and_changed(service: Repo, archlint: Archlint) -> None:
    changed(
        service,
        "app/api/users.py",
        ('@router.delete("/{key}", status_code=204)', '@router.delete("/{key}/now", status_code=202)'),
        (
            "response_model=UserRead)\nasync def read(key: int) -> UserRead:",
            "response_model=list[UserRead])\nasync def read(key: int) -> UserRead:",
        ),
        ('@router.post("", status_code=201)\nasync def create', '@router.put("/all")\nasync def replace'),
    )
    assert section(archlint("report", "--base", "HEAD").out, "Routes") == [
        "| | method | path | models |",
        "|---|---|---|---|",
        "| added | `PUT` | `/v1/users/all` | `UserCreate` → `UserRead` |",
        "| removed | `POST` | `/v1/users` | `UserCreate` → `UserRead` |",
        "| changed | `GET` | `/v1/users/{key}` | answers with `list[UserRead]`, answered with `UserRead` |",
        "| changed | `DELETE` | `/v1/users/{key}/now` | was `DELETE /v1/users/{key}`; answers 202, answered 204 |",
    ]


def test_what_stands_in_a_file_that_cannot_be_parsed_is_not_gone(service: Repo, archlint: Archlint) -> None:
    service.write({"app/api/users.py": "def f(:\n"})
    ran = archlint("report", "--base", "HEAD")
    assert ran.code == 2
    assert "the analysis is not complete (1 problem)" in ran.out
    assert "Routes" not in ran.out


def test_layers_that_meet_are_drawn(service: Repo, archlint: Archlint) -> None:
    service.write({"app/repositories/__init__.py": "", "app/repositories/user_repository.py": """
        from sqlalchemy import text


        class UserRepository:
            def __init__(self, session) -> None:
                self.session = session
        """})  # fmt: skip
    changed(
        service,
        "app/api/users.py",
        ("from app.schemas", "from app.repositories.user_repository import UserRepository\nfrom app.schemas"),
        ("    await service.remove(key)", "    UserRepository(None)"),
    )
    drawn = section(archlint("report", "--base", "HEAD").out, "Layers")
    assert drawn[:2] == ["```mermaid", "graph TD"]
    assert '  l1 == "new" ==> l0' in drawn
    assert "- added: `router` → `repository` (`app/api/users.py:3` imports `app.repositories.user_repository`)" in drawn


MIGRATION = """
    from alembic import op

    revision = "b"
    down_revision = "a"


    def upgrade() -> None:
        op.drop_table("x")
    """


def test_new_settings_and_migrations_are_listed(service: Repo, archlint: Archlint) -> None:
    changed(service, "app/settings.py", ("debug: bool = False", "debug: bool = False\n    token: str"))
    service.write({"app/new.py": READS, "alembic/versions/b_users.py": MIGRATION})
    told = archlint("report", "--base", "HEAD").out
    assert section(told, "New settings") == [
        "- `MAIL_SERVER` (`app/new.py:5`)",
        "- `Settings.token`: `str`, required (`app/settings.py:6`)",
    ]
    assert section(told, "New migrations") == ["- `alembic/versions/b_users.py` after `a`"]


def test_paths_are_from_the_top_of_the_work_tree(
    service: Repo, archlint: Archlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.write({"app/new.py": READS})
    monkeypatch.chdir(service.top / "app")
    assert "`app/new.py:5`" in archlint("report", "--base", "HEAD").out


def test_a_long_report_stays_within_what_github_takes(service: Repo, archlint: Archlint) -> None:
    reads = "".join(f'    os.environ["VARIABLE_NUMBER_{number}"]\n' for number in range(900))
    service.write(
        {"app/new.py": f"    import os\n\n\n    def all_of_them() -> None:\n{reads.replace('    os', '        os')}"}
    )
    ran = archlint("report", "--base", "HEAD")
    assert "**900 new findings**" in ran.out
    assert 60_000 < len(ran.out) <= 65_536
    assert ran.out.endswith("did not fit into one comment; `archlint check` lists all findings._\n")


EVIL = "`<img src=x onerror=alert(1)>` @everyone #12 [x](https://evil.example) www.evil.example | ![i](x) \u202e ```\n"
HOSTILE_CODE = f"""
    import os


    def read() -> None:
        os.environ[{EVIL!r}]
        os.environ["B"]  # archlint: ignore[settings] reason="<script>@all"
    """


def test_nothing_from_the_repository_is_markup(service: Repo, archlint: Archlint) -> None:
    """A file's name, a variable's, the path of a route and a comment's reason, all hostile."""
    service.write({"app/evil|<b>@x`.py": HOSTILE_CODE})
    route = ('"/{key}", response_model=UserRead', f"{'/' + EVIL!r}, response_model=UserRead")
    changed(service, "app/api/users.py", route)
    told = archlint("report", "--base", "HEAD").out
    tokens = MarkdownIt("commonmark", {"linkify": False}).enable("table").parse(told)
    flat = [token for each in tokens for token in (each, *(each.children or []))]
    assert not {token.type for token in flat} & {"link_open", "image", "html_inline"}
    assert [token.content.strip() for token in flat if token.type == "html_block"] == ["<!-- archlint report -->"]
    text = " ".join(token.content for token in flat if token.type == "text")
    assert not re.search(r"@\w|#\d|://|www\.", text)
    in_code = " ".join(token.content for token in flat if token.type == "code_inline")
    assert "onerror=alert" in in_code + text
    assert "\u202e" not in told
    rows = [token for token in tokens if token.type == "tr_open"]
    assert len(rows) == 1 + told.count("\n| added") + told.count("\n| removed") + told.count("\n| changed")


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("plain `code` and *stars*", "plain `code` and \\*stars\\*"),
        ("ask @someone about #12 and GH-3", "ask `@someone` about `#12` and `GH-3`"),
        ("see https://example.org/x or www.example.org", "see `https://example.org/x` or `www.example.org`"),
        ("a < b & c\n- d", "a &lt; b &amp; c\\\\n- d"),
        ("mail a@b.example", "mail a`@b.example`"),
        ("- a-b", "\\- a-b"),
        ("1. a", "1\\. a"),
        ("::error::x", "\\::error::x"),
    ],
)
def test_text_is_shown_and_means_nothing(text: str, marked: str) -> None:
    assert inline(text) == marked


def test_code_holds_whatever_it_is_given() -> None:
    assert code("a`b``c") == "``` a`b``c ```"
    assert code("a|b", cell=True) == "`a\\|b`"
    assert code(" ") == '""'
    assert fenced("python", "```\nx\n````\n") == "`````python\n```\nx\n````\n`````"
    assert fenced("python", "::error::x") == "```python\n\\::error::x\n```"
    assert label('x"]; click l0 "javascript:') == "x#34;#93;#59; click l0 #34;javascript#58;"
