"""Histories over HTTP: an uploaded export becomes a viewer, is answered, and is forgotten."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from recsys.errors import QueryError
from recsys.history import Viewer, read_history_bytes, viewer_of
from recsys.model import Model
from service.schemas.document import Document, example
from service.schemas.problems import ChoiceDocument

# A history may take seconds and much memory; everybody else is to be answered meanwhile.
_READING = BoundedSemaphore(2)
_RETRY = {"retry-after": "1"}
_LETTER, _PAD = r"[A-Za-z0-9+/][ \t\r\n]*", r"=[ \t\r\n]*"
# Python's own decoder drops what is no letter of it: of a damaged upload something else would be read.
_BASE64 = (
    rf"^[ \t\r\n]*(?:(?:{_LETTER}){{4}})*(?:(?:{_LETTER}){{2}}(?:{_PAD}){{2}}|(?:{_LETTER}){{3}}{_PAD})?$"
)


class HistoryUpload(BaseModel):
    """An export of what somebody has seen, as a file within the question."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str = Field(
        min_length=1,
        max_length=200,
        description="Its name: some sites' exports are told apart by nothing else.",
        examples=["ratings.csv"],
    )
    base64: str | None = Field(
        None, pattern=_BASE64, description="Its bytes in base64 (RFC 4648, section 4); lines may be broken."
    )
    text: str | None = Field(None, description="Or its text.")

    def to_bytes(self) -> bytes:
        """Return what the file holds.

        Returns
        -------
        bytes
            The bytes, or the text as UTF-8.

        Raises
        ------
        QueryError
            If neither or both of base64 and text are given.
        """
        if (self.base64 is None) == (self.text is None):
            msg = "a history has either base64 or text"
            raise QueryError(msg)
        return (self.text or "").encode(errors="replace") if self.base64 is None else b64decode(self.base64)


class MissedRecord(Document):
    """A row of a history that led to no title, or by a near spelling only."""

    file: str
    line: int | None
    title: str
    year: int | None
    choices: list[ChoiceDocument] = Field([], description="Titles that may be meant.")
    id: str = Field("", description="The title, where a near spelling led to one.")


class HistoryProblem(Document):
    """What was wrong in a row."""

    file: str
    line: int | None
    field: str
    reason: str
    id: str | None = None


class FileReport(Document):
    """What became of the rows of a file; all are counted, the first of each kind are listed."""

    formats: list[str] = Field(description="How the files were read.")
    rows: int
    records: int = Field(description="Titles in them; episodes and repetitions are folded.")
    matched: dict[str, int] = Field(description="Records by the way in which they were matched, or were not.")
    ambiguous: list[MissedRecord]
    unknown: list[MissedRecord] = Field(description="Titles that this catalogue does not have.")
    by_spelling: list[MissedRecord] = Field(description="Matched by a near spelling: worth a look.")
    n_problems: int
    problems: list[HistoryProblem]
    notices: list[str]


class HistoryReport(FileReport):
    """The same of what a viewer has seen."""

    seen: int = Field(description="Titles of this catalogue that are left out.")
    liked: int
    disliked: int
    used_as_seeds: int = Field(description="How many of them the question holds: the strongest.")


HISTORY_EXAMPLE: dict[str, Any] = {
    "formats": ["list"],
    "rows": 3,
    "records": 3,
    "matched": {"title and year": 2, "unknown": 1},
    "seen": 2,
    "liked": 2,
    "disliked": 0,
    "used_as_seeds": 2,
    "ambiguous": [],
    "unknown": [
        {"file": "seen.txt", "line": 3, "title": "Never Made", "year": 1999, "choices": [], "id": ""}
    ],
    "by_spelling": [],
    "n_problems": 0,
    "problems": [],
    "notices": [],
}


class HistoryAnswer(Document):
    """A viewer as this catalogue sees them, ready to be asked with."""

    model_config = example(
        {
            "report": HISTORY_EXAMPLE,
            "like": [{"id": "crash-landing-on-you-2019", "weight": 1.0}],
            "dislike": [],
            "exclude": ["crash-landing-on-you-2019", "guardian-the-lonely-and-great-god-2016"],
        }
    )

    report: HistoryReport
    like: list[dict[str, Any]] = Field(description="Seeds for `like` of /v1/recommend, the strongest first.")
    dislike: list[dict[str, Any]] = Field(description="Seeds for `dislike`.")
    exclude: list[str] = Field(description="Ids for `exclude`: all that was seen.")


@contextmanager
def reading() -> Iterator[None]:
    """Yield while no more requests read histories, or answer very long questions, than may.

    Yields
    ------
    None
        For all files of one request.

    Raises
    ------
    HTTPException
        503, if as many are at it as may be.
    """
    if not _READING.acquire(blocking=False):
        raise HTTPException(503, "other histories are being read: try again in a second", _RETRY)
    try:
        yield
    finally:
        _READING.release()


def viewer_of_upload(model: Model, name: str, data: bytes) -> Viewer:
    """Return the viewer of an uploaded file.

    Parameters
    ----------
    model : Model
        The model of the request.
    name : str
        The file's name.
    data : bytes
        What it holds.

    Returns
    -------
    Viewer
        Matched against the model.

    Raises
    ------
    BadData
        If it is no history that can be read.
    HTTPException
        503, if as many are being read as may be.
    """
    with reading():
        return viewer_of(model, read_history_bytes(name, data))
