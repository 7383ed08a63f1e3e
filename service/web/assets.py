"""The stylesheet, the scripts and the icon: served from the package, under names that change with them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static"

_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


@cache
def address_of(name: str) -> str:
    """Return the address of a file; another content has another address.

    Parameters
    ----------
    name : str
        File in the folder of static files.

    Returns
    -------
    str
        Such as ``/static/style.css?v=3f9a0c21``.
    """
    return f"{PREFIX}/{name}?v={_digest(name)}"


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:8]


class Assets(StaticFiles):
    """Files that a browser may keep as long as their address names their content."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return one file.

        Parameters
        ----------
        path : str
            Path below the prefix.
        scope : Scope
            The request.

        Returns
        -------
        Response
            The file, or that the browser has it already.
        """
        response = await super().get_response(path, scope)
        is_current = response.status_code == 200 and scope["query_string"] == f"v={_digest(path)}".encode()
        response.headers["cache-control"] = _FOREVER if is_current else _ASK_AGAIN
        return response
