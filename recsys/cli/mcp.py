"""`recsys mcp`: the recommender as a tool of assistants, over standard input and output."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from recsys.cli.chosen_model import ModelOption, builtin, builtin_folder, model_folder
from recsys.cli.failure import tells_failures
from recsys.cli.terminal import say
from recsys.errors import QueryError


@tells_failures
def mcp(model: ModelOption = None) -> None:
    """Answer an assistant that speaks the Model Context Protocol and starts this command itself."""
    run = _server()
    if model is None:
        builtin()  # trained first if there is none
        folder = builtin_folder()
    else:
        folder = model_folder(model)
    if sys.stdin.isatty():
        say("an assistant starts this command and speaks to it (docs/assistants.md); Ctrl+D ends it")
    run(folder)


def _server() -> Callable[[Path], None]:
    try:
        from service.mcp.run import run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types"):
            raise
        msg = "this command needs a package that is not here: pip install 'recsys[mcp]'"
        raise QueryError(msg) from error
    return run
