"""The service in a process of its own."""

from __future__ import annotations

from threading import Thread

from service.model_store import ModelStore
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
    # Hashing lets the interpreter go, so that one core verifies while another loads what speaks HTTP.
    store = ModelStore(settings.model_folder)
    reading = Thread(target=store.reload)
    reading.start()

    import uvicorn

    from recsys.index import compile_kernels
    from service.app import create_app

    app = create_app(store, settings)
    reading.join()
    # Until compiled loops are loaded, or compiled at the first start of all, plain ones answer.
    Thread(target=compile_kernels, daemon=True).start()
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
