"""What is similar to one title, with nothing else asked: answered before the router.

The address could name fifty parameters, and to look for each of them takes longer than to answer. Where it
names none, there is nothing to look for: the question is the title and the language.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from recsys.errors import RecsysError
from recsys.query import Query, Seed
from service.languages import accepted
from service.models.current import pinned_model
from service.schemas.answers import answer

_BEFORE, _BEHIND = "/v1/titles/", "/similar"
_LONGEST = 500


class PlainPath:
    """Answers plain questions itself, and lets the application answer all others.

    It stands behind all limits and just before the router. What cannot be answered with a list goes on to
    the application, which says what is wrong.

    Parameters
    ----------
    app : ASGI application
        What answers all else.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        model, id = pinned_model(scope), _id_asked_for(scope)
        if model is None or id is None or model.names.row_of_id(id) is None:
            await self.app(scope, receive, send)
            return
        language = accepted(Headers(scope=scope).get("accept-language", ""))
        try:
            # Without a thread it would cost a fifth less, but whoever asks meanwhile would wait much longer.
            response = await run_in_threadpool(answer, model, plain_question(id, language))
        except RecsysError:
            await self.app(scope, receive, send)
        else:
            await response(scope, receive, send)


def plain_question(id: str, language: str) -> Query:
    """Return the question of an address without parameters.

    Parameters
    ----------
    id : str
        The title.
    language : str
        Code of the language of the answer.

    Returns
    -------
    Query
        The same as that of :meth:`service.parameters.SimilarParameters.to_query`.
    """
    return Query(like=(Seed(id),), language=language)


def _id_asked_for(scope: Scope) -> str | None:
    """The id in an address that has no parameters and asks for what is similar to it, else None."""
    if scope["type"] != "http" or scope["method"] != "GET" or scope["query_string"] or scope.get("root_path"):
        return None
    path: str = scope["path"]
    if not (path.startswith(_BEFORE) and path.endswith(_BEHIND)):
        return None
    id = path[len(_BEFORE) : -len(_BEHIND)]
    return id if 0 < len(id) <= _LONGEST else None
