"""A catalogue over HTTP: read, audited, and forgotten."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from recsys.catalogue import audit
from recsys.catalogue.audit_document import audit_document
from recsys.importers import read_titles
from service.app import create_app
from service.routes import audit as route
from service.routes.audit import MOST_LISTED, AuditDocument
from service.schemas.problems import Problem
from service.settings import Settings
from tests.fuzz.mutation import damaged
from tests.fuzz.samples import CATALOGUES

ECHOES = (
    {"id": "echo-1", "title": "Echo", "year": 2000, "countries": ["KR"]},
    {"id": "echo-2", "title": "Echo", "year": 2000, "countries": ["KR"]},
    {"id": "no-title"},
)


def lines(*rows: dict[str, Any]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def sent(client: TestClient, data: bytes, name: str = "rows.jsonl") -> Any:
    return client.post("/v1/audit", files={"file": (name, data)})


def test_doubles_and_bad_rows_are_found(client: TestClient) -> None:
    answer = sent(client, lines(*ECHOES))
    assert answer.status_code == 200
    document = AuditDocument.model_validate(answer.json())
    assert (document.n_titles, document.n_problems) == (2, 1)
    assert document.problems[0].line == 3
    first = document.findings[0]
    assert (first.kind, first.severity, first.ids) == ("duplicate", "warning", ["echo-1", "echo-2"])


def test_answer_is_that_of_the_command(client: TestClient, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(lines(*ECHOES))
    reading = read_titles(path)
    expected = json.loads(json.dumps(audit_document(reading, audit(reading.catalogue))))
    assert sent(client, lines(*ECHOES)).json() == expected


def test_gzipped_rows_and_tables_of_ones_own_are_read(client: TestClient) -> None:
    assert sent(client, gzip.compress(lines(*ECHOES)), "rows.jsonl.gz").json()["n_titles"] == 2
    assert sent(client, b"title,year\nEcho,2000\nAsh,2001\n", "own.csv").json()["n_titles"] == 2


@pytest.mark.parametrize("name", CATALOGUES)
def test_archive_of_any_format_is_read_as_by_the_command(client: TestClient, name: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file, data in CATALOGUES[name].items():
            archive.writestr(file, data)
    answer = sent(client, packed.getvalue(), "files.zip")
    if any(data.startswith(b"PAR1") for data in CATALOGUES[name].values()):
        assert answer.status_code == 422
    else:
        assert answer.json()["n_titles"] >= 1


def test_long_lists_are_cut_and_counted(client: TestClient) -> None:
    answer = sent(client, lines(*({"id": f"{n}", "title": "A", "genres": [f"g{n}"]} for n in range(300))))
    document = AuditDocument.model_validate(answer.json())
    genres = [found for found in document.findings if found.kind == "unknown-genre"]
    assert len(genres) == MOST_LISTED
    (group,) = [group for group in document.groups if group.kind == "unknown-genre"]
    assert group.count == 300
    assert document.n_unlisted == 200


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.7"),
        ("a.parquet", b"PAR1 and more"),
        ("a.zip", b"PK\x03\x04 damaged"),
        ("a.txt", b"\x00\xff" * 200),
        ("a.json", b"[1, 2]"),
    ],
)
def test_file_that_is_no_catalogue_is_422_and_says_so(client: TestClient, name: str, data: bytes) -> None:
    answer = sent(client, data, name)
    problem = Problem.model_validate(answer.json())
    assert (answer.status_code, problem.type) == (422, "/problems/bad-data")
    assert name in problem.detail


def test_upload_without_a_file_is_422(client: TestClient) -> None:
    assert client.post("/v1/audit").status_code == 422


def test_more_rows_than_are_read_are_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(route, "MOST_LINES", 10)
    monkeypatch.setattr(route, "MOST_OBJECTS", 20)
    assert sent(client, lines(*({"id": f"{n}", "title": "A"} for n in range(10)))).status_code == 200
    for data in (b"\n" * 11, b"\r" * 11, b"{}" * 21):
        answer = sent(client, data)
        assert (answer.status_code, "recsys audit" in answer.json()["detail"]) == (422, True)


def test_file_that_unpacks_to_too_much_is_refused(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(route, "MOST_BYTES", 1000)
    assert sent(client, gzip.compress(b" " * 2000), "a.jsonl.gz").status_code == 422


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..", ".", "a\\b\\..", "한" * 300 + ".jsonl", "\u202e.jsonl"]
)
def test_any_name_of_a_file_will_do_and_stays_where_it_belongs(client: TestClient, name: str) -> None:
    answer = sent(client, lines(*ECHOES), name)
    assert answer.status_code == 200
    assert "/" not in answer.json()["problems"][0]["file"]


def test_nothing_of_the_upload_is_left_on_disk(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert sent(client, lines(*ECHOES)).status_code == 200
    assert sent(client, b"%PDF-1.7").status_code == 422
    assert list(tmp_path.iterdir()) == []


def test_no_more_than_two_catalogues_are_read_at_once(client: TestClient) -> None:
    with route._READING, route._READING:
        answer = sent(client, lines(*ECHOES))
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert sent(client, lines(*ECHOES)).status_code == 200


@pytest.fixture(scope="module")
def narrow(published: Path) -> Iterator[TestClient]:
    """A service that takes short bodies only."""
    with TestClient(create_app(published, Settings(max_upload_bytes=4096, max_body_bytes=1024))) as client:
        yield client


def test_catalogue_may_be_as_long_as_an_upload(narrow: TestClient) -> None:
    assert sent(narrow, lines(*ECHOES) + b"\n" * 2000).status_code == 200
    assert sent(narrow, lines(*ECHOES) + b"\n" * 5000).status_code == 413


@settings(max_examples=25)
@given(st.sampled_from(sorted(CATALOGUES)), st.integers(0, 2**16))
def test_damaged_files_are_answered_in_words(client: TestClient, name: str, seed: int) -> None:
    file, data = next(iter(CATALOGUES[name].items()))
    answer = sent(client, damaged(data, seed), file.rpartition("/")[2])
    assert answer.status_code in (200, 422)
    assert "recsys-audit-" not in answer.text  # the folder of the moment


@settings(max_examples=25)
@given(st.integers(0, 2**16))
def test_damaged_rows_are_answered_in_words(client: TestClient, seed: int) -> None:
    answer = sent(client, damaged(lines(*ECHOES, {"schema": 1, "id": "x", "title": "\ud800"}), seed))
    assert answer.status_code in (200, 422)
