"""Any question: as a JSON document, or in an address."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query
from fastapi.openapi.models import Example
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from service.json_body import JsonRoute
from service.languages import AcceptedLanguage
from service.models.current import CurrentModel
from service.openapi import problems
from service.parameters import RecommendParameters
from service.recommend_document import FilesAnswerDocument, RecommendDocument
from service.schemas.answers import AnswerDocument, answer
from service.uploads import asked_with_files, place_for

_METHODS = {"allow": "GET, POST"}


class _OneOfTwo(JsonRoute):
    """A route beside another of the same path: a refused method is told of both."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request of this route's method."""
        if self.methods and scope["method"] not in self.methods:
            raise HTTPException(405, headers=_METHODS)
        await super().handle(scope, receive, send)


router = APIRouter(tags=["recommendations"], route_class=_OneOfTwo)

EXAMPLES: dict[str, Example] = {
    "one title": {"value": {"like": ["Crash Landing on You"]}},
    "steered": {
        "value": {
            "like": [{"id": "crash-landing-on-you-2019"}, {"title": "Goblin", "weight": 0.5}],
            "more": {"tearjerker": 1},
            "less": {"love-triangle": 0.5},
            "filters": {"countries": {"any": ["JP", "KR"]}, "form": "series", "year": [2015, None]},
            "k": 5,
        }
    },
    "a premise": {"value": {"text": "two detectives, one case in Seoul and Tokyo"}},
    "where and when": {
        "value": {
            "like": ["Love Untangled"],
            "filters": {"cities": {"any": ["Seoul", "Tokyo"]}, "period": [1990, 1999], "max_minutes": 600},
            "language": "ko",
        }
    },
    "for two people": {
        "value": {
            "together": [
                {"name": "Ana", "like": ["Crash Landing on You", "Goblin"]},
                {"name": "Ben", "like": ["Squid Game"], "dislike": ["Parasite"]},
            ]
        }
    },
    "with a history": {
        "value": {
            "history": {"file": "seen.txt", "text": "Crash Landing on You (2019) 10/10\nGoblin (2016)"},
            "exclude_series": True,
        }
    },
    "only within a list": {
        "value": {
            "like": ["Crash Landing on You"],
            "within_history": {"file": "watchlist.txt", "text": "Soul Mate (2025)\nRoad (2026)"},
        }
    },
}


@router.post(
    "/v1/recommend",
    summary="Recommend",
    response_model=AnswerDocument | FilesAnswerDocument,
    responses=problems(400, 404, 408, 409, 413, 414, 415, 422, 500, 503),
)
def recommend(
    model: CurrentModel,
    document: Annotated[RecommendDocument, Body(openapi_examples=EXAMPLES)],
    accepted: AcceptedLanguage,
) -> JSONResponse:
    """Titles that answer a question: liked and disliked titles, a premise, wishes and filters.

    Each result comes with its reasons and with the parts of its score. Filters that leave
    nothing give an empty list and, in `relaxations`, which one to drop. With a `history` nothing
    comes that stands in it; several viewers in `together` may each bring one. With
    `within_history` only titles of that list come. The answer says what became of their rows.
    """
    query, reports = asked_with_files(model, document, accepted)
    with place_for(query):
        return answer(model, query, reports=reports)


@router.get(
    "/v1/recommend",
    summary="Recommend, by address",
    response_model=AnswerDocument,
    responses=problems(404, 409, 414, 422, 500, 503),
)
def recommend_by_address(
    model: CurrentModel, parameters: Annotated[RecommendParameters, Query()], accepted: AcceptedLanguage
) -> JSONResponse:
    """The same for a question that fits into an address: what has no files and one viewer.

    Filters alone are a question, too.
    """
    return answer(model, parameters.to_question(accepted))
