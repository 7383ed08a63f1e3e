"""Who may change what is served: whoever bears the operator's token."""

from __future__ import annotations

import hmac

from fastapi import Security
from fastapi.security import HTTPBearer
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from service.errors import http_problem

ADMIN = "/admin/"
_SCHEME = "bearer "
_HOW = {"www-authenticate": 'Bearer realm="admin"', "connection": "close"}

OPERATOR_ONLY = Security(HTTPBearer(auto_error=False, description="The token of the service's start."))
"""Tells readers of the description which routes ask for it; :class:`OperatorOnly` does."""


class OperatorOnly:
    """Refuses what is below ``/admin/`` (401) to all but the operator, before any of it is read.

    Parameters
    ----------
    app : ASGI application
        What answers.
    token : str
        The operator's token.
    """

    def __init__(self, app: ASGIApp, *, token: str) -> None:
        self.app = app
        self.token = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http" or not scope["path"].startswith(ADMIN) or self._is_borne(scope):
            await self.app(scope, receive, send)
        else:
            await http_problem(401, headers=_HOW)(scope, receive, send)

    def _is_borne(self, scope: Scope) -> bool:
        given = Headers(scope=scope).get("authorization", "")
        is_bearer = given[: len(_SCHEME)].lower() == _SCHEME
        # As long for a wrong token as for a nearly right one (CWE-208).
        is_same = hmac.compare_digest(given[len(_SCHEME) :].encode("utf-8", "replace"), self.token)
        return is_bearer and is_same
