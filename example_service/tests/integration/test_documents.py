"""What the documents say of files and queries is so."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from databases import connect

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| s(?P<document>[0-4]):(?P<line>\d+) \| (?P<sentence>.+) \| (?P<files>`.+`) \|$", re.MULTILINE)
README = (ROOT / "README.md").read_text(encoding="utf-8")
RUNBOOK = (ROOT / "RUNBOOK.md").read_text(encoding="utf-8")


def test_every_sentence_is_shown_by_files_that_exist() -> None:
    rows = list(ROW.finditer(README))
    assert len(rows) > 200
    assert len(rows) == len(re.findall(r"^\| s\d", README, re.MULTILINE)), "a row is not read"
    named = {file for row in rows for file in re.findall(r"`([^`]+)`", row["files"])}
    assert sorted(file for file in named if not (ROOT / file).is_file()) == []
    assert {row["document"] for row in rows} == set("01234")


@pytest.mark.parametrize("document", ["README.md", "ARCHITECTURE.md", "RUNBOOK.md"])
def test_every_path_that_is_named_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    folders = "app|alembic|tests|k8s|load"
    named = set(re.findall(rf"`((?:{folders})/[A-Za-z0-9_./-]+)`", text)) | set(re.findall(r"\]\(([\w.]+)\)", text))
    assert named
    missing = [path for path in named if not (ROOT / path).exists() and not list(ROOT.glob(f"{path}*"))]
    assert missing == []


def test_the_queries_of_the_runbook_run(database_url: str) -> None:
    queries = [
        each
        for block in re.findall(r"```sql\n(.+?)```", RUNBOOK, re.DOTALL)
        for each in block.split(";\n")
        if each.strip()
    ]

    async def run() -> int:
        connection = await connect(database_url)
        try:
            for query in queries:
                await connection.execute(query)
        finally:
            await connection.close()
        return len(queries)

    assert asyncio.run(run()) >= 6
