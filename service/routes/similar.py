"""What is similar to one title, asked by its name."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse

from service.languages import AcceptedLanguage
from service.models.current import CurrentModel
from service.openapi import problems
from service.parameters import NamedSimilarParameters
from service.schemas.answers import AnswerDocument, answer

router = APIRouter(tags=["recommendations"])


@router.get(
    "/v1/similar",
    summary="Similar to a title",
    response_model=AnswerDocument,
    responses=problems(404, 409, 414, 422, 500, 503),
)
def similar(
    model: CurrentModel,
    parameters: Annotated[NamedSimilarParameters, Query()],
    accepted: AcceptedLanguage,
) -> JSONResponse:
    """Titles similar to the one that bears a name.

    A name that several titles bear, or that is only part of one, is answered with 409 and the
    titles that may be meant; one that nothing bears with 404 and the nearest names.
    """
    return answer(model, parameters.to_query(parameters.title, accepted))
