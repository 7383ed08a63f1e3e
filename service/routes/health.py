"""Whether the process lives, and whether it has a model to answer with."""

from __future__ import annotations

from fastapi import APIRouter, Request

from service.errors import kind_of
from service.models.current import ModelStore
from service.openapi import problems
from service.schemas.model import ModelName
from service.schemas.state import AliveDocument, ReadyDocument

router = APIRouter(tags=["health"])


# Both are answered on the event loop, also while all threads are busy.
@router.get("/healthz", summary="Alive", responses=problems(414, 500))
async def healthz() -> AliveDocument:
    """The process answers; whether it has a model says `/readyz`."""
    return AliveDocument(status="ok")


@router.get("/readyz", summary="Ready", responses=problems(414, 500, 503))
async def readyz(request: Request) -> ReadyDocument:
    """A model is served. 503 says that there is none, and why.

    If the last attempt to open a newer model failed, the older one is still served, and
    `last_failure` says why.
    """
    store: ModelStore = request.app.state.store
    info, failure = store.current().info, store.failure
    return ReadyDocument(
        status="ready",
        model=ModelName(version=info.version, fingerprint=info.fingerprint),
        # The message itself names folders of the server; it stands in the log.
        last_failure=None if failure is None else kind_of(failure).title,
    )
