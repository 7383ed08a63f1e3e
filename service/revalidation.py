"""Which model gave an answer, and whether a client still holds the answer that it would give.

The same question to the same model and release has the same bytes, so an answer's tag is known
before it is made: whoever holds the answer is told so at no cost.
"""

from __future__ import annotations

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from recsys.model import Model
from service.headers import SECURITY_HEADERS
from service.models.current import pinned_model
from service.release import release_digest

MODEL_HEADER = "recsys-model"
OWN_RULES = ("/healthz", "/readyz", "/metrics", "/admin/", "/static/")
"""Where answers are of the moment, or say themselves how long they hold."""
_NOT_KEPT = "no-store"
_ANY = "*"
"""The tag of whatever there is (RFC 9110, section 13.1.2)."""


class Revalidation:
    """Gives each answer the version of the model that gave it, and a tag.

    What answers a GET with 200 bears a strong ``ETag`` and may be kept for ``max_age`` seconds, after
    which a client asks whether it still holds; that is answered with 304 before anything is computed.
    What answers any other method is not to be kept: a viewer's history may have come with it.

    Parameters
    ----------
    app : ASGI application
        What answers.
    max_age : int
        Seconds for which a client need not ask; 0 has it ask each time.
    """

    def __init__(self, app: ASGIApp, *, max_age: int) -> None:
        self.app = app
        self.release = release_digest()
        self.rule = f"public, max-age={max_age}" if max_age else "no-cache"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or tell the client that it holds the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        model = pinned_model(scope)
        if model is None or not model.info.version or scope["path"].startswith(OWN_RULES):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        told = {MODEL_HEADER: model.info.version}
        holds_any = False
        if scope["method"] == "GET":
            told |= {"etag": entity_tag(model, self.release, scope, headers), "cache-control": self.rule}
            held = _held(headers)
            if told["etag"] in held:
                await _send_not_modified(send, told)
                return
            holds_any = _ANY in held
        else:
            told["cache-control"] = _NOT_KEPT

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), message["status"], told)
            await send(message)

        into = _instead_of_whole(send, send_with_headers, told) if holds_any else send_with_headers
        await self.app(scope, receive, into)


def entity_tag(model: Model, release: str, scope: Scope, headers: Headers) -> str:
    """Return the tag of the answer of a model to a request.

    Parameters
    ----------
    model : Model
        A published model.
    release : str
        Digest of the code that answers.
    scope : Scope
        The request.
    headers : Headers
        Its headers.

    Returns
    -------
    str
        A strong entity tag (RFC 9110, section 8.8.3), quotes included: another one where the model, the
        release, the address or the accepted languages are others.
    """
    parts = (
        model.info.version,
        release,
        scope["path"],
        scope["query_string"].decode("latin-1"),
        *headers.getlist("accept-language"),
    )
    digest = hashlib.blake2b("\n".join(map(repr, parts)).encode("utf-8", "surrogatepass"), digest_size=12)
    return f'"{digest.hexdigest()}"'


def _held(headers: Headers) -> frozenset[str]:
    """The tags of the answers that a client holds; a cache on the way may have made them weak."""
    given = ",".join(headers.getlist("if-none-match"))
    return frozenset(tag.strip().removeprefix("W/") for tag in given.split(",")) if given else frozenset()


def _instead_of_whole(send: Send, send_otherwise: Send, told: dict[str, str]) -> Send:
    """How to answer a client that holds something, whatever it is: only an answer shows what there is."""
    is_held = False

    async def send_unless_whole(message: Message) -> None:
        nonlocal is_held
        if message["type"] == "http.response.start" and message["status"] == 200:
            is_held = True
            await _send_not_modified(send, told)
        elif not is_held:
            await send_otherwise(message)

    return send_unless_whole


def _add(headers: MutableHeaders, status: int, told: dict[str, str]) -> None:
    """Add what holds for an answer: a refusal is of the same model, and is not kept."""
    headers[MODEL_HEADER] = told[MODEL_HEADER]
    headers.add_vary_header(MODEL_HEADER)
    if status == 200 and "etag" in told:
        headers["etag"] = told["etag"]
    headers.setdefault("cache-control", told["cache-control"] if status == 200 else _NOT_KEPT)


async def _send_not_modified(send: Send, told: dict[str, str]) -> None:
    written = {**told, **SECURITY_HEADERS, "vary": f"Accept-Language, {MODEL_HEADER}"}
    headers = [(name.encode(), value.encode()) for name, value in written.items()]
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
