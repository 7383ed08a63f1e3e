"""Ids of other sites in, ids of other sites out: for servers that know their titles by them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from fastapi.openapi.models import Example
from starlette.responses import JSONResponse

from recsys.query import Query as Question
from recsys.wording import language_of
from service.external.answer import answer_by_ids
from service.external.documents import (
    ExternalAnswerDocument,
    ExternalQuestionDocument,
    ExternalSimilarParameters,
)
from service.external.lookup import title_bearing
from service.external.question import Unused, asked_by_ids, place_to_look_up
from service.json_body import JsonRoute
from service.languages import AcceptedLanguage, language_headers
from service.models.current import CurrentModel
from service.openapi import problems

router = APIRouter(prefix="/v1/external", tags=["recommendations"], route_class=JsonRoute)

EXAMPLES: dict[str, Example] = {
    "what a library holds": {
        "value": {
            "like": [{"site": "Imdb", "id": "tt1216496"}],
            "seen": [{"site": "Tmdb", "id": "1255", "type": "movie"}],
            "library": [
                {"site": "Imdb", "id": "tt1190539"},
                {"site": "Tmdb", "id": "49797", "type": "movie"},
                {"site": "MyAnimeList", "id": "323"},
            ],
            "reply": ["Imdb", "Tmdb"],
        }
    },
    "by this catalogue's own ids": {
        "value": {
            "like": [{"site": "recsys", "id": "crash-landing-on-you-2019", "weight": 2}],
            "filters": {"form": "series"},
            "k": 5,
        }
    },
}


@router.get(
    "/{site}/{id:path}/similar",
    summary="Similar to a title, by its id elsewhere",
    response_model=ExternalAnswerDocument,
    responses=problems(404, 409, 414, 422, 500, 503),
)
def external_similar(
    model: CurrentModel,
    site: Annotated[
        str,
        Path(
            min_length=1,
            max_length=40,
            description="Whose id it is, in any case: `Imdb`, `tmdb`, `MyAnimeList`, or `recsys` for this "
            "catalogue's own.",
            examples=["imdb"],
        ),
    ],
    id: Annotated[
        str, Path(min_length=1, max_length=500, description="The id there.", examples=["tt1216496"])
    ],
    parameters: Annotated[ExternalSimilarParameters, Query()],
    accepted: AcceptedLanguage,
) -> JSONResponse:
    """Titles similar to the one that bears an id of another site, with their ids there.

    An id that several titles bear is answered with 409 and the titles: `type` tells a film from a series
    where a site counts them apart.
    """
    row = title_bearing(model, site, id, parameters.type)
    query = parameters.to_query(model.names.ids.table[row], accepted)
    return _response(query, answer_by_ids(model, query, parameters.reply, Unused()))


@router.post(
    "/recommend",
    summary="Recommend, by ids elsewhere",
    response_model=ExternalAnswerDocument,
    responses=problems(400, 404, 408, 409, 413, 414, 415, 422, 500, 503),
)
def external_recommend(
    model: CurrentModel,
    document: Annotated[ExternalQuestionDocument, Body(openapi_examples=EXAMPLES)],
    accepted: AcceptedLanguage,
) -> JSONResponse:
    """What to show of a library, in order, to somebody who liked and saw what stands in lists of ids.

    Ids that no title bears, or several, are not used and are listed in the answer. Only where all likes
    of somebody, or the whole library, lead to nothing is there no answer: 404, or 409 with the titles.
    """
    with place_to_look_up(document):
        query, unused = asked_by_ids(model, document, accepted)
    return _response(query, answer_by_ids(model, query, document.reply, unused))


def _response(query: Question, answer: dict[str, object]) -> JSONResponse:
    return JSONResponse(answer, headers=language_headers(language_of(query.language)))
