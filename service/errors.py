"""Errors as problem documents (RFC 9457): one table from what was raised to what is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from recsys.errors import (
    Ambiguous,
    ArtifactBusy,
    ArtifactDamaged,
    ArtifactError,
    ArtifactFormat,
    ArtifactMissing,
    ArtifactUnreachable,
    BadData,
    DamagedFile,
    IndexMissing,
    IndexUnreachable,
    NotFound,
    QueryError,
    RecsysError,
    UnresolvedName,
)
from service.headers import SECURITY_HEADERS
from service.schemas.problems import ChoiceDocument, FieldProblem, Problem
from service.web.problem_page import readable

LONGEST_DETAIL = 600
_MOST_FIELDS = 10
_MOST_LOOKED_AT = 1_000
_MOST_CHOICES = 20
# What pydantic calls the members of "a name or a seed" and the keys of a mapping.
_NO_FIELDS = frozenset({"SeedDocument", "constrained-str", "[key]"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its type, status and title, and the detail where it is always the same."""

    type: str
    status: int
    title: str
    detail: str | None = None


_LOGGED = "the error is written to the server's log"
_RETRAIN = "train it again with `recsys train`"
KINDS: Mapping[type[RecsysError], Kind] = {
    QueryError: Kind("/problems/invalid-query", 422, "The question cannot be asked"),
    NotFound: Kind("/problems/not-found", 404, "No title is called so"),
    Ambiguous: Kind("/problems/ambiguous", 409, "Several titles may be meant"),
    UnresolvedName: Kind("/problems/not-found", 404, "No title is called so"),
    BadData: Kind("/problems/bad-data", 422, "The file cannot be used"),
    DamagedFile: Kind("/problems/bad-data", 422, "The file cannot be used"),
    # The messages of these name folders of the server: they go to the log, not to a client.
    ArtifactMissing: Kind(
        "/problems/no-model", 503, "There is no model", "none is published: train one with `recsys train`"
    ),
    ArtifactDamaged: Kind(
        "/problems/damaged-model", 503, "The model is damaged", f"its bytes were changed: {_RETRAIN}"
    ),
    ArtifactFormat: Kind(
        "/problems/model-format", 503, "The model has another format", f"it cannot be read: {_RETRAIN}"
    ),
    ArtifactBusy: Kind(
        "/problems/busy-model", 503, "The model is being written", "somebody else is publishing: try again"
    ),
    ArtifactUnreachable: Kind(
        "/problems/unreachable-store",
        503,
        "The store of the model cannot be reached",
        "it does not answer, or does not let itself be read",
    ),
    IndexMissing: Kind(
        "/problems/no-index",
        503,
        "The vector engine does not hold the model",
        "write it there with `recsys export qdrant`",
    ),
    IndexUnreachable: Kind(
        "/problems/unreachable-index",
        503,
        "The vector engine cannot be reached",
        "it does not answer, or refuses to",
    ),
    ArtifactError: Kind(
        "/problems/unusable-model", 503, "The model cannot be served", f"it cannot be opened: {_RETRAIN}"
    ),
    RecsysError: Kind("about:blank", 500, "Internal Server Error", _LOGGED),
}
INVALID_REQUEST = Kind("/problems/invalid-request", 422, "The request is not valid")
# The words of RFC 9110; Python's own have changed from release to release.
_HTTP_TITLES = {413: "Content Too Large", 414: "URI Too Long"}
_HTTP_DETAILS = {
    400: "the body cannot be read",
    401: "send the operator's token with the header Authorization: Bearer",
    404: "there is no such page: GET /v1 lists what there is",
    405: "the page does not answer this method: the header Allow names those that it does",
    415: "send JSON with the header Content-Type: application/json",
    500: _LOGGED,
}


class UnreadableBody(HTTPException):
    """A body of which nobody can tell for certain what it says.

    Parameters
    ----------
    detail : str
        Why; nothing of the body itself.
    """

    def __init__(self, detail: str) -> None:
        super().__init__(400, detail)


def kind_of(error: RecsysError) -> Kind:
    """Return the kind of problem that an error of the library is.

    Parameters
    ----------
    error : RecsysError
        The error.

    Returns
    -------
    Kind
        The table's row of its class, or of the nearest class above.
    """
    return next(KINDS[kind] for kind in type(error).__mro__ if kind in KINDS)


