"""The HTTP service, put together: routes, limits, errors, and the pointer to the model."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from anyio import to_thread
from fastapi import APIRouter, FastAPI

from recsys.model import Model
from service.errors import add_error_handlers
from service.layers import LayeredService, add_layers
from service.models.current import ModelStore
from service.models.model_store import Outcome
from service.models.pointer_watch import PointerWatch
from service.models.source import Source, source_of
from service.openapi import operation_id
from service.routes import PAGES, ROUTERS
from service.routes.metrics import router as metrics
from service.settings import Settings
from service.watching.route_names import RouteNames, templates_of
from service.watching.watch import Watch
from service.web.asking import warm_up
from service.web.assets import PREFIX, Assets

API_VERSION = "1"
_DESCRIPTION = """Recommends films and series similar to those one likes, and says why.

Errors are problem documents (RFC 9457). A name that may mean several titles is answered with
409 and the titles, an unknown one with 404 and the nearest names. Filters that leave nothing
give an empty list, and say which one to drop."""
_OWN_PATHS = ("/openapi.json", f"{PREFIX}/{{file}}")
_TAGS = [
    {"name": "recommendations", "description": "What to watch next, and why."},
    {"name": "titles", "description": "The catalogue."},
    {"name": "model", "description": "What answers, and in which words it can be asked."},
    {"name": "health", "description": "For whoever runs the service."},
    {"name": "admin", "description": "For the operator, where the service was started with a token."},
]


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
    store = model if isinstance(model, ModelStore) else ModelStore(model, index=settings.index)
    store.warm_with(warm_up)
    store.kept.most = settings.kept_models
    app = LayeredService(
        title="recsys",
        version=API_VERSION,
        description=_DESCRIPTION,
        openapi_tags=_TAGS,
        lifespan=partial(_life, store, settings),
        docs_url=None,  # FastAPI's pages load their scripts from a foreign server
        redoc_url=None,
        redirect_slashes=False,  # a redirect would repeat the Host header of the request
        generate_unique_id_function=operation_id,
    )
    watch = Watch(enabled=settings.metrics)
    source = source_of(store, settings)
    app.state.store, app.state.settings, app.state.watch = store, settings, watch
    app.state.source = source
    if settings.admin_token is not None:
        from service.adding import adding_to  # with what adds titles, 26 MB that most services never need

        app.state.adding = adding_to(source)
    routers = list(_routers(settings))
    for router in routers:
        app.include_router(router)
    app.mount(PREFIX, Assets())
    add_error_handlers(app)
    add_layers(app, store, settings, watch, names=RouteNames([*_OWN_PATHS, *templates_of(routers)]))
    return app


def _routers(settings: Settings) -> Iterator[APIRouter]:
    yield from ROUTERS
    if settings.admin_token is not None:
        from service.routes.admin import router as admin  # with what adds titles

        yield admin
    if settings.metrics:
        yield metrics
    yield PAGES


@asynccontextmanager
async def _life(store: ModelStore, settings: Settings, app: FastAPI) -> AsyncIterator[None]:
    """What happens before the first request and after the last one, in each process that answers."""
    watch: Watch = app.state.watch

    def hear(outcome: Outcome, model: Model | None) -> None:
        watch.reloaded(outcome)
        if model is not None and outcome is Outcome.SWAPPED:
            watch.serving(model.info, len(model))

    if store.model is not None:
        watch.serving(store.model.info, len(store.model))
    store.tell(hear)
    store.kept.tell(watch.keeping)
    # A worker that takes the place of a dead one was forked with the model of the service's start.
    source: Source = app.state.source
    is_watched = settings.watch_seconds > 0
    await to_thread.run_sync(source.begin if is_watched else source.follow)
    pointer = PointerWatch(source.sign, source.follow, seconds=settings.watch_seconds)
    if is_watched:
        store.hurry_with(pointer.wake)
        if source.address is not None:
            store.may_come_from(pointer.seek)
            pointer.wake()  # the copy may be older than what is published
        pointer.start()
    yield
    pointer.stop()
