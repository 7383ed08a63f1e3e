"""How uvicorn serves, in one process or in several, and how it ends."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from types import FrameType
from typing import Any

import uvicorn

_QUIET_TURNS = 10
_MOST_TURNS = 1000
_LAST_TURNS = 5


def server_options() -> dict[str, Any]:
    """Return arguments of ``uvicorn.Config``.

    Returns
    -------
    dict
        What is the same for one process and for several.
    """
    return {
        # Not uvloop: it takes one new connection a turn, so that under overload they wait for seconds
        # where nobody can refuse them.
        "loop": "asyncio",
        "http": _protocol(),
        "ws": "none",  # nothing here speaks WebSocket
        "proxy_headers": False,  # nothing here depends on a client's address: there is nothing to be forged
        "server_header": False,
        "access_log": False,  # the service's own log tells of requests, without addresses and questions
    }


class Server(uvicorn.Server):
    """A server that reads what was sent to it before it takes nothing more."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End in peace: requests that had come when the process was told to end are answered.

        Parameters
        ----------
        sockets : list of socket or None
            Where it listens.
        """
        await self._take_what_has_come()
        for server in self.servers:
            server.close()
        for _ in range(_LAST_TURNS):
            await asyncio.sleep(0)
        await super().shutdown(sockets)

    async def _take_what_has_come(self) -> None:
        """Let the loop turn until several turns have brought no new connection."""
        known = n_quiet = 0
        for _ in range(_MOST_TURNS):
            found = len(self.server_state.connections)
            n_quiet = n_quiet + 1 if found == known else 0
            known = found
            if n_quiet == _QUIET_TURNS:
                return
            await asyncio.sleep(0)


def end_when_told() -> None:
    """Have this process end with status 0 when it is told to, after uvicorn has done its part.

    A thread that computes for ever cannot be ended otherwise; what waits to be logged is written first.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)


def _end(_: int, __: FrameType | None) -> None:
    logging.shutdown()
    os._exit(0)


def _protocol() -> Any:
    """The fast parser of HTTP with a limit that it lacks; without it the plain one, which has one."""
    try:
        from service.limits.head import HeadLimit
    except ImportError:
        return "h11"
    return HeadLimit
