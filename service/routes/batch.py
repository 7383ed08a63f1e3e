"""Several questions at once."""

from __future__ import annotations

from time import perf_counter
from typing import Annotated

from fastapi import APIRouter, Body, Request
from fastapi.openapi.models import Example
from starlette.exceptions import HTTPException
from starlette.responses import Response

from recsys.errors import RecsysError
from recsys.model import Model
from service.errors import http_problem, problem_of
from service.json_body import JsonRoute
from service.languages import AcceptedLanguage
from service.models.current import CurrentModel
from service.openapi import problems
from service.recommend_document import RecommendDocument
from service.schemas.answers import answer
from service.schemas.batch import BatchAnswerDocument, BatchDocument
from service.settings import Settings
from service.uploads import asked_with_files, place_for

router = APIRouter(tags=["recommendations"], route_class=JsonRoute)

_SHARE = 0.7
"""Part of a request's time in which questions are begun; the rest is for the last one and for sending."""
EXAMPLES: dict[str, Example] = {
    "two shelves of a page": {
        "value": {
            "questions": [
                {"like": [{"id": "crash-landing-on-you-2019"}], "k": 5},
                {"text": "two detectives, one case in Seoul and Tokyo", "k": 5},
            ]
        }
    }
}


@router.post(
    "/v1/batch",
    summary="Several questions at once",
    response_model=BatchAnswerDocument,
    responses=problems(400, 408, 413, 414, 415, 422, 500, 503),
)
def ask_batch(
    request: Request,
    model: CurrentModel,
    document: Annotated[BatchDocument, Body(openapi_examples=EXAMPLES)],
    accepted: AcceptedLanguage,
) -> Response:
    """Up to fifty questions, each answered as `POST /v1/recommend` would, all by one model.

    One that cannot be answered does not spoil the others: its place says why. Questions for which there
    is no time left have the status 503.
    """
    settings: Settings = request.app.state.settings
    last = perf_counter() + settings.seconds * _SHARE
    items = [
        _item(_answered(model, question, accepted) if perf_counter() < last else _too_late())
        for question in document.questions
    ]
    body = b'{"answers":[' + b",".join(items) + b"]}"
    return Response(body, media_type="application/json", headers={"vary": "Accept-Language"})


def _answered(model: Model, question: RecommendDocument, accepted: str) -> Response:
    try:
        query, reports = asked_with_files(model, question, accepted)
        with place_for(query):
            return answer(model, query, reports=reports)
    except RecsysError as error:
        return problem_of(error)
    except HTTPException as error:
        return http_problem(error.status_code)


def _too_late() -> Response:
    return http_problem(503, "there was no time left for this question: ask it again", retry_after=1)


def _item(response: Response) -> bytes:
    """What came of one question; answers are JSON already, and long."""
    key = b"answer" if response.status_code == 200 else b"problem"
    return b'{"status":%d,"%b":%b}' % (response.status_code, key, bytes(response.body))
