"""How uvicorn serves, in one process or in several."""

from __future__ import annotations

from typing import Any

SERVER: dict[str, Any] = {
    "loop": "auto",
    "http": "auto",
    "ws": "none",  # nothing here speaks WebSocket
    "proxy_headers": False,  # nothing here depends on a client's address: there is nothing to be forged
    "server_header": False,
    "access_log": False,  # the service's own log tells of requests, without addresses and questions
}
"""Arguments of ``uvicorn.run`` and ``uvicorn.Config``."""
