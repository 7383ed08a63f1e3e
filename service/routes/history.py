"""An uploaded history: what this catalogue knows of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, UploadFile
from starlette.responses import JSONResponse

from service.history import HistoryAnswer, viewer_of_upload
from service.models.current import CurrentModel
from service.openapi import problems

router = APIRouter(tags=["recommendations"])


@router.post(
    "/v1/history",
    summary="Read a history",
    response_model=HistoryAnswer,
    responses=problems(400, 408, 413, 414, 422, 500, 503),
)
def read_upload(
    model: CurrentModel,
    file: Annotated[
        UploadFile, File(description="An export of Letterboxd, Netflix, MyAnimeList and others.")
    ],
) -> JSONResponse:
    """What an export of a viewer's history says, in the words of a question.

    `like`, `dislike` and `exclude` may be sent to `/v1/recommend` as they are. Nothing is kept.
    """
    viewer = viewer_of_upload(model, file.filename or "upload", file.file.read())
    asked = viewer.profile.added_to({}, model)
    return JSONResponse(
        {
            "report": viewer.report(model),
            "like": asked["like"],
            "dislike": asked["dislike"],
            "exclude": asked["exclude"],
        }
    )
