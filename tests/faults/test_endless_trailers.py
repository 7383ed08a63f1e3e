"""What never ends after a body, or instead of one, keeps nobody waiting."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.faults.raw_http import exchange, request_head
from tests.faults.service_process import Process, served

pytest.importorskip("httptools", reason="the other parser limits this itself")
PIECE = b"a" * 2**16
MOST_PIECES = 400


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """A service without a model: nothing here needs one."""
    folder = tmp_path_factory.mktemp("trailers")
    with served(folder, folder / "log") as process:
        yield process


def pieces_taken(process: Process, head: bytes) -> int:
    """How many pieces of an endless trailer are taken before the connection is closed."""
    with socket.create_connection(("127.0.0.1", process.port), timeout=10) as connection:
        connection.sendall(head)
        try:
            for number in range(MOST_PIECES):  # noqa: B007 - told where it ended
                connection.sendall(PIECE)
        except OSError:
            return number
    return MOST_PIECES


@pytest.mark.parametrize("target", ["/v1/recommend", "/" + "x" * 9_000], ids=["a body", "refused at once"])
@pytest.mark.parametrize("begun", [b"0\r\nX: ", b"2;"], ids=["trailer", "extension of a chunk"])
def test_endless_trailer_is_cut_off(process: Process, target: str, begun: bytes) -> None:
    head = request_head("POST", target, "Content-Type: application/json", "Transfer-Encoding: chunked")
    assert pieces_taken(process, head + begun) < MOST_PIECES
    assert exchange(process.port, request_head("GET", "/healthz", "Connection: close")).status == 200


def test_long_body_in_small_chunks_is_read(process: Process) -> None:
    head = request_head(
        "POST", "/v1/recommend", "Content-Type: application/json", "Transfer-Encoding: chunked"
    )
    body = b"%x\r\n%b\r\n" % (len(PIECE), PIECE)
    assert exchange(process.port, iter([head, *[body] * 10, b"0\r\n\r\n"])).status in (400, 422, 503)
