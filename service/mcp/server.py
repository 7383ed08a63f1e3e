"""The server: it lists the tools, checks what they are given, and answers from the model that is served."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import anyio.to_thread
import mcp_types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from pydantic import ValidationError

from recsys.errors import RecsysError
from recsys.model import Model
from service.mcp.instructions import instructions
from service.mcp.json_schemas import input_schema, output_schema
from service.mcp.refusals import refusal
from service.mcp.tools import TOOLS, Tool
from service.models.model_store import ModelStore
from service.models.pointer_watch import Sign, sign_of

_log = logging.getLogger(__name__)

_Context = ServerRequestContext[dict[str, Any]]
# Nothing is changed by any tool, and nothing outside of the catalogue is looked at.
_HINTS = mcp_types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


class LatestModel:
    """The model of a store, looked after between calls: a newer one answers from the next call on.

    Parameters
    ----------
    store : ModelStore
        What opens a model, and keeps the last good one.
    """

    def __init__(self, store: ModelStore) -> None:
        self.store = store
        self._seen: Sign | None = None

    def __call__(self) -> Model:
        """Return the model for one call; to look costs some microseconds if nothing was published."""
        sign = sign_of(self.store.folder)
        if sign != self._seen:
            self.store.follow()
            self._seen = sign
        return self.store.current()


def create_server(store: ModelStore) -> Server[dict[str, Any]]:
    """Return the server; whoever runs it decides over what it speaks.

    Parameters
    ----------
    store : ModelStore
        Holds the model.

    Returns
    -------
    Server
        With the four tools, all of which only read.
    """
    by_name = {tool.name: tool for tool in TOOLS}
    listed = mcp_types.ListToolsResult(tools=[_described(tool) for tool in TOOLS])
    latest = LatestModel(store)

    async def list_tools(
        _: _Context, __: mcp_types.PaginatedRequestParams | None
    ) -> mcp_types.ListToolsResult:
        return listed

    async def call_tool(_: _Context, asked: mcp_types.CallToolRequestParams) -> mcp_types.CallToolResult:
        tool = by_name.get(asked.name)
        if tool is None:
            msg = f"there is no tool {asked.name[:40]!a}: expected one of {', '.join(by_name)}"
            raise MCPError(mcp_types.INVALID_PARAMS, msg)
        # In a thread: the server hears of other calls meanwhile.
        return await anyio.to_thread.run_sync(_answered, tool, latest, asked.arguments or {})

    return Server(
        "recsys",
        version=_version(),
        title="recsys",
        description="Recommends films and series similar to those one likes, and says why",
        instructions=instructions(),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _answered(tool: Tool, latest: LatestModel, arguments: Mapping[str, Any]) -> mcp_types.CallToolResult:
    try:
        document = tool.answer(latest(), tool.arguments.model_validate(arguments))
    except (RecsysError, ValidationError) as error:
        return _refused(error)
    except Exception as error:
        _log.exception("%s failed", tool.name)
        return _refused(error)
    # The text says the same, for clients that show no structured content.
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return mcp_types.CallToolResult(content=[_text(text)], structured_content=document)


def _refused(error: Exception) -> mcp_types.CallToolResult:
    """A refusal bears no structured content: some clients would hold it against the schema of results."""
    return mcp_types.CallToolResult(content=[_text(refusal(error))], is_error=True)


def _text(text: str) -> mcp_types.TextContent:
    return mcp_types.TextContent(text=text)


def _described(tool: Tool) -> mcp_types.Tool:
    return mcp_types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=input_schema(tool.arguments),
        output_schema=output_schema(tool.result),
        annotations=_HINTS,
    )


def _version() -> str:
    try:
        return version("recsys")
    except PackageNotFoundError:
        return ""
