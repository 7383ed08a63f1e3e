"""Who may change what is served: whoever bears the operator's token."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

from service.settings import Settings

_bearer = HTTPBearer(auto_error=False, description="The token that the service was started with.")
_HOW = {"www-authenticate": 'Bearer realm="admin"'}


async def _check(
    request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]
) -> None:
    settings: Settings = request.app.state.settings
    token = settings.admin_token
    # As long for a wrong token as for a nearly right one (CWE-208).
    if (
        given is None
        or token is None
        or not hmac.compare_digest(
            given.credentials.encode("utf-8", "replace"), token.get_secret_value().encode()
        )
    ):
        raise HTTPException(401, headers=_HOW)


OPERATOR_ONLY = Depends(_check)
"""Dependency of a route that only the operator may ask."""
