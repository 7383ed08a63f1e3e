from __future__ import annotations

import json
import logging
import os
import time
from pathlib import Path
from typing import Any

import pytest

from service.watching.lines import LONGEST_WRITE, Lines
from service.watching.log import LineFormatter, LineHandler, set_up_logging
from service.watching.noted import begin
from service.watching.request_line import LOGGER, request_line
from service.watching.watch import Watch
from tests.service.watching.conftest import Log, Watched, exposed

NAME, SURNAME, ADDRESS, BROWSER, COOKIE = SECRETS = (
    "Vesper",
    "Quillfeather",
    "203.0.113.77",
    "SpyBrowser",
    "tracking-cookie",
)
"""What requests of these tests say of a person, and no line may repeat."""
NOWHERE = 9999
TELLING = {
    "x-forwarded-for": ADDRESS,
    "forwarded": f"for={ADDRESS}",
    "user-agent": BROWSER,
    "cookie": COOKIE,
    "referer": f"https://example.org/{NAME}",
    "x-request-id": f"{NAME} {SURNAME}",
    "authorization": f"Bearer {SURNAME}",
}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", f"/v1/titles?q={NAME}", None, 200),
        ("GET", f"/v1/titles/{NAME}/similar", None, 404),
        ("GET", f"/{NAME}/{SURNAME}?{NAME}={SURNAME}", None, 404),
        ("GET", f"/v1/similar?title=Tin+Soldier&{NAME}={SURNAME}", None, 422),
        ("GET", f"/v1/titles/paper-lanterns-2019/similar?k={NAME}", None, 422),
        ("POST", "/v1/recommend", {"like": [NAME], "text": SURNAME}, 404),
        ("POST", "/v1/recommend", {NAME: SURNAME}, 422),
        ("DELETE", f"/v1/titles/{NAME}", None, 405),
        ("GET", f"/boom/{NAME}", None, 500),
        (NAME.upper(), "/healthz", None, 405),
    ],
)
def test_nothing_that_a_request_says_is_in_the_log(
    watched: Watched, log: Log, method: str, path: str, body: Any, status: int
) -> None:
    answer = watched.client.request(method, path, json=body, headers=TELLING)
    assert answer.status_code == status
    text = log.text().casefold()
    assert len(text.splitlines()) == 1
    assert [word for word in SECRETS if word.casefold() in text] == []


def fail_twice(name: str) -> None:
    """Fail because of a failure, both quoting what was asked."""
    try:
        raise KeyError(name)
    except KeyError as error:
        msg = f"no title {name}"
        raise ValueError(msg) from error


def test_an_exception_is_told_by_its_type_and_its_lines_of_code(log: Log) -> None:
    try:
        fail_twice(NAME)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")
    (line,) = log.lines()
    assert line["message"] == "Exception in ASGI application"
    kinds = [step for step in line["exception"] if ":" not in step]
    assert kinds == ["ValueError", "KeyError"]
    assert any(step.endswith("fail_twice") and "watching/test_log.py:" in step for step in line["exception"])
    assert NAME not in json.dumps(line)


def test_what_the_system_says_is_told(log: Log, tmp_path: Path) -> None:
    try:
        (tmp_path / NAME).read_bytes()
    except OSError:
        logging.getLogger("service").exception("the model is not opened")
    (line,) = log.lines()
    assert line["exception"][0] == "FileNotFoundError: No such file or directory"
    assert NAME not in json.dumps(line)


def test_asyncio_shows_no_exception_in_its_message(log: Log) -> None:
    said = f"Task exception was never retrieved\nfuture: <Task exception=KeyError('{NAME}')>"
    logging.getLogger("asyncio").error(said)
    assert [line["message"] for line in log.lines()] == ["Task exception was never retrieved"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\x85", "\x0b", "\x1b[2J", "\x00"])
def test_no_text_can_begin_a_second_line(log: Log, end: str) -> None:
    logging.getLogger("service").warning("before%sbehind", end)
    text = log.text()
    assert len(text.splitlines()) == 1
    assert all(" " <= letter <= "~" for letter in text.rstrip("\n"))


def test_lines_of_a_request_bear_its_id(log: Log) -> None:
    begin("abc")
    logging.getLogger("recsys.anything").info("seen")
    assert [line["request_id"] for line in log.lines()] == ["abc"]


def test_a_line_about_a_request_is_what_the_ordinary_formatter_writes() -> None:
    told = {"request_id": "a", "route": "/v1", "method": "GET", "status": None, "ms": 0.25, "bytes": 9}
    record = logging.getLogger(LOGGER).makeRecord(
        LOGGER, logging.INFO, "", 0, "client gone", (), None, extra={**told, "model": 'a"b', "source": "made"}
    )
    assert request_line(record) == super(LineFormatter, LineFormatter()).format(record)


def test_servers_handlers_give_way_and_the_access_log_is_off(log: Log) -> None:
    for name in ("uvicorn.error", "uvicorn.access", "gunicorn.error"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    assert set_up_logging(descriptor=log.handler.lines.descriptor) is log.handler
    assert not logging.getLogger("uvicorn.access").hasHandlers()
    assert logging.getLogger("uvicorn.error").handlers == []
    assert logging.getLogger().handlers == [log.handler]


def test_a_record_that_cannot_be_formatted_is_dropped_without_a_word(log: Log) -> None:
    log.handler.handle(logging.LogRecord("service", logging.INFO, "", 0, "%d", (NAME,), None))
    assert log.lines() == []
    assert log.handler.lines.n_dropped == 1


def test_whoever_logs_does_not_wait_for_whoever_reads() -> None:
    reading, writing = os.pipe()
    watch, handler = Watch(), LineHandler(writing)
    handler.watch, handler.lines.most = watch, 50
    began = time.perf_counter()
    for _ in range(2000):  # a pipe takes 64 KiB, and after it nothing until somebody reads
        handler.emit(logging.LogRecord("service", logging.INFO, "", 0, "x" * 500, (), None))
    assert time.perf_counter() - began < 5
    assert handler.lines.n_dropped > 0
    with os.fdopen(reading, "rb") as stream:
        n_read = n_told = 0
        while n_read + n_told < 2000:
            line = json.loads(stream.readline())
            n_read, n_told = n_read + ("dropped" not in line), n_told + line.get("dropped", 0)
        handler.lines.close()
    counted = {name: n for name, _, n in exposed(watch.exposition()[0].decode())}
    assert counted["recsys_log_lines_dropped_total"] == n_told == handler.lines.n_dropped
    os.close(writing)


def test_lines_that_nobody_reads_any_more_are_counted() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    lines = Lines(writing)
    lines.put("x")
    lines.close()
    os.close(writing)
    assert lines.n_dropped == 1


def test_no_line_is_torn_where_several_write(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[bytes] = []
    write = os.write

    def write_to(descriptor: int, data: bytes) -> int:
        if descriptor != NOWHERE:  # another test's
            return write(descriptor, data)
        written.append(data)
        return len(data)

    monkeypatch.setattr(os, "write", write_to)
    lines = Lines(NOWHERE)
    for number in range(300):
        lines.put(f"{number} " + "x" * (number * 7 % 900))
    lines.close()
    assert b"".join(written).count(b"\n") == 300
    assert all(data.endswith(b"\n") and len(data) <= LONGEST_WRITE for data in written)
