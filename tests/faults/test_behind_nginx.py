"""The service behind a real nginx with the file that is shipped: slow clients, limits, what passes."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from statistics import median, quantiles

import pytest

from benchmarks.processes import cpu_seconds
from service.run import FIRST_SECONDS
from tests.faults.nginx_process import NGINX, WITHOUT_NGINX, free_port, nginx, wait_for
from tests.faults.report import record
from tests.faults.scale import IS_SOAK, rounds

pytestmark = pytest.mark.skipif(NGINX is None, reason=WITHOUT_NGINX)

TOKEN = "a-token-of-this-test-alone"
HEADER_SECONDS = rounds(usual=1, soak=5)
SIMILAR = "/v1/titles/crash-landing-on-you-2019/similar?k=5"


@dataclass(frozen=True, slots=True)
class Place:
    """A service and the nginx before it."""

    outside: int
    inside: int
    pid: int
    access_log: Path
    service_log: Path


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes


def ask(port: int, path: str, *, source: str = "127.0.0.1", method: str = "GET", body: bytes | None = None,
        headers: Mapping[str, str] | None = None) -> Answer:  # fmt: skip
    """One answer, asked for from an own address: on Linux all of 127.0.0.0/8 is this machine."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20, source_address=(source, 0))
    try:
        connection.request(method, path, body, dict(headers or {}))
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()


def changed(service_port: int) -> tuple[tuple[str, str], ...]:
    """What these tests change in the shipped file: where the service is, and how long a header may take."""
    return (
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{service_port};"),
        ("client_header_timeout 5s;", f"client_header_timeout {HEADER_SECONDS}s;"),
    )


