"""Lines that the protocol's own reader drops without a word: read once more, or answered with an error.

A text that was cut in the middle of a character ends in half of a surrogate pair, which JavaScript writes as
an escape and the reader refuses, as it does numbers of thousands of digits. Whoever sent such a line waits
for an answer to it.
"""

from __future__ import annotations

import json
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import mcp_types
from mcp.shared._stream_protocols import ReadStream, WriteStream
from mcp.shared.message import SessionMessage
from pydantic import ValidationError

_LONGEST_NUMBER = 18
_LONGEST_ID = 100
Incoming = SessionMessage | Exception


@asynccontextmanager
async def nothing_dropped(
    lines: ReadStream[Incoming], answers: WriteStream[SessionMessage]
) -> AsyncIterator[ReadStream[Incoming]]:
    """Yield the messages of a stream, with those that could be read after all.

    Parameters
    ----------
    lines : ReadStream
        Messages, and an exception for each line that was not read.
    answers : WriteStream
        Where whoever sent a line is told that it cannot be read.

    Yields
    ------
    ReadStream
        Messages only.
    """
    give, take = anyio.create_memory_object_stream[Incoming](0)

    async def pass_on() -> None:
        async with give, lines:
            async for item in lines:
                read = read_again(item) if isinstance(item, Exception) else item
                if isinstance(read, mcp_types.JSONRPCError):
                    await answers.send(SessionMessage(read))
                else:
                    await give.send(read)

    async with anyio.create_task_group() as group:
        group.start_soon(pass_on)
        yield take
        group.cancel_scope.cancel()


def read_again(error: Exception) -> SessionMessage | mcp_types.JSONRPCError:
    """Return the message that could not be read, or what to answer.

    Parameters
    ----------
    error : Exception
        What the reader raised; pydantic's holds the line.

    Returns
    -------
    SessionMessage or JSONRPCError
        The message as it was sent: strange letters in it are for the tool to refuse. Else an error, with the
        id of the message if it has one.
    """
    problems = error.errors(include_url=False) if isinstance(error, ValidationError) else []
    if not problems or problems[0]["type"] != "json_invalid":
        return _no_message(next((item["input"] for item in problems if item["type"] == "missing"), None))
    try:
        document = json.loads(problems[0]["input"], parse_int=_whole)
    except (ValueError, RecursionError):
        return _error(mcp_types.PARSE_ERROR, "the line cannot be read as JSON", None)
    try:
        return SessionMessage(mcp_types.jsonrpc_message_adapter.validate_python(document, by_name=False))
    except ValidationError:
        return _no_message(document)


def _no_message(document: object) -> mcp_types.JSONRPCError:
    id = document.get("id") if isinstance(document, dict) else None
    is_id = type(id) in (int, str) and len(str(id)) <= _LONGEST_ID and str(id).isprintable()
    return _error(mcp_types.INVALID_REQUEST, "this is no message of JSON-RPC", id if is_id else None)


def _error(code: int, message: str, id: int | str | None) -> mcp_types.JSONRPCError:
    return mcp_types.JSONRPCError(jsonrpc="2.0", id=id, error=mcp_types.ErrorData(code=code, message=message))


def _whole(digits: str) -> int | float:
    """A number of so many digits is out of every range; Python refuses to read one of thousands."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else math.copysign(math.inf, -(digits[0] == "-"))
