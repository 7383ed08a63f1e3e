"""Requests that nobody means well with: a service that listens refuses them soon, and loses no memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from recsys.publication import publish
from tests.faults.documented_catalogue import documented_catalogue
from tests.faults.nasty import BROKEN, MANY, VALUES, WHOLE, WRONG_IDS, bomb, in_chunks, plain
from tests.faults.raw_http import Reply, exchange, post, request_head
from tests.faults.report import record
from tests.faults.scale import rounds
from tests.faults.service_process import Process, served
from training.pipeline import train

SMALL = 4096
SOON = 0.1
"""Seconds; the least of five where one was slower, since other processes run on this machine, too."""
TRIES = 5
GROWTH = 20
"""Megabytes that all of it together may add to the process."""
LONGEST = 8 * 2**20
JSON, FILE = "application/json", "multipart/form-data; boundary=x"
TOKEN = "of-nobody-but-this-test"
QUESTION = b'{"like":["Crash Landing on You"]}'
# Where the name of a title stands in a body; without a title a row is refused whatever else it says.
PLACES = {
    "/v1/batch": b'{"questions":[{"like":[%b]}]}',
    "/admin/titles/{id}": b'{"synopsis":%b}',
}
PAGES = {"/history"}


FORM = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nNobody\r\n--x--\r\n'
"""What the routes for files expect."""


@dataclass(frozen=True, slots=True)
class Route:
    """A route that reads a body."""

    method: str
    path: str
    media_type: str

    @property
    def target(self) -> str:
        """Its address, with an id that no title has."""
        return self.path.replace("{id}", "nobody-1999")

    def body(self, value: bytes) -> bytes:
        """A body with a value where it hurts."""
        return PLACES.get(self.path, b'{"like":[%b]}') % value


@dataclass(slots=True)
class Attack:
    """A process under attack, and how it has done so far."""

    process: Process
    n: int = 0
    slowest: float = 0.0
    largest: int = 0
    before: float = 0.0
    statuses: set[int | None] = field(default_factory=set)

    def reply(self, make: Callable[[], bytes | Iterable[bytes]], *, known_after: int = 0) -> Reply:
        """The first answer; its time is the least of five if it was slow."""
        replies = [exchange(self.process.port, make(), known_after=known_after)]
        # A connection that is closed while somebody still sends may take the answer with it.
        while known_after and replies[-1].status is None and len(replies) < TRIES:
            replies.append(exchange(self.process.port, make(), known_after=known_after))
        first = replies[-1]
        if first.seconds > SOON:
            replies += [
                exchange(self.process.port, make(), known_after=known_after) for _ in range(TRIES - 1)
            ]
        seconds = min(reply.seconds for reply in replies if reply.status == first.status)
        self.n += len(replies)
        self.slowest, self.largest = max(self.slowest, seconds), max(self.largest, len(first.body))
        self.statuses.add(first.status)
        return Reply(first.status, first.body, seconds, first.head)


@pytest.fixture(scope="module")
def attack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attack]:
    """One process for all of it, after it has answered."""
    if not Path("/proc/self/status").exists():
        pytest.skip("the memory of a process is read from /proc, which this system has not")
    folder = tmp_path_factory.mktemp("nasty")
    publish(train(documented_catalogue()), folder / "model")
    with served(folder / "model", folder / "log", admin_token=TOKEN, seconds="2") as process:
        for _ in range(3):
            assert exchange(process.port, post("/v1/recommend", QUESTION, JSON)).status == 200
        # What is made once and kept, such as the description, is no loss.
        assert exchange(process.port, request_head("GET", "/openapi.json", "Connection: close")).status == 200
        yield Attack(process, before=process.resident_megabytes())


@pytest.fixture(scope="module")
def routes(attack: Attack) -> list[Route]:
    """Every route that reads a body, as the service itself describes them, and the page that does."""
    reply = exchange(attack.process.port, request_head("GET", "/openapi.json", "Connection: close"))
    paths: dict[str, Any] = json.loads(reply.body)["paths"]
    found = [
        Route(
            method.upper(),
            path,
            FILE if "multipart/form-data" in operation["requestBody"]["content"] else JSON,
        )
        for path, operations in paths.items()
        for method, operation in operations.items()
        if "requestBody" in operation
    ]
    assert len(found) >= 3
    found += [Route("POST", path, FILE) for path in sorted(PAGES)]
    for route in found:  # what a route loads when it is first asked is no loss
        body = FORM if route.media_type == FILE else route.body(b'"nobody"')
        bearer = f"Authorization: Bearer {TOKEN}"
        exchange(attack.process.port, post(route.target, body, route.media_type, bearer, method=route.method))
    attack.before = attack.process.resident_megabytes()
    return found


def problems_with(route: Route, name: str, reply: Reply) -> list[str]:
    """What is not as it should be with the answer to a body."""
    told = f"{name} to {route.method} {route.path}: {reply.status} in {reply.seconds * 1000:.0f} ms, "
    told += f"{len(reply.body)} bytes: {reply.body[:150]!r}"
    is_refused = reply.status is not None and 400 <= reply.status < 500
    if reply.status == 200 and route.path == "/v1/batch":
        is_refused = all(400 <= item["status"] < 500 for item in json.loads(reply.body)["answers"])
    faults = [] if is_refused else ["not refused"]
    faults += [] if len(reply.body) < SMALL else ["long"]
    faults += [] if reply.seconds < SOON else ["slow"]
    return [f"{', '.join(faults)}: {told}"] if faults else []


def sent(attack: Attack, route: Route, name: str, body: bytes, media_type: str, *headers: str) -> list[str]:
    """Send a body; return what is wrong with the answer."""
    bearing = (f"Authorization: Bearer {TOKEN}", *headers)
    request = post(route.target, body, media_type, *bearing, method=route.method)
    return problems_with(route, name, attack.reply(lambda: request))


def test_every_route_refuses_every_nasty_body(attack: Attack, routes: list[Route]) -> None:
    wrong = []
    for _ in range(rounds(usual=1, soak=25)):
        for route in routes:
            for name, value in VALUES.items():
                wrong += sent(attack, route, name, route.body(value), JSON)
            for name, body in WHOLE.items():
                wrong += sent(attack, route, name, body, route.media_type)
            wrong += sent(attack, route, "a packed bomb", bomb(), route.media_type, "Content-Encoding: gzip")
            wrong += sent(attack, route, "an unknown type", QUESTION, "text/plain")
    assert not wrong, "\n".join(wrong)


def test_fifty_megabytes_are_refused_as_soon_as_that_is_known(attack: Attack, routes: list[Route]) -> None:
    wrong = []
    for route in routes:
        about = (route.target, route.media_type, route.method)
        replies = {
            "50 MB": attack.reply(partial(plain, *about)),
            "50 MB in chunks": attack.reply(partial(in_chunks, *about), known_after=LONGEST + 2**17),
        }
        for name, reply in replies.items():
            wrong += problems_with(route, name, reply)
            wrong += (
                []
                if reply.status == (401 if route.path.startswith("/admin") else 413)
                else [f"{name} to {route.path}: {reply.status}"]
            )
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_http_is_refused_or_hung_up_on(attack: Attack, name: str) -> None:
    reply = attack.reply(BROKEN[name])
    assert reply.status is None or 400 <= reply.status < 500, (reply.head, reply.body[:200])
    assert reply.head != b"no answer in time"
    assert len(reply.body) < SMALL
    assert reply.seconds < SOON


@pytest.mark.parametrize("n_bytes", [2**20, 20 * 2**20])
def test_a_header_without_end_is_not_read_to_its_end(attack: Attack, n_bytes: int) -> None:
    reply = attack.reply(lambda: request_head("GET", "/v1", "X-A: " + "b" * n_bytes, "Connection: close"))
    assert reply.status is None or 400 <= reply.status < 500, (reply.status, reply.seconds)
    assert reply.seconds < SOON


def test_the_process_has_lost_no_memory_and_answers(attack: Attack) -> None:
    reply = exchange(attack.process.port, post("/v1/recommend", QUESTION, JSON))
    assert reply.status == 200
    assert json.loads(reply.body)["results"]
    grown = attack.process.resident_megabytes() - attack.before
    record(
        "nasty bodies to every route that reads one, and what is no HTTP",
        f"{attack.n} requests",
        f"statuses {sorted(map(str, attack.statuses))}, slowest {attack.slowest * 1000:.0f} ms, "
        f"longest answer {attack.largest} bytes, memory {grown:+.1f} MB",
    )
    assert grown < GROWTH


def test_very_many_faults_in_one_body_are_not_all_looked_at(attack: Attack, routes: list[Route]) -> None:
    wrong = []
    for route in (each for each in routes if each.media_type == JSON):
        for name, value in MANY.items():
            wrong += sent(attack, route, name, route.body(value), JSON)
    wrong += sent(attack, Route("POST", "/v1/recommend", JSON), "20,000 wrong ids", WRONG_IDS, JSON)
    assert not wrong, "\n".join(wrong)
