"""Other systems over HTTP: asked again after a failure, and not at all when it is no use."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
import stamina

from app.clients.breaker import CircuitBreaker
from app.clients.http import HttpSystem
from app.clients.insurance import HttpInsuranceRegistry
from app.clients.notices import EmailSender, SmsSender, make_sender_factory
from app.clients.templates import FileTemplates
from app.core.domain.notice import AddressedNotice, Channel, Notice
from app.core.errors import NotFoundError, UnavailableError

pytestmark = pytest.mark.anyio


class Elsewhere:
    """Another system: gives its answers in turn, the last one for ever."""

    def __init__(self, *answers: httpx2.Response | httpx2.TransportError) -> None:
        self._answers = list(answers)
        self.asked: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, httpx2.TransportError):
            raise answer
        return httpx2.Response(answer.status_code, content=answer.content)


@pytest.fixture(autouse=True)
def attempts() -> Iterator[None]:
    """Three attempts, without the pauses between them."""
    with stamina.set_testing(True, attempts=3):
        yield


@pytest.fixture
async def system_of() -> AsyncIterator[Callable[[Elsewhere], HttpSystem]]:
    clients: list[httpx2.AsyncClient] = []

    def make(elsewhere: Elsewhere) -> HttpSystem:
        clients.append(httpx2.AsyncClient(transport=httpx2.MockTransport(elsewhere), base_url="http://elsewhere"))
        return HttpSystem("the other system", clients[-1], CircuitBreaker(2, 1_000))

    yield make
    for client in clients:
        await client.aclose()


SystemOf = Callable[[Elsewhere], HttpSystem]
ACTIVE = httpx2.Response(200, json={"active": True})


@pytest.mark.parametrize(
    ("answer", "covered"),
    [(ACTIVE, True), (httpx2.Response(200, json={"active": False}), False), (httpx2.Response(404), False)],
)
async def test_the_registry_tells_who_is_covered(system_of: SystemOf, answer: httpx2.Response, covered: bool) -> None:
    elsewhere = Elsewhere(answer)
    assert await HttpInsuranceRegistry(system_of(elsewhere)).is_covered("L123456789") is covered
    assert [request.url.path for request in elsewhere.asked] == ["/coverage/L123456789"]


@pytest.mark.parametrize(
    "answer", [httpx2.Response(200, text="[]"), httpx2.Response(200, json={"active": "maybe"}), httpx2.Response(403)]
)
async def test_an_answer_that_makes_no_sense_is_none(system_of: SystemOf, answer: httpx2.Response) -> None:
    with pytest.raises(UnavailableError):
        await HttpInsuranceRegistry(system_of(Elsewhere(answer))).is_covered("L123456789")


@pytest.mark.parametrize(
    "failure", [httpx2.Response(503), httpx2.Response(500), httpx2.Response(429), httpx2.ConnectError("no")], ids=str
)
async def test_a_failure_is_tried_again(system_of: SystemOf, failure: httpx2.Response | httpx2.TransportError) -> None:
    elsewhere = Elsewhere(failure, failure, ACTIVE)
    assert await HttpInsuranceRegistry(system_of(elsewhere)).is_covered("L123456789")
    assert len(elsewhere.asked) == 3


async def test_after_some_attempts_the_system_counts_as_away(system_of: SystemOf) -> None:
    elsewhere = Elsewhere(httpx2.Response(503))
    with pytest.raises(UnavailableError):
        await HttpInsuranceRegistry(system_of(elsewhere)).is_covered("L123456789")
    assert len(elsewhere.asked) == 3


async def test_a_mistake_of_ours_is_not_tried_again(system_of: SystemOf) -> None:
    elsewhere = Elsewhere(httpx2.Response(400))
    assert (await system_of(elsewhere).request("GET", "/")).status_code == 400
    assert len(elsewhere.asked) == 1


async def test_a_system_that_is_away_is_left_alone(system_of: SystemOf) -> None:
    elsewhere = Elsewhere(httpx2.Response(503))
    system = system_of(elsewhere)
    for _ in range(4):
        with pytest.raises(UnavailableError):
            await system.request("GET", "/")
    assert len(elsewhere.asked) == 2 * 3


def test_an_open_circuit_lets_one_call_try_and_closes_when_it_succeeds() -> None:
    circuit = CircuitBreaker(1, 0)

    def fail() -> None:
        with circuit.guard("it"):
            raise UnavailableError("away")

    for _ in range(3):
        with pytest.raises(UnavailableError, match="away"):
            fail()
    with circuit.guard("it"):
        pass
    with circuit.guard("it"):
        pass


@pytest.mark.parametrize(
    ("channel", "sender", "path", "body"),
    [
        (Channel.EMAIL, EmailSender, "/email", {"to": "a b", "subject": "subject", "body": "text"}),
        (Channel.SMS, SmsSender, "/sms", {"to": "ab", "body": "text"}),
    ],
)
async def test_a_notice_goes_its_patients_way_with_its_identity(
    system_of: SystemOf, channel: Channel, sender: type[object], path: str, body: dict[str, str]
) -> None:
    elsewhere = Elsewhere(httpx2.Response(202))
    notice = Notice(uuid4(), uuid4(), channel, "subject", "text")
    chosen = make_sender_factory(system_of(elsewhere))(channel)
    assert type(chosen) is sender
    await chosen.send(AddressedNotice(notice, "a b"))
    request = elsewhere.asked[0]
    assert (request.url.path, json.loads(request.content)) == (path, body)
    assert request.headers["Idempotency-Key"] == str(notice.id)


async def test_a_refused_notice_is_not_sent(system_of: SystemOf) -> None:
    notice = Notice(uuid4(), uuid4(), Channel.EMAIL, "subject", "text")
    sender = make_sender_factory(system_of(Elsewhere(httpx2.Response(400))))(Channel.EMAIL)
    with pytest.raises(UnavailableError):
        await sender.send(AddressedNotice(notice, "a@mail.test"))


async def test_a_channel_nobody_serves_is_told_as_such(system_of: SystemOf) -> None:
    with pytest.raises(ValueError, match="pigeon"):
        make_sender_factory(system_of(Elsewhere(ACTIVE)))("pigeon")  # type: ignore[arg-type]


async def test_a_text_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "hello.txt").write_text("Hello $name")
    templates = FileTemplates(tmp_path)
    assert (await templates.load("hello")).substitute(name="Ada") == "Hello Ada"
    with pytest.raises(NotFoundError):
        await templates.load("nothing")
