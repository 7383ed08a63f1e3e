"""The service in a process of its own, or in several."""

from __future__ import annotations

import ctypes
import gc
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from threading import Thread, Timer
from typing import TYPE_CHECKING

from recsys.object_store.address import StoreAddress
from service.models.model_store import ModelStore
from service.models.source import fetch
from service.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

FIRST_SECONDS = 1.0
"""How long compiled loops wait after the start: loading them takes a core from the first answers."""


def run(settings: Settings) -> None:
    """Serve until the process is told to end.

    Parameters
    ----------
    settings : Settings
        Where to listen, which model to serve, and the limits.
    """
    _open_many_files()
    # Reading lets the interpreter go: a model is verified while what computes and speaks HTTP is loaded.
    store = ModelStore(settings.model_folder, index=settings.index)
    if isinstance(settings.model, StoreAddress):
        # Whatever is fetched later is opened by each worker, and once more.
        fetch(settings.model, is_watched=settings.watch_seconds > 0)
    store.begin()
    gc.disable()  # what is loaded now stays: looking through it again and again finds nothing to free
    import recsys.artifact  # noqa: F401 - loaded here, since two threads must not load it at once

    opening = Thread(target=store.reload)
    opening.start()
    import uvicorn  # noqa: F401 - loaded while the model is read

    from recsys.index import compile_kernels
    from service.app import create_app
    from service.watching.log import set_up_logging
    from service.web.rendering import load_templates

    with _shared_metrics(settings):
        app = create_app(store, settings)
        set_up_logging(app.state.watch)
        load_templates()
        opening.join()
        if settings.workers > 1:
            app.openapi()
            compile_kernels()  # before it is divided: compiled loops are memory that all workers share
            _give_back_memory()
            from service.workers import Workers

            Workers(app, settings).run()
        else:
            _serve_alone(app, settings)


@contextmanager
def _shared_metrics(settings: Settings) -> Iterator[None]:
    """A folder in which several workers count together, as long as this process lives.

    A worker leaves through here, too, since it began as a copy of this process.
    """
    if settings.workers == 1 or not settings.metrics:
        yield
        return
    from service.watching.workers import share

    folder, owner = Path(mkdtemp(prefix="recsys-metrics-")), os.getpid()
    share(folder)
    try:
        yield
    finally:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)


def _serve_alone(app: FastAPI, settings: Settings) -> None:
    import uvicorn

    from service.server import Server, end_when_told, server_options

    gc.freeze()
    gc.enable()
    settling = Timer(FIRST_SECONDS, _settle, [app])
    settling.daemon = True
    settling.start()
    end_when_told()
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        timeout_graceful_shutdown=settings.grace_seconds,
        log_config=None,
        **server_options(),
    )
    Server(config).run()


def _settle(app: FastAPI) -> None:
    """Load compiled loops, or compile them at the first start of all; until then plain ones answer."""
    from recsys.index import compile_kernels

    compile_kernels()
    app.openapi()  # takes half a second, for which the first who asks would keep all others waiting
    _give_back_memory()


def _open_many_files() -> None:
    """Take as many open files as the system gives: each model has a hundred, each client one."""
    if sys.platform != "win32":
        import resource

        with suppress(ValueError, OSError):  # a container may forbid even this
            _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _give_back_memory() -> None:
    if sys.platform == "linux":
        # What starting needed for a moment is free again, in pieces that the C library keeps: tens of
        # megabytes a worker. Only glibc can give them back.
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