@contextmanager
def service(model: Path, log: Path) -> Iterator[tuple[int, int]]:
    """Port and process of the service, with everything on that must not be seen from outside."""
    port = free_port()
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "RECSYS_ADMIN_TOKEN": TOKEN, "RECSYS_METRICS": "1"}
    command = [sys.executable, "-m", "benchmarks.http_service", str(model), f"--port={port}"]
    root = Path(__file__).parents[2]
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=root, env=environment, stdout=output, stderr=output) as process,
    ):
        try:
            wait_for(port, process, log)
            yield port, process.pid
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def own_folder() -> Iterator[Path]:
    """A folder that another user may enter, which pytest's own ones are not."""
    with tempfile.TemporaryDirectory(prefix="recsys-nginx-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def place(own_folder: Path, builtin_folder: Path) -> Iterator[Place]:
    log = own_folder / "service.log"
    behind = own_folder / "behind"
    behind.mkdir()
    with ExitStack() as stack:
        inside, pid = stack.enter_context(service(builtin_folder, log))
        outside = stack.enter_context(nginx(behind, *changed(inside)))
        yield Place(outside, inside, pid, behind / "access.log", log)


# --- limits --------------------------------------------------------------------------------------


def test_address_that_asks_too_often_is_told_so_and_others_are_not(place: Place) -> None:
    answers = [ask(place.outside, "/healthz", source="127.3.0.1") for _ in range(150)]
    refused = [answer for answer in answers if answer.status == 429]
    assert {answer.status for answer in answers} == {200, 429}
    assert {answer.status for answer in answers[:60]} == {200}  # the burst
    assert {answer.headers["retry-after"] for answer in refused} == {"1"}
    assert {answer.headers["content-type"] for answer in refused} == {"application/problem+json"}
    assert json.loads(refused[0].body) == {"type": "about:blank", "title": "Too Many Requests", "status": 429}
    assert ask(place.outside, "/healthz", source="127.3.0.2").status == 200


def test_address_has_so_many_connections_and_no_more(place: Place) -> None:
    source = "127.3.0.3"
    with ExitStack() as stack:
        for _ in range(30):
            client = socket.create_connection(("127.0.0.1", place.outside), source_address=(source, 0))
            stack.enter_context(client)
            client.sendall(b"POST /v1/recommend HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        time.sleep(0.2)
        assert ask(place.outside, "/healthz", source=source).status == 429
        assert ask(place.outside, "/healthz", source="127.3.0.4").status == 200


def test_body_of_20_mb_is_refused_before_it_is_sent(place: Place) -> None:
    with socket.create_connection(("127.0.0.1", place.outside), timeout=10) as client:
        client.sendall(b"POST /v1/history HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\n")
        assert client.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_refusals_of_the_service_pass_as_they_are(place: Place) -> None:
    body = b'{"questions": "many"}'
    inside, outside = (
        ask(port, "/v1/batch", method="POST", body=body) for port in (place.inside, place.outside)
    )
    assert (outside.status, outside.body) == (inside.status, inside.body)
    assert outside.headers["content-type"] == "application/problem+json"
    assert len(outside.body) > 100  # and not nginx's own


def test_upload_longer_than_one_piece_is_read(place: Place) -> None:
    body = b"%-200s\n" % b"Crash Landing on You" * 1_000
    form = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="seen.txt"\r\n\r\n%s\r\n--x--\r\n'
        % body
    )
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = ask(place.inside, "/v1/history", method="POST", body=form, headers=kind)
    assert answer.status in (200, 422), answer.body[:80]


# --- what is closed, and what passes -------------------------------------------------------------

CLOSED = (
    *("/admin", "/admin/reload", "/admin/reload?x=1", "/admin/titles/x", "/metrics", "/metrics/"),
    *(
        "//admin/reload",
        "/%61dmin/reload",
        "/v1/../admin/reload",
        "/./admin/reload",
        "/v1/%2e%2e/admin/reload",
    ),
    *("//metrics", "/metric%73"),
)


@pytest.mark.parametrize("path", CLOSED)
def test_what_is_for_the_operator_is_closed(place: Place, path: str) -> None:
    for method in ("GET", "POST"):
        answer = ask(place.outside, path, method=method, headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status == 404
        assert answer.body == b'{"type":"about:blank","title":"Not Found","status":404}'  # said by nginx


def test_what_is_closed_outside_is_there_inside(place: Place) -> None:
    assert ask(place.inside, "/metrics").status == 200
    assert ask(place.inside, "/admin/reload", method="POST").status == 401


def told(answer: Answer) -> dict[str, str]:
    """Headers but for those that belong to one request or one connection."""
    own = {"date", "server", "connection", "x-request-id", "transfer-encoding", "keep-alive"}
    return {name.lower(): value for name, value in answer.headers.items() if name.lower() not in own}


@pytest.mark.parametrize("path", [SIMILAR, "/v1/model", "/openapi.json", "/", "/v1/titles/nobody-1900"])
def test_answer_passes_byte_for_byte(place: Place, path: str) -> None:
    inside, outside = (ask(port, path) for port in (place.inside, place.outside))
    assert (outside.status, outside.body) == (inside.status, inside.body)
    assert told(outside).items() >= told(inside).items()


def test_tag_holds_through_nginx(place: Place) -> None:
    tag = ask(place.outside, SIMILAR).headers["etag"]
    again = ask(place.outside, SIMILAR, headers={"If-None-Match": tag})
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)


def test_compressed_answer_is_the_same_and_its_tag_holds(place: Place) -> None:
    plain = ask(place.outside, SIMILAR)
    packed = ask(place.outside, SIMILAR, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "accept-encoding" in packed.headers["vary"].lower()
    again = ask(place.outside, SIMILAR, headers={"If-None-Match": packed.headers["etag"]})
    assert again.status == 304


def line_with(text: str, log: Path) -> str:
    """The line of a log that holds a text; it is written a moment after the answer."""
    for _ in range(200):
        for line in log.read_text(encoding="utf-8").splitlines():
            if text in line:
                return line
        time.sleep(0.02)
    pytest.fail(f"no line with {text}")


def test_request_id_is_in_the_answer_and_in_both_logs(place: Place) -> None:
    answer = ask(place.outside, "/v1/vocabulary", headers={"X-Request-ID": "chosen-by-a-client"})
    identifier = answer.headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", identifier)  # nginx's own, not the client's
    line = json.loads(line_with(identifier, place.access_log))
    assert (line["request_id"], line["answered_as"]) == (identifier, identifier)
    assert (line["path"], line["status"]) == ("/v1/vocabulary", 200)
    assert json.loads(line_with(identifier, place.service_log))["status"] == 200


def test_log_bears_neither_addresses_nor_questions(place: Place) -> None:
    ask(place.outside, "/v1/titles?q=what-somebody-likes", source="127.3.0.9")
    line_with('"path":"/v1/titles"', place.access_log)
    text = place.access_log.read_text(encoding="utf-8")
    assert "what-somebody-likes" not in text
    assert "127." not in text


def test_service_that_is_away_is_told_with_the_time_to_come_again(own_folder: Path) -> None:
    folder = own_folder / "alone"
    folder.mkdir()
    with nginx(folder, *changed(free_port())) as port:
        answer = ask(port, "/v1/model")
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert json.loads(answer.body)["title"] == "Service Unavailable"


# --- slow clients --------------------------------------------------------------------------------

N_SLOW = rounds(usual=60, soak=400)
SECONDS = rounds(usual=3, soak=30)  # longer than a header may take, or nobody is cut off
QUIET_SECONDS = rounds(usual=1, soak=15)
N_NORMAL = 4
BETWEEN = 0.1
"""Seconds between two questions of a normal client, which asks no more often than nginx lets it."""


SLOW_HEADER = b"GET / HTTP/1.1\r\nHost: slow.example.org\r\nX-Drip: "
SLOW_BODY = b"POST /v1/recommend HTTP/1.1\r\nHost: slow.example.org\r\nContent-Length: 5000\r\n\r\n{"


def own_address(number: int) -> str:
    return f"127.1.{number // 250}.{number % 250 + 1}"


async def drip(port: int, number: int, end: float) -> int:
    """How often a client was cut off that sends a byte a second and begins anew.

    One of an even number drips a header, one of an odd number a body.
    """
    n_cut = 0
    while time.perf_counter() < end:
        source = (own_address(number), 0)
        reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=source)
        writer.write(SLOW_BODY if number % 2 else SLOW_HEADER)
        n_cut += await is_cut_off(reader, writer, end)
        writer.close()
    return n_cut


async def is_cut_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, end: float) -> bool:
    try:
        while time.perf_counter() < end:
            writer.write(b" ")
            with suppress(TimeoutError):
                await asyncio.wait_for(reader.read(1), timeout=1)
                return True
    except ConnectionError:
        return True
    return False


