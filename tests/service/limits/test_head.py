"""What cannot be read is refused, and nobody takes the refusal for an answer to something else."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.faults.raw_http import exchange, request_head
from tests.faults.service_process import Process, served

pytest.importorskip("httptools", reason="the other parser has rules of its own")
WITHOUT_HOST = b"GET /healthz HTTP/1.1\r\n\r\n"


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """A service without a model: nothing here needs one."""
    folder = tmp_path_factory.mktemp("heads")
    with served(folder, folder / "log") as process:
        yield process


@pytest.mark.parametrize(
    "head",
    [
        WITHOUT_HOST,
        request_head("GET", "/healthz", "Host: example.org"),
        request_head("GET", "/healthz", "Host: localhost"),
        b"GET /healthz HTTP/1.1\r\nHost: localhost,example.org\r\n\r\n",
        b"GET /healthz HTTP/1.0\r\nHost: one\r\nHost: two\r\n\r\n",
    ],
    ids=["none", "two", "the same twice", "a list", "two of HTTP/1.0"],
)
def test_request_that_does_not_name_one_host_is_refused(process: Process, head: bytes) -> None:
    assert exchange(process.port, head).status == 400


@pytest.mark.parametrize("host", ["", "recsys.example.org", "[::1]:8000", "127.0.0.1:80", "blanks.behind \t"])
def test_every_way_to_name_a_host_is_answered(process: Process, host: str) -> None:
    head = f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    assert exchange(process.port, head).status == 200


def test_request_of_http_1_0_needs_no_host(process: Process) -> None:
    assert exchange(process.port, b"GET /healthz HTTP/1.0\r\n\r\n").status == 200


@pytest.mark.parametrize(
    "second",
    [WITHOUT_HOST, request_head("POST", "/v1/recommend", "Transfer-Encoding: chunked") + b"ZZZ\r\n"],
    ids=["its head", "its body"],
)
def test_refusal_does_not_come_in_the_place_of_an_answer_that_is_awaited(
    process: Process, second: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", process.port), timeout=10) as connection:
        connection.sendall(request_head("GET", "/healthz") + second)
        received = b"".join(iter(lambda: connection.recv(2**16), b""))
    assert b" 400 " not in received


def test_refusal_comes_after_an_answer_that_is_whole(process: Process) -> None:
    with socket.create_connection(("127.0.0.1", process.port), timeout=10) as connection:
        connection.sendall(request_head("GET", "/healthz"))
        assert connection.recv(2**16).startswith(b"HTTP/1.1 200")
        connection.sendall(WITHOUT_HOST)
        assert b" 400 " in b"".join(iter(lambda: connection.recv(2**16), b""))