def problem_response(
    kind: Kind,
    detail: str,
    *,
    choices: Sequence[ChoiceDocument] | None = None,
    errors: Sequence[FieldProblem] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Return a problem document as a response.

    Parameters
    ----------
    kind : Kind
        Type, status and title.
    detail : str
        What is wrong this time; cut, so that no answer grows with the request.
    choices : sequence of ChoiceDocument or None
        Titles offered instead.
    errors : sequence of FieldProblem or None
        Fields that are not valid.
    headers : mapping of str to str or None
        Further headers.

    Returns
    -------
    JSONResponse
        With the media type of problem documents.
    """
    document = Problem(
        type=kind.type,
        title=kind.title,
        status=kind.status,
        detail=_printable(detail, LONGEST_DETAIL),
        choices=None if choices is None else list(choices[:_MOST_CHOICES]),
        errors=None if errors is None else list(errors),
    )
    return JSONResponse(
        document.model_dump(mode="json", exclude_none=True),
        status_code=kind.status,
        headers=dict(headers or {}),
        media_type="application/problem+json",
    )


def http_problem(
    status: int,
    detail: str | None = None,
    *,
    retry_after: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Return a problem that its HTTP status says all about.

    Parameters
    ----------
    status : int
        HTTP status.
    detail : str or None
        What is wrong this time; None takes the usual words.
    retry_after : int or None
        Seconds after which to try again.
    headers : mapping of str to str or None
        Further headers.

    Returns
    -------
    JSONResponse
        The problem document.
    """
    phrase = _HTTP_TITLES.get(status) or HTTPStatus(status).phrase
    pause = {} if retry_after is None else {"retry-after": str(retry_after)}
    kind = Kind("about:blank", status, phrase)
    words = detail or _HTTP_DETAILS.get(status, phrase)
    return problem_response(kind, words, headers={**pause, **(headers or {})})


def problem_of(error: RecsysError) -> JSONResponse:
    """Return the problem document of an error of the library.

    Parameters
    ----------
    error : RecsysError
        The error.

    Returns
    -------
    JSONResponse
        The problem document.
    """
    kind = kind_of(error)
    choices = None
    if isinstance(error, UnresolvedName):
        choices = [ChoiceDocument(id=choice.id, label=choice.label) for choice in error.choices]
    return problem_response(kind, kind.detail or str(error), choices=choices)


def add_error_handlers(app: FastAPI) -> None:
    """Make an application answer every error with a problem document.

    Parameters
    ----------
    app : FastAPI
        The application.
    """
    app.add_exception_handler(RecsysError, _on_recsys_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_unexpected_error)


async def _on_recsys_error(request: Request, error: Exception) -> Response:
    return readable(request, problem_of(error) if isinstance(error, RecsysError) else http_problem(500))


async def _on_invalid_request(request: Request, error: Exception) -> JSONResponse:
    """Answer with the fields that are not valid, and never with what stood in them."""
    found: Sequence[Any] = error.errors() if isinstance(error, RequestValidationError) else ()
    if _is_not_json(request, found):
        return http_problem(415)
    if any(item["type"] == "json_invalid" for item in found):
        return http_problem(400)
    by_field: dict[str, str] = {}
    # Of a very long list nobody reads the end, and it would be taken apart while everybody else waits.
    for item in found[:_MOST_LOOKED_AT]:
        by_field.setdefault(_field(item["loc"]), _printable(str(item["msg"]), 200))
    fields = [FieldProblem(field=field, detail=detail) for field, detail in by_field.items()][:_MOST_FIELDS]
    count = "one field is" if len(by_field) == 1 else f"{len(by_field)} fields are"
    more = "at least " if len(found) > _MOST_LOOKED_AT else ""
    return problem_response(INVALID_REQUEST, f"{more}{count} not valid", errors=fields)


async def _on_http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, UnreadableBody) else None
    response = readable(request, http_problem(status, detail))
    response.headers.update(getattr(error, "headers", None) or {})
    return response


async def _on_unexpected_error(request: Request, _: Exception) -> Response:
    """Say nothing of the error; starlette raises it again, so that the server logs it."""
    response = readable(request, http_problem(500))
    for name, value in SECURITY_HEADERS.items():  # this handler stands outside of the middleware
        response.headers.setdefault(name, value)
    return response


def _is_not_json(request: Request, found: Sequence[Any]) -> bool:
    """Whether the whole body was refused because of its media type."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_json = media_type == "application/json" or media_type.endswith("+json")
    return not is_json and any(
        item["loc"] == ("body",) and item["type"] == "model_attributes_type" for item in found
    )


def _field(place: Sequence[int | str]) -> str:
    steps = [str(step) for step in place if step not in _NO_FIELDS]
    return ".".join(_printable(step, 40) for step in steps[:7])


def _printable(text: str, longest: int) -> str:
    """Cut a text, and show what cannot be written as UTF-8 or seen as a question mark."""
    short = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(letter if letter.isprintable() else "?" for letter in short)
