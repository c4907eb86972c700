"""The tables of sinks, and how a name is looked up in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archlint.config import SinkSettings
from archlint.project.execution import sinks
from archlint.project.execution.sinks import KINDS, Row, Sinks, read, tables

OWNER = re.compile(r"(\w+(\(\))?|\*\*?)(\.(\w+(\(\))?|\*\*?))*")
NAME = re.compile(r"\w+(\(\))?|\*\*?")
TWIN = re.compile(r"(\w+(\(\))?\.)+\w*@?\w*")
ROWS = list(tables())


def test_the_tables_know_many_libraries_and_many_calls() -> None:
    assert sum(len(row.names) for _, row in ROWS) > 1500
    assert len({row.owner.partition(".")[0] for _, row in ROWS}) > 200


def test_every_kind_has_a_table_and_every_table_a_kind() -> None:
    assert {kind for kind, _ in ROWS} == set(KINDS)


@pytest.mark.parametrize("table", sorted(Path(sinks.__file__).parent.glob("*.txt")), ids=lambda table: table.stem)
def test_rows_and_their_names_are_sorted_and_well_formed(table: Path) -> None:
    rows = list(read(table))
    assert [row.owner for row in rows] == sorted(row.owner for row in rows)
    for row in rows:
        assert OWNER.fullmatch(row.owner), row
        assert all(NAME.fullmatch(name) for name in row.names + row.silent), row
        assert row.names == tuple(sorted(set(row.names))), row
        assert row.silent == tuple(sorted(set(row.silent))), row
        assert row.twin is None or TWIN.fullmatch(row.twin), row


def test_no_name_stands_twice() -> None:
    names = [f"{row.owner}.{name}" for _, row in ROWS for name in row.names + row.silent]
    assert len(names) == len(set(names))


def test_a_silent_name_is_one_that_a_wildcard_of_its_row_would_meet() -> None:
    for _, row in ROWS:
        assert not row.silent or {"*", "**"} & set(row.names) or _is_exception(row), row


def _is_exception(row: Row) -> bool:
    """Whether a row has no names of its own: it takes names out of another owner's wildcard."""
    return not row.names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("requests.get", "http"),
        ("requests.Session.get", "http"),
        ("time.sleep", "sleep"),
        ("subprocess.run", "process"),
        ("smtplib.SMTP", "mail"),
        ("boto3.client().put_object", "sdk"),
        ("openai.OpenAI.chat.completions.create", "sdk"),
        ("transformers.AutoTokenizer.from_pretrained", "sdk"),
        ("stripe.Customer.create", "sdk"),
        ("stripe.checkout.Session.create", "sdk"),
        ("googleapiclient.discovery.build().files().list().execute", "sdk"),
        ("sklearn.linear_model.LinearRegression.fit", "cpu"),
        ("sqlalchemy.orm.Session.execute", "session"),
        ("builtins.open", "file"),
        ("redis.Redis.hgetall", "database"),
    ],
)
def test_a_blocking_call_is_known(name: str, kind: str) -> None:
    sink = Sinks().of(name)
    assert sink is not None
    assert (sink.name, sink.kind) == (name, kind)


@pytest.mark.parametrize(
    "name",
    [
        "requests.Session.close",
        "boto3.client",
        "boto3.client().generate_presigned_url",
        "google.genai.Client.aio.models.generate_content",
        "httpx.AsyncClient.get",
        "openai.OpenAI",
        "openai.OpenAI.chat.completions.create().model_dump",
        "redis.Redis.pipeline",
        "redis.asyncio.Redis.get",
        "sqlalchemy.orm.Session.add",
        "sqlalchemy.orm.Query.filter",
        "stripe.Customer.create_async",
        "stripe.Customer.list_async().auto_paging_iter",
        "stripe.Webhook.construct_event",
        "",
    ],
)
def test_a_call_that_does_not_block_is_silent(name: str) -> None:
    assert Sinks().of(name) is None


def test_the_twin_takes_the_name_of_the_call() -> None:
    sink = Sinks().of("requests.post")
    assert sink is not None
    assert sink.twin == "httpx.AsyncClient.post"


def test_a_sink_of_the_users_own_is_known_and_wins() -> None:
    own = [
        SinkSettings(name="acme.Client.*", kind="http", twin="acme.AsyncClient"),
        SinkSettings(name="requests.get", kind="broker"),
    ]
    found = Sinks(own)
    assert [getattr(found.of(name), "kind", None) for name in ("acme.Client.fetch", "acme.fetch", "requests.get")] == [
        "http",
        None,
        "broker",
    ]
