"""How uvicorn serves, in one process or in several."""

from __future__ import annotations

from typing import Any


def server_options() -> dict[str, Any]:
    """Return arguments of ``uvicorn.run`` and ``uvicorn.Config``.

    Returns
    -------
    dict
        What is the same for one process and for several.
    """
    return {
        "loop": "auto",
        "http": _protocol(),
        "ws": "none",  # nothing here speaks WebSocket
        "proxy_headers": False,  # nothing here depends on a client's address: there is nothing to be forged
        "server_header": False,
        "access_log": False,  # the service's own log tells of requests, without addresses and questions
    }


def _protocol() -> Any:
    """The fast parser of HTTP with a limit that it lacks; without it the plain one, which has one."""
    try:
        from service.head_limit import HeadLimit
    except ImportError:
        return "h11"
    return HeadLimit
