"""The HTTP service, put together: routes, limits, errors, and the pointer to the model."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from service.errors import add_error_handlers
from service.following import follow
from service.headers import SecurityHeaders
from service.hot_path import HotPath
from service.hot_path_plain import PlainPath
from service.load_limit import LoadLimit
from service.openapi import Service, operation_id
from service.pointer_watch import PointerWatch
from service.revalidation import Revalidation
from service.routes import PAGES, ROUTERS
from service.settings import Settings
from service.size_limit import SizeLimit
from service.store import ModelStore
from service.time_limit import TimeLimit
from service.web.asking import warm_up
from service.web.assets import PREFIX, Assets

API_VERSION = "1"
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]
"""What happens before the first request and after the last one."""
_DESCRIPTION = """Recommends films and series similar to those one likes, and says why.

Errors are problem documents (RFC 9457). A name that may mean several titles is answered with
409 and the titles, an unknown one with 404 and the nearest names. Filters that leave nothing
give an empty list, and say which one to drop."""
_TAGS = [
    {"name": "recommendations", "description": "What to watch next, and why."},
    {"name": "titles", "description": "The catalogue."},
    {"name": "model", "description": "What answers, and in which words it can be asked."},
    {"name": "health", "description": "For whoever runs the service."},
    {"name": "admin", "description": "For the operator, where the service was started with a token."},
]


class HotService(Service):
    """The service with the short way before all of its layers."""

    hot_path: HotPath | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await (self.hot_path or super().__call__)(scope, receive, send)


def create_app(model: Path | ModelStore, settings: Settings | None = None) -> FastAPI:
    """Return the service; it opens its model when it is started, not now.

    Parameters
    ----------
    model : Path or ModelStore
        Folder of the model, or a store of one's own.
    settings : Settings or None
        Limits; None reads the environment.

    Returns
    -------
    FastAPI
        The application. Without a model it starts too, and says so at ``/readyz``.
    """
    settings = settings or Settings()
    store = model if isinstance(model, ModelStore) else ModelStore(model)
    store.warm_with(warm_up)
    app = HotService(
        title="recsys",
        version=API_VERSION,
        description=_DESCRIPTION,
        openapi_tags=_TAGS,
        lifespan=_following(store, settings),
        docs_url=None,  # FastAPI's pages load their scripts from a foreign server
        redoc_url=None,
        redirect_slashes=False,  # a redirect would repeat the Host header of the request
        generate_unique_id_function=operation_id,
    )
    app.state.store, app.state.settings = store, settings
    for router in ROUTERS:
        app.include_router(router)
    if settings.admin_token is not None:
        from service.routes.admin import router as admin  # adding titles loads what training has in common

        app.include_router(admin)
    app.include_router(PAGES)
    app.mount(PREFIX, Assets())
    add_error_handlers(app)
    # The last one added is the outermost. A body is read before a place is taken.
    app.add_middleware(PlainPath)
    app.add_middleware(LoadLimit, most=settings.concurrency)
    app.add_middleware(TimeLimit, seconds=settings.seconds)
    app.add_middleware(
        SizeLimit,
        max_body=settings.max_body_bytes,
        max_upload=settings.max_upload_bytes,
        max_target=settings.max_target_bytes,
        seconds=settings.seconds,
    )
    app.add_middleware(SecurityHeaders)
    told = Revalidation(super(HotService, app).__call__, store=store, max_age=settings.cache_seconds)
    app.hot_path = HotPath(told, store=store, most=settings.memory_bytes)
    return app


def _following(
    store: ModelStore, settings: Settings
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """The life of the service: it begins with a model that has answered once, and follows the pointer."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if store.model is None:
            store.reload()
        watch = PointerWatch(store.folder, partial(follow, store), seconds=settings.watch_seconds)
        if settings.watch_seconds:
            watch.start()
        yield
        watch.stop()

    return lifespan
