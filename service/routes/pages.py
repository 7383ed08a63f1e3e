"""The pages: what people look at. Their answers are those of the API, rendered."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Request, UploadFile
from starlette.datastructures import UploadFile as BaseUploadFile
from starlette.responses import HTMLResponse

from recsys.errors import BadData
from service.history import viewer_of_upload
from service.store import CurrentModel
from service.web.address import Address
from service.web.asking import asked
from service.web.comparing import comparing
from service.web.history_page import brought, formats
from service.web.mapping import COLOURINGS, map_address, mapped
from service.web.rendering import page
from service.web.title_page import title_page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
def find(request: Request, model: CurrentModel) -> HTMLResponse:
    """The main page: a question and its answer."""
    shown = asked(model, Address.of(request.query_params.multi_items()))
    return page("find.html", model=model, status=shown.status, shown=shown)


@router.get("/titles/{id:path}")
def title(id: str, model: CurrentModel) -> HTMLResponse:
    """The page of one title."""
    return page("title.html", model=model, shown=title_page(model, id))


@router.get("/compare")
def compare(model: CurrentModel, a: str = "", b: str = "") -> HTMLResponse:
    """The page that compares two titles."""
    return page("compare.html", model=model, shown=comparing(model, a, b))


@router.get("/map")
def show_map(model: CurrentModel, at: str = "", before: str = "", by: str = "") -> HTMLResponse:
    """The map of the catalogue, whole or around one title."""
    shown = mapped(model, at=at, before=before, colouring=by)
    return page("map.html", model=model, shown=shown, colourings=COLOURINGS, map_address=map_address)


@router.get("/history")
def show_history(model: CurrentModel) -> HTMLResponse:
    """The page that takes what a viewer has seen."""
    return page("history.html", model=model, shown=None, refusal="", formats=formats())


@router.post("/history")
def bring_history(
    model: CurrentModel, file: Annotated[UploadFile | str | None, File()] = None
) -> HTMLResponse:
    """The same page with what became of an uploaded history."""
    try:
        if not isinstance(file, BaseUploadFile):
            msg = "no file was chosen"
            raise BadData(msg)
        viewer = viewer_of_upload(model, file.filename or "upload", file.file.read())
    except BadData as error:
        return page(
            "history.html", model=model, status=422, shown=None, refusal=str(error), formats=formats()
        )
    return page("history.html", model=model, shown=brought(model, viewer), refusal="", formats=formats())
