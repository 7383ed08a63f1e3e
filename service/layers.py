"""What a request goes through before it reaches its route, from the outside in.

::

    Requests       its id, its time, its line of the log
    HotPath        the answer, if it was given before
    InFlight       counted as being answered
    Pinning        its model; 412 for a version that is gone
    Revalidation   304 for whoever holds the answer
    (Starlette)    500 for what nobody foresaw
    SecurityHeaders
    OperatorOnly   401 below /admin
    SizeLimit      414, 413, 408; the body is read
    TimeLimit      503 when it takes too long
    LoadLimit      503 when there are too many
    PlainPath      the answer to a plain question
    (router)
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from service.admin_token import OperatorOnly
from service.headers import SecurityHeaders
from service.hot_path.answered_before import HotPath
from service.hot_path.plain_questions import PlainPath
from service.limits.load import LoadLimit
from service.limits.size import SizeLimit
from service.limits.time import TimeLimit
from service.models.current import ModelStore
from service.models.pinning import Pinning
from service.openapi import Service
from service.revalidation import Revalidation
from service.settings import Settings
from service.watching.requests import InFlight, Requests
from service.watching.route_names import RouteNames
from service.watching.watch import Watch


class LayeredService(Service):
    """The service with layers outside of those that Starlette knows.

    An answer that was given before needs none of Starlette's.
    """

    outermost: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await (self.outermost or super().__call__)(scope, receive, send)


def add_layers(
    app: LayeredService, store: ModelStore, settings: Settings, watch: Watch, *, names: RouteNames
) -> None:
    """Put all layers around an application.

    Parameters
    ----------
    app : LayeredService
        The application, its routes included.
    store : ModelStore
        The pointer to the model.
    settings : Settings
        The limits.
    watch : Watch
        What counts requests.
    names : RouteNames
        The routes, as the log and the metrics name them.
    """
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
    if settings.admin_token is not None:
        app.add_middleware(OperatorOnly, token=settings.admin_token.get_secret_value())
    app.add_middleware(SecurityHeaders)
    inside = super(LayeredService, app).__call__
    layer: ASGIApp = Pinning(Revalidation(inside, max_age=settings.cache_seconds), store=store)
    layer = HotPath(InFlight(layer, watch=watch), store=store, most=settings.memory_bytes)
    app.outermost = Requests(layer, watch=watch, routes=names, log=settings.log_requests)
