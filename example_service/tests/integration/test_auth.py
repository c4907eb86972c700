"""Who asks: logins, their renewal and their end."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx2
import jwt
import pytest
from callers import API, PASSWORD, Caller, register, registration
from databases import connect
from environment import JWT_SECRET

pytestmark = pytest.mark.anyio


def payload_of(token: str) -> dict[str, object]:
    """What everybody can read in a token."""
    part = token.split(".")[1]
    claims: dict[str, object] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return claims


def forged(caller: Caller, secret: str = JWT_SECRET, **changes: object) -> dict[str, str]:
    """The headers of a caller whose token was changed and signed again."""
    claims = payload_of(caller.tokens["access_token"]) | changes
    return {"Authorization": f"Bearer {jwt.encode(claims, secret, algorithm='HS256')}"}


async def me(http: httpx2.AsyncClient, headers: dict[str, str]) -> httpx2.Response:
    return await http.get(f"{API}/patients/me", headers=headers)


async def refresh(http: httpx2.AsyncClient, token: str) -> httpx2.Response:
    return await http.post(f"{API}/auth/refresh", json={"refresh_token": token})


async def test_a_login_opens_what_is_the_callers_own(ada: Caller) -> None:
    assert (await ada.get(f"{API}/patients/me")).json()["id"] == ada.id
    assert ada.tokens["token_type"] == "bearer"


@pytest.mark.parametrize("given", [{"email": "nobody@mail.test"}, {"password": "wrong horse battery"}], ids=str)
async def test_a_wrong_address_and_a_wrong_password_get_one_answer(ada: Caller, given: dict[str, str]) -> None:
    answer = await ada.http.post(f"{API}/auth/login", json={"email": ada.email, "password": PASSWORD} | given)
    assert (answer.status_code, answer.json()) == (401, {"detail": "valid credentials are required"})


async def test_an_address_logs_in_in_whatever_case_it_is_written(ada: Caller) -> None:
    answer = await ada.http.post(f"{API}/auth/login", json={"email": ada.email.upper(), "password": PASSWORD})
    assert answer.status_code == 200


async def test_a_token_tells_no_personal_data(ada: Caller) -> None:
    readable = json.dumps(payload_of(ada.tokens["access_token"])).lower()
    known = (await ada.get(f"{API}/patients/me")).json()
    for name in ("full_name", "born", "phone", "insurance_number"):
        assert known[name].lower() not in readable
    assert ada.email.lower() not in readable


async def test_every_bad_token_and_a_deleted_account_get_one_answer(ada: Caller) -> None:
    bob = await register(ada.http)
    assert (await bob.delete(bob.home)).status_code == 204
    past = int((datetime.now(UTC) - timedelta(hours=1)).timestamp())
    unsigned = jwt.encode(payload_of(ada.tokens["access_token"]), None, algorithm="none")
    headers: list[dict[str, str]] = [
        {},
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Basic " + base64.b64encode(b"ada:pass").decode()},
        {"Authorization": f"Bearer {unsigned}"},
        {"Authorization": f"Bearer {ada.tokens['refresh_token']}"},
        forged(ada, secret="another secret that is long enough for the algorithm"),
        forged(ada, exp=past),
        forged(ada, sub=str(uuid4())),
        forged(ada, sub="no identity"),
        bob.headers,
    ]
    answers = [await me(ada.http, each) for each in headers]
    assert [each.status_code for each in answers] == [401] * len(headers)
    assert {each.text for each in answers} == {'{"detail":"valid credentials are required"}'}
    assert {each.headers["WWW-Authenticate"] for each in answers} == {"Bearer"}


async def test_a_token_that_is_signed_right_is_let_in(ada: Caller) -> None:
    """The forgeries above fail for their change, not for how the tests sign."""
    assert (await me(ada.http, forged(ada))).status_code == 200


async def test_a_refresh_token_renews_the_login_once(ada: Caller) -> None:
    renewed = await refresh(ada.http, ada.tokens["refresh_token"])
    assert renewed.status_code == 200
    assert renewed.json()["refresh_token"] != ada.tokens["refresh_token"]
    headers = {"Authorization": f"Bearer {renewed.json()['access_token']}"}
    assert (await me(ada.http, headers)).status_code == 200


async def test_a_refresh_token_used_twice_revokes_the_whole_login(ada: Caller) -> None:
    renewed = (await refresh(ada.http, ada.tokens["refresh_token"])).json()
    assert (await refresh(ada.http, ada.tokens["refresh_token"])).status_code == 401
    assert (await refresh(ada.http, renewed["refresh_token"])).status_code == 401


async def test_another_login_survives_the_revocation_of_one(ada: Caller) -> None:
    first = ada.tokens["refresh_token"]
    await ada.log_in()
    await refresh(ada.http, first)
    await refresh(ada.http, first)
    assert (await refresh(ada.http, ada.tokens["refresh_token"])).status_code == 200


async def test_a_logout_ends_the_renewals(ada: Caller) -> None:
    body = {"refresh_token": ada.tokens["refresh_token"]}
    assert (await ada.http.post(f"{API}/auth/logout", json=body)).status_code == 204
    assert (await refresh(ada.http, ada.tokens["refresh_token"])).status_code == 401
    assert (await ada.http.post(f"{API}/auth/logout", json=body)).status_code == 204


async def test_an_unknown_refresh_token_is_refused(http: httpx2.AsyncClient) -> None:
    assert (await refresh(http, "x" * 43)).status_code == 401


async def test_a_password_is_kept_as_its_hash(ada: Caller, database_url: str) -> None:
    connection = await connect(database_url)
    kept = await connection.fetchval("SELECT password_hash FROM accounts WHERE email = $1", ada.email)
    hashes = await connection.fetch("SELECT token_hash FROM refresh_tokens")
    await connection.close()
    assert kept.startswith("$argon2id$")
    assert ada.tokens["refresh_token"] not in {row["token_hash"] for row in hashes}


async def test_one_address_registers_once(ada: Caller) -> None:
    again = await ada.http.post(f"{API}/patients", json=registration(email=ada.email.upper()))
    assert again.status_code == 409
