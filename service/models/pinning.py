"""Which model answers a request: the one that is served, or the version that the request names.

Behind a balancer the next page of a list may come from another replica, and replicas take a new version over
one after the other. Whoever names the version of the first page gets the others from it, or is told that it
is gone; never an answer of another version.
"""

from __future__ import annotations

from anyio import to_thread
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from recsys.errors import ArtifactError
from recsys.model import Model
from recsys.stored_version import StoredVersion
from service.errors import Kind, http_problem, problem_response
from service.headers import SECURITY_HEADERS
from service.models.current import ModelStore, pin_model
from service.models.kept import may_pass
from service.models.published_versions import is_version
from service.revalidation import MODEL_HEADER, OWN_RULES
from service.watching.noted import Pin, Refusal, note_pin, note_refusal

MODEL_GONE = Kind("/problems/model-gone", 412, "The model is gone")
_NAME = MODEL_HEADER.encode()
_RETRY_AFTER = 1
_SOUGHT_AT_ONCE = 2
"""The folder may be slow, and the threads that look there are those that answer everybody."""


class Pinning:
    """Gives each request its model.

    A version that the folder's pointer names already, or that was published just before, is opened; until
    that is done the request is refused with 503, so that a balancer asks another replica. So is one for a
    version that is not known while others are being looked for.

    Parameters
    ----------
    app : ASGI application
        What answers.
    store : ModelStore
        The model that is served, and those that it has replaced.
    """

    def __init__(self, app: ASGIApp, *, store: ModelStore) -> None:
        self.app = app
        self.store = store
        self._n_seeking = 0  # all on one event loop: no lock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request by its model, or say that it is not here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        served = self.store.model
        named = [value.decode("latin-1") for name, value in scope["headers"] if name == _NAME]
        if served is None or not named or scope["path"].startswith(OWN_RULES):
            pin_model(scope, served)
            await self.app(scope, receive, send)
            return
        model, outcome = await self._named(named, served)
        note_pin(outcome)
        if model is not None:
            pin_model(scope, model)
            await self.app(scope, receive, send)
        else:
            await _refusal(outcome, served)(scope, receive, send)

    async def _named(self, named: list[str], served: Model) -> tuple[Model | None, Pin]:
        """The model that a request names, if it is here, and what became of the wish."""
        version = named[0]
        if len(named) > 1 or not is_version(version):
            return None, Pin.MALFORMED
        outcome = Pin.NOT_YET
        if (model := self.store.find(version)) is None:
            outcome = await self._seek(version)
            model = self.store.find(version)  # it may have been taken over meanwhile
        if model is None:
            return None, outcome
        return model, Pin.CURRENT if version == served.info.version else Pin.KEPT

    async def _seek(self, version: str) -> Pin:
        if self._n_seeking >= _SOUGHT_AT_ONCE:
            return Pin.NOT_YET
        self._n_seeking += 1
        try:
            return await to_thread.run_sync(seek, self.store, version)
        finally:
            self._n_seeking -= 1


def seek(store: ModelStore, version: str) -> Pin:
    """Return whether a version that is not here will be here soon; if so, it is being opened.

    Parameters
    ----------
    store : ModelStore
        Where it is not.
    version : str
        Name of the version.

    Returns
    -------
    Pin
        ``NOT_YET`` or ``GONE``; ``NOT_YET`` also if the folder cannot be read just now.
    """
    try:
        pointed = StoredVersion.current(store.folder).name
        if pointed == version:
            store.hurry()
        elif store.kept.can_fetch(version, pointed):
            store.fetch(version)
        elif not store.may_come(version):
            return Pin.GONE
    except (ArtifactError, OSError) as error:
        if not may_pass(error):  # nobody can say what is published: what is here is all that there is
            return Pin.GONE
    return Pin.NOT_YET


def _refusal(outcome: Pin, served: Model) -> Response:
    """What is answered where the version is not here; the header names the one that is served."""
    now = served.info.version
    headers = {MODEL_HEADER: now, "vary": MODEL_HEADER, "cache-control": "no-store", **SECURITY_HEADERS}
    if outcome is Pin.GONE:
        detail = f"that version does not answer any more, and {now} does: ask again without {MODEL_HEADER}"
        return problem_response(MODEL_GONE, detail, headers=headers)
    if outcome is Pin.MALFORMED:
        detail = f"{MODEL_HEADER} names no version: send it once, as an answer bore it"
        return http_problem(400, detail, headers=headers)
    note_refusal(Refusal.NOT_YET)
    return http_problem(
        503, "that version is not here yet: try again", retry_after=_RETRY_AFTER, headers=headers
    )
