"""The served model against another published version, before that one is served."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse

from recsys.model_diff import common_seeds, diff
from service.errors import http_problem
from service.models.current import CurrentModel, ModelStore
from service.models.published_versions import is_published, opened
from service.openapi import PROBLEM, problems
from service.schemas.diff import DiffDocument, DiffParameters

router = APIRouter(tags=["model"])

_MOST_IDS = 100
# A comparison opens a whole model and asks hundreds of questions: everybody else is to be answered meanwhile.
_COMPARING = BoundedSemaphore(1)
_RETRY_AFTER = 5
_NO_VERSION = "the served model has no such version: name a folder that stands beside its CURRENT"
_BUSY = "another comparison is running: try again in a few seconds"


def _answers() -> dict[int | str, dict[str, Any]]:
    """The errors of this route, which means other things by 404 and 503 than most."""
    described = problems(404, 414, 422, 500, 503)
    not_found = {"type": "about:blank", "title": "Not Found", "status": 404, "detail": _NO_VERSION}
    described[404] |= {
        "description": "The served model has no such version.",
        "content": {PROBLEM: {"example": not_found}},
    }
    described[503] |= {
        "description": "There is no model, the named version cannot be opened, or another comparison is "
        "running: then Retry-After says when to come again.",
    }
    return described


@router.get(
    "/v1/model/diff",
    summary="Compare with another version",
    response_model=DiffDocument,
    responses=_answers(),
)
def diff_models(
    request: Request, model: CurrentModel, parameters: Annotated[DiffParameters, Query()]
) -> JSONResponse:
    """What changes if another version takes the place of the served one: titles in, out and moved.

    Both are asked what is similar to the same titles, spread evenly over those that both know.
    The version is read and verified whole first.
    """
    store: ModelStore = request.app.state.store
    if not is_published(store.folder, parameters.version):
        return http_problem(404, _NO_VERSION)
    if not _COMPARING.acquire(blocking=False):
        return http_problem(503, _BUSY, retry_after=_RETRY_AFTER)
    try:
        other = opened(store.folder, parameters.version)
        seeds = common_seeds(model, other, parameters.sample)
        return JSONResponse(_document(diff(model, other, seeds, k=parameters.k).to_dict()))
    finally:
        _COMPARING.release()


def _document(document: dict[str, Any]) -> dict[str, Any]:
    """The comparison, with no more ids of titles than an answer should hold."""
    for side in ("only_a", "only_b"):
        document[f"n_{side}"] = len(document[side])
        document[side] = document[side][:_MOST_IDS]
    return document
