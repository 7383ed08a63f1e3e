"""The pages: what people look at. Their answers are those of the API, rendered."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Request, UploadFile
from starlette.datastructures import UploadFile as BaseUploadFile
from starlette.responses import HTMLResponse

from recsys.errors import BadData
from recsys.history import Viewer
from recsys.model import Model
from service.history import viewer_of_upload
from service.models.current import CurrentModel
from service.web.address import Address
from service.web.asking import asked
from service.web.comparing import comparing
from service.web.history_page import brought, formats
from service.web.mapping import COLOURINGS, map_address, mapped
from service.web.reader import Reader, reader_of
from service.web.rendering import page
from service.web.title_page import title_page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

CurrentReader = Annotated[Reader, Depends(reader_of)]
_Upload = Annotated[UploadFile | str | None, File()]


@router.get("/")
def find(request: Request, model: CurrentModel, reader: CurrentReader) -> HTMLResponse:
    """The main page: a question and its answer."""
    shown = asked(model, Address.of(request.query_params.multi_items()), reader.language)
    return page("find.html", model=model, reader=reader, status=shown.status, shown=shown)


@router.get("/titles/{id:path}")
def title(id: str, model: CurrentModel, reader: CurrentReader) -> HTMLResponse:
    """The page of one title."""
    return page("title.html", model=model, reader=reader, shown=title_page(model, id, reader.language))


@router.get("/compare")
def compare(model: CurrentModel, reader: CurrentReader, a: str = "", b: str = "") -> HTMLResponse:
    """The page that compares two titles."""
    return page("compare.html", model=model, reader=reader, shown=comparing(model, a, b, reader.language))


@router.get("/map")
def show_map(
    model: CurrentModel, reader: CurrentReader, at: str = "", before: str = "", by: str = ""
) -> HTMLResponse:
    """The map of the catalogue, whole or around one title."""
    shown = mapped(model, at=at, before=before, colouring=by, language=reader.language)
    return page(
        "map.html",
        model=model,
        reader=reader,
        shown=shown,
        colourings=COLOURINGS,
        map_address=map_address,
    )


@router.get("/history")
def show_history(model: CurrentModel, reader: CurrentReader) -> HTMLResponse:
    """The page that takes what a viewer has seen."""
    return page("history.html", model=model, reader=reader, shown=None, refusal="", formats=formats())


@router.post("/history")
def bring_history(
    model: CurrentModel,
    reader: CurrentReader,
    file: _Upload = None,
    other: _Upload = None,
    among: _Upload = None,
) -> HTMLResponse:
    """The same page with what became of the uploaded files."""
    try:
        if (viewer := _viewer(model, file)) is None:
            msg = "no file was chosen"
            raise BadData(msg)
        shown = brought(model, viewer, _viewer(model, other), _viewer(model, among))
    except BadData as error:
        return page(
            "history.html",
            model=model,
            reader=reader,
            status=422,
            shown=None,
            refusal=str(error),
            formats=formats(),
        )
    return page("history.html", model=model, reader=reader, shown=shown, refusal="", formats=formats())


def _viewer(model: Model, file: UploadFile | str | None) -> Viewer | None:
    """Whoever a file tells of; a field that nobody filled in comes as an empty file, or as an empty text."""
    if not isinstance(file, BaseUploadFile) or not (file.filename or file.size):
        return None
    return viewer_of_upload(model, file.filename or "upload", file.file.read())
