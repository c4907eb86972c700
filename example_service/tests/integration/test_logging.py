"""What a process of the service writes: lines of JSON, each with the request it belongs to, and no secrets."""

from __future__ import annotations

import json
import signal
from uuid import uuid4

import httpx2
import pytest
from callers import PASSWORD, Caller, register, slot
from databases import execute
from environment import JWT_SECRET, variables_for
from servers import PATIENCE, server_process

pytestmark = pytest.mark.anyio


async def provoke(ada: Caller, name: str, database_url: str) -> None:
    """An error that nobody foresaw, in a request of this name."""
    notes = f"{ada.appointments}/{await ada.book()}/notes"
    await execute(database_url, "ALTER TABLE notes RENAME TO hidden_table")
    answer = await ada.http.get(notes, headers=ada.headers | {"X-Request-ID": name})
    assert (answer.status_code, answer.json()) == (500, {"detail": "internal error"})
    assert answer.headers["X-Request-ID"] == name


async def test_every_line_is_json_and_a_requests_lines_have_its_name(database_url: str) -> None:
    booking, failing = str(uuid4()), str(uuid4())
    with server_process(variables_for(database_url)) as (process, address):
        async with httpx2.AsyncClient(base_url=address) as http:
            ada = await register(http)
            headers = ada.headers | {"X-Request-ID": booking}
            assert (await http.post(ada.appointments, json=slot(start=-1), headers=headers)).status_code == 400
            await provoke(ada, failing, database_url)
        process.send_signal(signal.SIGTERM)
        output = process.communicate(timeout=PATIENCE)[0].decode()
    records = [json.loads(line) for line in output.splitlines()]
    assert [each["status"] for each in records if each.get("request_id") == booking] == [400]
    assert {each["route"] for each in records if each.get("request_id") == booking} == {
        "/api/v1/patients/{patient_id}/appointments"
    }
    unforeseen = [each for each in records if each["event"] == "unforeseen error"]
    assert [each["request_id"] for each in unforeseen] == [failing]
    assert "UndefinedTableError" in unforeseen[0]["exception"]
    for secret in (PASSWORD, JWT_SECRET, ada.tokens["access_token"], ada.tokens["refresh_token"]):
        assert secret not in output
