"""The pages: what people look at. Their answers are those of the API, rendered."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from service.store import CurrentModel
from service.web.address import Address
from service.web.asking import asked
from service.web.rendering import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
def find(request: Request, model: CurrentModel) -> HTMLResponse:
    """The main page: a question and its answer."""
    shown = asked(model, Address.of(request.query_params.multi_items()))
    return page("find.html", model=model, status=shown.status, shown=shown)
