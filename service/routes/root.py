"""GET /v1: what this is, and where to go on."""

from __future__ import annotations

from fastapi import APIRouter, Request

from service.models.current import pinned_model
from service.openapi import problems
from service.schemas.model import ModelName
from service.schemas.state import RootDocument

router = APIRouter(tags=["model"])

LINKS = {
    "page": "/",
    "openapi": "/openapi.json",
    "search": "/v1/titles?q={name}",
    "title": "/v1/titles/{id}",
    "similar": "/v1/similar?title={name}",
    "recommend": "/v1/recommend",
    "vocabulary": "/v1/vocabulary",
    "model": "/v1/model",
    "diff": "/v1/model/diff?version={version}",
    "audit": "/v1/audit",
    "map": "/v1/map",
    "ready": "/readyz",
}


# No CPU work: answered on the event loop, also while all threads are busy.
@router.get("/v1", summary="Overview", responses=problems(414, 500, 503))
async def root(request: Request) -> RootDocument:
    """What this service is, which model it serves, and its pages."""
    model = pinned_model(request.scope)
    named = model and ModelName(version=model.info.version, fingerprint=model.info.fingerprint)
    return RootDocument(name="recsys", model=named, links=LINKS)
