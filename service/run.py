"""The service in a process of its own, or in several."""

from __future__ import annotations

import ctypes
import gc
import sys
from threading import Thread, Timer

from service.model_store import ModelStore
from service.server import SERVER
from service.settings import Settings

FIRST_SECONDS = 1.0
"""How long compiled loops wait after the start: loading them takes a core from the first answers."""


def run(settings: Settings) -> None:
    """Serve until the process is told to end.

    Parameters
    ----------
    settings : Settings
        Where to listen, which model to serve, and the limits.
    """
    # Reading lets the interpreter go: a model is verified while what computes and speaks HTTP is loaded.
    store = ModelStore(settings.model_folder)
    store.begin()
    gc.disable()  # what is loaded now stays: looking through it again and again finds nothing to free
    import recsys.artifact  # noqa: F401 - loaded here, since two threads must not load it at once

    opening = Thread(target=store.reload)
    opening.start()
    import uvicorn

    from recsys.index import compile_kernels
    from service.app import create_app
    from service.web.rendering import load_templates

    app = create_app(store, settings)
    load_templates()
    opening.join()
    if settings.workers > 1:
        compile_kernels()  # before it is divided: compiled loops are memory that all workers share
        _give_back_memory()
        from service.workers import Workers

        Workers(app, settings).run()
        return
    gc.freeze()
    gc.enable()
    settling = Timer(FIRST_SECONDS, _settle)
    settling.daemon = True
    settling.start()
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        timeout_graceful_shutdown=settings.grace_seconds,
        **SERVER,
    )


def _settle() -> None:
    """Load compiled loops, or compile them at the first start of all; until then plain ones answer."""
    from recsys.index import compile_kernels

    compile_kernels()
    _give_back_memory()


def _give_back_memory() -> None:
    if sys.platform == "linux":
        # What starting needed for a moment is free again, in pieces that the C library keeps: tens of
        # megabytes a worker. Only glibc can give them back.
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
