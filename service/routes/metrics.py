"""How the service does, for Prometheus; only where the operator asked for it."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.watching.watch import Watch

router = APIRouter(include_in_schema=False)


# To write it all takes tens of milliseconds, for which nobody should wait. The thread is none of those that
# answer: whoever watches must hear from the service just when all of them are busy.
@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """All metrics, those of the other workers included."""
    watch: Watch = request.app.state.watch
    content, media_type = await asyncio.to_thread(watch.exposition)
    return Response(content, headers={"content-type": media_type, "cache-control": "no-store"})
