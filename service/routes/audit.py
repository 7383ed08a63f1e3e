"""An uploaded catalogue: what looks wrong in it, and what to do next. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Annotated, Any

from fastapi import APIRouter, File, UploadFile
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from recsys.catalogue import FindingKind, Severity, audit
from recsys.catalogue.audit_document import audit_document
from recsys.errors import BadData, DamagedFile
from recsys.files import Source, sources_of_bytes
from service.openapi import problems
from service.schemas.document import Document, example

MOST_LISTED = 100
"""Findings of one kind, problems and notices that an answer lists; all are counted."""

MOST_LINES = 100_000
"""Lines of an upload: more would take minutes."""

MOST_OBJECTS = 200_000
"""JSON objects of an upload; a title has thirty or so."""

MOST_BYTES = 64 * 2**20
"""Bytes that an upload may unpack to."""

# Reading takes seconds and much memory; everybody else is to be answered meanwhile.
_READING = BoundedSemaphore(2)
_RETRY = {"retry-after": "1"}
_LONGEST_NAME = 200  # bytes: file systems have 255
_CHUNK = 2**16
_PARQUET = b"PAR1"  # a few of its bytes may stand for a million rows

router = APIRouter(tags=["titles"])


class AuditProblem(Document):
    """A row or field that cannot be used."""

    file: str
    line: int | None
    field: str = Field(description="Path such as `credits[2].role`; empty where the whole row is meant.")
    reason: str
    id: str | None


class AuditGroup(Document):
    """Findings of one kind and severity."""

    kind: FindingKind
    severity: Severity
    count: int
    advice: str = Field(description="What to do next about each of them.")


class AuditFinding(Document):
    """One thing that a person should look at."""

    kind: FindingKind
    severity: Severity = Field(
        description="An error is surely wrong, a warning probably; info is good to know."
    )
    ids: list[str] = Field(description="Titles concerned, sorted; at most 20.")
    text: str
    weight: int = Field(description="Titles or facts that speak for it; the weightiest of a kind come first.")


class AuditDocument(Document):
    """What looks wrong in a catalogue; the same as `recsys audit --json` gives, but bounded."""

    model_config = example(
        {
            "n_titles": 2,
            "fingerprint": "5b1e" * 16,
            "n_problems": 1,
            "problems": [
                {
                    "file": "catalogue.jsonl",
                    "line": 3,
                    "field": "title",
                    "reason": "is missing: expected the name of the title",
                    "id": "c",
                }
            ],
            "notices": [],
            "counts": {"error": 0, "warning": 1, "info": 0},
            "groups": [
                {
                    "kind": "duplicate",
                    "severity": "warning",
                    "count": 1,
                    "advice": "keep one row and give it what the others know",
                }
            ],
            "findings": [
                {
                    "kind": "duplicate",
                    "severity": "warning",
                    "ids": ["echo-1", "echo-2"],
                    "text": "'Echo' is there 2 times with one year and countries",
                    "weight": 2,
                }
            ],
            "missing": {"year": 0, "synopsis": 1},
            "known": {"year": 1.0, "synopsis": 0.5},
            "n_unlisted": 0,
        }
    )

    n_titles: int = Field(description="Titles that could be read.")
    fingerprint: str = Field(description="sha256 of the canonical rows.")
    n_problems: int
    problems: list[AuditProblem] = Field(
        description=f"Rows and fields that cannot be used; the first {MOST_LISTED}."
    )
    notices: list[str] = Field(description=f"Good to know of the file; the first {MOST_LISTED}.")
    counts: dict[Severity, int] = Field(description="All findings by severity.")
    groups: list[AuditGroup] = Field(description="All findings by severity and kind, errors first.")
    findings: list[AuditFinding] = Field(description=f"In the same order, at most {MOST_LISTED} of a group.")
    missing: dict[str, int] = Field(description="Titles that do not know a field.")
    known: dict[str, float] = Field(description="Share of the titles that knows it, 0 to 1.")
    n_unlisted: int = Field(description="Problems, notices and findings that are counted and not listed.")


@router.post(
    "/v1/audit",
    summary="Audit a catalogue",
    response_model=AuditDocument,
    responses=problems(400, 408, 413, 414, 422, 500, 503),
)
def audit_upload(
    file: Annotated[
        UploadFile, File(description="A catalogue of any format that `recsys audit` reads, but Parquet.")
    ],
) -> JSONResponse:
    """Doubles, missing fields, unknown words, orphan relations, name twins, silent one-country labels.

    The answer has status 200 whatever is found; `counts` and `n_problems` say how bad it is. At most
    100 findings of a kind are listed, and all are counted. The file is forgotten with the answer.
    """
    if not _READING.acquire(blocking=False):
        raise HTTPException(503, "other catalogues are being read: try again in a second", _RETRY)
    try:
        return JSONResponse(_audited(file.filename or "", file.file.read()))
    finally:
        _READING.release()


def _audited(name: str, data: bytes) -> dict[str, Any]:
    from recsys.importers import read_titles  # thirty formats: few workers are ever sent a catalogue

    own = _safe_name(name)
    sources = sources_of_bytes(own, data)
    _refuse_parquet(sources)
    _refuse_long(sources)
    # The importers read files by their names; this one is gone before the answer is sent.
    with TemporaryDirectory(prefix="recsys-audit-") as folder:
        path = Path(folder) / own
        path.write_bytes(data)
        reading = read_titles(path)
    return audit_document(reading, audit(reading.catalogue), most=MOST_LISTED)


def _safe_name(name: str) -> str:
    """The last part of a name, as a file can bear it; some formats are told apart by it."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(letter for letter in last if letter.isprintable()).encode(errors="ignore")
    kept = plain[-_LONGEST_NAME:].decode(errors="ignore").strip()
    return kept if kept.strip(".") else "upload"


def _refuse_parquet(sources: list[Source]) -> None:
    for source in sources:
        if source.head(len(_PARQUET)) == _PARQUET:
            msg = f"{source.name} is a Parquet file, not read here: use `recsys audit` on your machine"
            raise BadData(msg)


def _refuse_long(sources: list[Source]) -> None:
    n_bytes = n_lines = n_objects = 0
    for source in sources:
        for chunk in _chunks(source):
            n_bytes += len(chunk)
            n_lines += max(chunk.count(b"\n"), chunk.count(b"\r"))
            n_objects += chunk.count(b"{")
            if n_bytes > MOST_BYTES or n_lines > MOST_LINES or n_objects > MOST_OBJECTS:
                msg = (
                    f"the upload has more than {MOST_LINES} lines, {MOST_OBJECTS} JSON objects or "
                    f"{MOST_BYTES >> 20} MiB unpacked: use `recsys audit` on your machine"
                )
                raise BadData(msg)


def _chunks(source: Source) -> Iterator[bytes]:
    """Bytes of a file up to its end or to where it is damaged, which its reader tells."""
    try:
        with source.open() as handle:
            while chunk := handle.read(_CHUNK):
                yield chunk
    except DamagedFile:
        return
