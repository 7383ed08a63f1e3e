"""A client of the protocol's own package, one conversation a call."""

from __future__ import annotations

import json
from typing import Any

import anyio
from mcp import Client, MCPError
from mcp.server.lowlevel import Server
from mcp_types import CallToolResult, ListToolsResult, TextContent

AnyServer = Server[dict[str, Any]]


def call(server: AnyServer, tool: str, **arguments: Any) -> CallToolResult:
    """What a tool answers; the client checks it against the schema of results."""

    async def conversation() -> CallToolResult | MCPError:
        async with Client(server) as client:
            try:
                return await client.call_tool(tool, arguments)
            except MCPError as error:  # outside of the client it would come in a group
                return error

    result = anyio.run(conversation)
    if isinstance(result, MCPError):
        raise result
    return result


def answered(server: AnyServer, tool: str, **arguments: Any) -> Any:
    """The structured answer of a tool that must not refuse."""
    result = call(server, tool, **arguments)
    assert not result.is_error, text(result)
    assert json.loads(text(result)) == result.structured_content
    return result.structured_content


def refused(server: AnyServer, tool: str, **arguments: Any) -> Any:
    """The problem that a tool must answer with."""
    result = call(server, tool, **arguments)
    assert result.is_error, result
    assert result.structured_content is None
    assert len(text(result).encode()) <= 4_000
    return json.loads(text(result))


def listed(server: AnyServer) -> ListToolsResult:
    async def conversation() -> ListToolsResult:
        async with Client(server) as client:
            return await client.list_tools()

    return anyio.run(conversation)


def text(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text
