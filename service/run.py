"""The service in a process of its own."""

from __future__ import annotations

import uvicorn

from service.app import create_app
from service.settings import Settings

GRACE_SECONDS = 30
"""How long requests in flight may take after the process is told to end."""


def run(settings: Settings) -> None:
    """Serve until the process is told to end.

    Parameters
    ----------
    settings : Settings
        Where to listen, which model to serve, and the limits.
    """
    uvicorn.run(
        create_app(settings.model_folder, settings),
        host=settings.host,
        port=settings.port,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
