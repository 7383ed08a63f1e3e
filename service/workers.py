"""Several processes that answer, forked from one that has loaded everything and verified the model.

Forked processes share what was in memory before: the model's pages, which lie in its files anyway, and
the code. Gunicorn keeps their number, listens for them, and ends them in peace.
"""

from __future__ import annotations

import asyncio
import gc
import signal
from typing import Any

from fastapi import FastAPI
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger
from uvicorn_worker import UvicornWorker

from service.server import Server, server_options
from service.settings import Settings
from service.watching.log import set_up_logging
from service.watching.workers import forget

HUNG_SECONDS = 60
"""A worker that has not said for so long that it lives is killed and replaced."""
_END_SECONDS = 2
"""How much longer than its requests a worker may take to end."""


class Worker(UvicornWorker):  # type: ignore[misc]  # uvicorn_worker is untyped
    """A worker that ends its requests before it ends, and names no software to clients.

    Parameters
    ----------
    *args, **kwargs : Any
        What gunicorn gives a worker.
    """

    CONFIG_KWARGS = server_options()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.config.timeout_graceful_shutdown = max(self.cfg.graceful_timeout - _END_SECONDS, 0)

    async def _serve(self) -> None:
        self.config.app = self.wsgi
        self._install_sigquit_handler()
        await Server(self.config).serve(sockets=self.sockets)

    def _install_sigquit_handler(self) -> None:
        """Gunicorn says SIGQUIT where it was itself told to end by Ctrl+C."""
        asyncio.get_running_loop().add_signal_handler(signal.SIGQUIT, signal.raise_signal, signal.SIGTERM)


class _Log(Logger):  # type: ignore[misc]  # gunicorn is untyped
    """Gunicorn's own notices, written as all others."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        set_up_logging()


class Workers(BaseApplication):  # type: ignore[misc]  # gunicorn is untyped
    """An application that is loaded once and answered by several processes.

    Parameters
    ----------
    app : FastAPI
        The application, its model opened.
    settings : Settings
        Where to listen, and how many processes there are.
    """

    def __init__(self, app: FastAPI, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn what the settings say; it reads neither files nor arguments of its own."""
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        chosen = {
            "bind": f"{host}:{self._settings.port}",
            "workers": self._settings.workers,
            "worker_class": Worker,
            "preload_app": True,
            "graceful_timeout": self._settings.grace_seconds + _END_SECONDS,
            "timeout": HUNG_SECONDS,
            "keepalive": 5,
            "control_socket_disable": True,  # nobody talks to gunicorn itself
            "logger_class": _Log,
            "pre_fork": _before_fork,
            "post_fork": _in_worker,
            "child_exit": _after_worker,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> FastAPI:
        """Return the application."""
        return self._app


def _in_worker(_: object, worker: Worker) -> None:
    # uvicorn's class has given its loggers handlers of gunicorn's meanwhile.
    set_up_logging(worker.app.callable.state.watch)
    gc.enable()  # the parent has switched it off for what it loads: without it no old model would go


def _after_worker(_: object, worker: Worker) -> None:
    forget(worker.pid)


def _before_fork(_: object, __: object) -> None:
    """Leave what is there out of all later collections, which would write to every page of it."""
    gc.collect()
    gc.freeze()
