"""What only the operator may do: have a model opened, and add titles while the service runs.

These routes exist only where the service was started with a token.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Request, Response
from starlette.responses import JSONResponse

from recsys.catalogue.jsonl import title_of_row
from recsys.catalogue.problems import RowReport
from recsys.features.encoding import unknown_tokens
from recsys.model import Model
from recsys.title import Title
from service.adding import Adding
from service.admin_token import OPERATOR_ONLY
from service.errors import INVALID_REQUEST, kind_of, problem_response
from service.json_body import JsonRoute
from service.models.current import CurrentModel, ModelStore
from service.models.model_store import Outcome
from service.models.source import Source
from service.openapi import problems
from service.schemas.admin import AddedTitleDocument, ReloadDocument
from service.schemas.model import ModelName
from service.schemas.problems import FieldProblem

router = APIRouter(prefix="/admin", tags=["admin"], dependencies=[OPERATOR_ONLY], route_class=JsonRoute)

_SIMILAR = "/similar"
_EXAMPLE = {
    "title": "Kidnap Game",
    "year": 2026,
    "form": "series",
    "genres": ["thriller"],
    "tones": [{"id": "suspenseful", "intensity": 3}],
    "countries": ["KR"],
}


@router.post("/reload", summary="Serve the published model", responses=problems(401, 414, 500, 503))
def reload_model(request: Request) -> ReloadDocument:
    """Open the published model, read and verify all of it, and serve it from now on.

    The service follows the pointer by itself; this does the same at once, and says what came of it. A
    model that cannot be served leaves the one before. Other processes of the service follow within a
    second or so.
    """
    store: ModelStore = request.app.state.store
    source: Source = request.app.state.source
    is_served = source.reload()
    failure = store.failure
    return ReloadDocument(
        outcome=Outcome.SWAPPED if is_served else Outcome.REFUSED,
        model=_name(store.current()),
        failure=None if failure is None else kind_of(failure).title,
    )


@router.put(
    "/titles/{id:path}",
    summary="Add or change a title",
    response_model=AddedTitleDocument,
    responses={
        201: {"model": AddedTitleDocument, "description": "The title is new."},
        **problems(400, 401, 404, 408, 413, 414, 415, 422, 500, 503),
    },
)
def put_title(
    request: Request,
    response: Response,
    model: CurrentModel,
    id: Annotated[
        str,
        Path(
            min_length=1,
            max_length=500,
            description="Identifier of the title.",
            examples=["kidnap-game-2026"],
        ),
    ],
    row: Annotated[
        dict[str, Any],
        Body(description="The title as a row of a catalogue, flat or native.", examples=[_EXAMPLE]),
    ],
) -> AddedTitleDocument | JSONResponse:
    """Add a title to the model that is served, or change it there, without training.

    It is recommended and can be asked about when this is answered, by this process; others follow
    within a second or so. It survives a restart, and the next training takes it into its catalogue.
    A row with anything wrong in it changes nothing.
    """
    report = RowReport(file="body", id=id)
    if not _can_be_asked_for(id):
        report.add("id", "expected letters that can be seen, and no ending of another address")
    title = title_of_row({"id": id, **row}, report)
    if title is None or report.problems or title.id != id:
        return _refusal(report, title, id)
    adding: Adding = request.app.state.adding
    is_new = model.names.row_of_id(id) is None
    added = adding.add(title)
    response.status_code = 201 if is_new else 200
    return AddedTitleDocument(
        id=title.id,
        label=title.label,
        is_new=is_new,
        model=_name(added),
        unknown_features=_unknown_features(added, title),
        notices=[f"the key {key!r} is not known" for key in report.unknown_keys],
    )


def _can_be_asked_for(id: str) -> bool:
    """Whether an address can name it: bytes that are no UTF-8 have come as a letter that stands for them."""
    return id.isprintable() and "\ufffd" not in id and not id.endswith(_SIMILAR)


def _name(model: Model) -> ModelName:
    return ModelName(version=model.info.version, fingerprint=model.info.fingerprint)


def _unknown_features(model: Model, title: Title) -> list[str]:
    unknown = unknown_tokens(model.space, [title], model.people)
    return [f"{block}/{token}" for block, tokens in unknown.items() for token in tokens]


def _refusal(report: RowReport, title: Title | None, id: str) -> JSONResponse:
    errors = [FieldProblem(field=f"body.{each.field}", detail=each.reason[:200]) for each in report.problems]
    if title is not None and title.id != id:
        errors.insert(0, FieldProblem(field="body.id", detail="another id than that of the address"))
    return problem_response(
        INVALID_REQUEST, "the row is not a title: nothing was changed", errors=errors[:10]
    )
