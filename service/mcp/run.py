"""The server in a process of its own: it hears standard input and speaks on standard output."""

from __future__ import annotations

import logging
import signal
import sys
from pathlib import Path
from typing import Any

import anyio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from service.mcp.lines import nothing_dropped
from service.mcp.server import create_server
from service.models.model_store import ModelStore


def run(folder: Path) -> None:
    """Serve one client until it closes standard input.

    Parameters
    ----------
    folder : Path
        Folder of the model, which is read and verified whole first.

    Raises
    ------
    ArtifactError
        If there is no model, or none that may be used.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="recsys mcp: %(message)s")
    store = ModelStore(folder)
    store.reload()
    store.current()
    # Waiting for a line cannot be interrupted from within; a process that only reads has nothing to save.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        anyio.run(_serve, create_server(store))
    except* BrokenPipeError:
        pass  # the client left in the middle of an answer: nobody is there to be told


async def _serve(server: Server[dict[str, Any]]) -> None:
    async with stdio_server() as (lines, answers), nothing_dropped(lines, answers) as messages:
        await server.run(messages, answers, server.create_initialization_options())
