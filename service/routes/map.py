"""The map of the catalogue: where each title lies."""

from __future__ import annotations

import json

from fastapi import APIRouter
from starlette.responses import Response

from recsys.model import Model
from service.models.current import CurrentModel
from service.openapi import problems
from service.schemas.map import MapDocument
from service.schemas.model import ModelName

router = APIRouter(tags=["model"])

NO_MAP = "This catalogue is too large for a map: none was drawn when its model was trained."
_drawn: dict[tuple[str, str], bytes] = {}


@router.get("/v1/map", summary="The map", response_model=MapDocument, responses=problems(414, 500, 503))
def draw_map(model: CurrentModel) -> Response:
    """Where each title lies on the map of the catalogue, with the facts that dots are coloured by.

    Without a map all lists are empty, and `reason` says why.
    """
    name = (model.info.version, model.info.fingerprint)
    written = _drawn.get(name)
    if written is None:
        written = map_document(model).model_dump_json().encode()
        _drawn.clear()  # one model is served at a time
        _drawn[name] = written
    return Response(written, media_type="application/json")


def map_document(model: Model) -> MapDocument:
    """Return the map of a model's catalogue.

    Parameters
    ----------
    model : Model
        The model.

    Returns
    -------
    MapDocument
        Empty, with a reason, if none was drawn.
    """
    overview = model.overview
    # Six plain facts of each row: to make whole titles of all would take ten times as long.
    titles = [json.loads(document) for document in model.documents] if overview.has_map else []
    return MapDocument(
        model=ModelName(version=model.info.version, fingerprint=model.info.fingerprint),
        ids=[title["id"] for title in titles],
        titles=[title["title"] for title in titles],
        original_titles=[title.get("original_title") for title in titles],
        years=[title.get("year") for title in titles],
        forms=[title.get("form") for title in titles],
        media=[title.get("medium") for title in titles],
        countries=[title.get("countries", []) for title in titles],
        # Four decimals are what the layout has.
        x=[round(float(x), 4) for x in overview.x] if titles else [],
        y=[round(float(y), 4) for y in overview.y] if titles else [],
        representatives=[int(row) for row in overview.representatives] if titles else [],
        reason="" if titles else NO_MAP,
    )