async def normal(port: int, number: int, end: float) -> list[float]:
    """Seconds of each answer to a client that asks now this and now that."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(f"127.2.0.{number + 1}", 0))
    seconds = []
    turn = 0
    while time.perf_counter() < end:
        turn += 1
        path = f"/v1/titles/crash-landing-on-you-2019/similar?k={(turn * N_NORMAL + number) % 40 + 1}"
        begin = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: recsys.example.org\r\n\r\n".encode())
        header = await reader.readuntil(b"\r\n\r\n")
        assert header.startswith(b"HTTP/1.1 200 "), header
        found = re.search(rb"(?i)content-length: (\d+)", header)
        assert found is not None
        await reader.readexactly(int(found[1]))
        seconds.append(time.perf_counter() - begin)
        await asyncio.sleep(BETWEEN)
    writer.close()
    return seconds


def n_sockets(pid: int) -> int:
    names = (path.readlink() for path in Path(f"/proc/{pid}/fd").iterdir())
    return sum(str(name).startswith("socket:") for name in names)


@dataclass(frozen=True, slots=True)
class Siege:
    """What came of some time with slow clients: times of the normal answers in seconds, and what it took."""

    times: list[float]
    n_cut: int
    n_sockets: int
    service_seconds: float

    @property
    def figures(self) -> str:
        times = sorted(self.times)
        per_answer = 1000 * self.service_seconds / len(times)
        return (
            f"p50 {1000 * median(times):.1f}, p99 {p99(times):.1f}, slowest {1000 * times[-1]:.1f} ms, "
            f"{per_answer:.1f} ms of the service's processor an answer"
        )


async def besieged(place: Place, *, n_slow: int, seconds: float) -> Siege:
    begin, used = time.perf_counter(), cpu_seconds(place.pid)
    end = begin + seconds
    slow = [asyncio.create_task(drip(place.outside, number, end)) for number in range(n_slow)]
    await asyncio.sleep(0.2)
    fast = [asyncio.create_task(normal(place.outside, number, end)) for number in range(N_NORMAL)]
    await asyncio.sleep(seconds / 2)
    open_sockets = n_sockets(place.pid)
    times = [second for task in fast for second in await task]
    used = cpu_seconds(place.pid) - used
    return Siege(times, sum([await task for task in slow]), open_sockets, used)


def p99(times: list[float]) -> float:
    """In milliseconds."""
    return 1000 * quantiles(times, n=100)[98]


def wait_until_idle(pid: int) -> None:
    """Wait for a service that has just started: a second later it loads its compiled loops."""
    n_idle = 0
    before = cpu_seconds(pid)
    for _ in range(rounds(usual=20, soak=300)):
        time.sleep(0.2)
        now = cpu_seconds(pid)
        n_idle = n_idle + 1 if now - before < 0.05 else 0
        before = now
        if 0.2 * n_idle > FIRST_SECONDS:
            return


def test_normal_clients_do_not_notice_slow_ones(place: Place) -> None:
    wait_until_idle(place.pid)
    quiet = asyncio.run(besieged(place, n_slow=0, seconds=QUIET_SECONDS))
    siege = asyncio.run(besieged(place, n_slow=N_SLOW, seconds=SECONDS))
    assert siege.n_cut >= N_SLOW // 2  # those that drip a header
    assert siege.n_sockets < N_SLOW // 2  # those that drip a body: nginx has not let them through
    # In the ordinary suite other tests have the processors, too, and there are few answers.
    assert p99(siege.times) < (100 if IS_SOAK else 5_000), f"{siege.figures}; without: {quiet.figures}"
    record(
        f"{N_SLOW} slow clients behind nginx for {SECONDS} s",
        f"{len(siege.times)} answers to normal clients",
        f"{siege.figures} (without slow clients: {quiet.figures}); {siege.n_cut} slow headers cut off; "
        f"{siege.n_sockets} sockets at the service",
    )


def test_header_that_does_not_end_is_cut_off(place: Place) -> None:
    begin = time.perf_counter()
    with socket.create_connection(("127.0.0.1", place.outside), timeout=HEADER_SECONDS + 5) as client:
        client.sendall(b"GET / HTTP/1.1\r\n")
        with suppress(ConnectionResetError):
            assert client.recv(1) == b""
    assert time.perf_counter() - begin < HEADER_SECONDS + 2


@pytest.mark.skipif(not IS_SOAK, reason="takes five seconds: make soak")
def test_body_that_stops_is_cut_off(place: Place) -> None:
    with socket.create_connection(("127.0.0.1", place.outside), timeout=15) as client:
        client.sendall(b"POST /v1/recommend HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        with suppress(ConnectionResetError):
            assert client.recv(100)[:12] in (b"HTTP/1.1 408", b"")
