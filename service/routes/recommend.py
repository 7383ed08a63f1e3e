"""Any question, as a JSON document."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.openapi.models import Example
from starlette.responses import JSONResponse

from service.answers import AnswerDocument, answer
from service.history import RecommendDocument, ViewerAnswerDocument, asked_by, viewer_of_upload
from service.openapi import problems
from service.store import CurrentModel

router = APIRouter(tags=["recommendations"])

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
    "with a history": {
        "value": {
            "history": {"file": "seen.txt", "text": "Crash Landing on You (2019) 10/10\nGoblin (2016)"},
            "exclude_series": True,
        }
    },
}


@router.post(
    "/v1/recommend",
    summary="Recommend",
    response_model=AnswerDocument | ViewerAnswerDocument,
    responses=problems(400, 404, 409, 413, 414, 415, 422, 500, 503),
)
def recommend(
    model: CurrentModel, document: Annotated[RecommendDocument, Body(openapi_examples=EXAMPLES)]
) -> JSONResponse:
    """Titles that answer a question: liked and disliked titles, a premise, wishes and filters.

    Each result comes with its reasons and with the parts of its score. Filters that leave
    nothing give an empty list and, in `relaxations`, which one to drop. With a `history` nothing
    comes that stands in it, and `history` of the answer says what became of its rows.
    """
    if document.history is None:
        return answer(model, document.to_query())
    viewer = viewer_of_upload(model, document.history.file, document.history.to_bytes())
    query = asked_by(model, viewer, document.to_document())
    return answer(model, query, history=viewer.report(model))
