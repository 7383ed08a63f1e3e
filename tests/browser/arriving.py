"""A slow line: a page comes in pieces, and a browser paints what it has of it in between."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PIECES = 40  # a page: a card of the longest one comes in four
_LEAST = 512  # bytes
_FOR_THE_STYLE = 0.3  # s after the first piece: nothing is painted before the stylesheet is there
_FOR_A_FRAME = 0.03  # s after each other one: two frames of 60 a second


class Slowly:
    """An application whose pages arrive piece by piece; all else comes at once.

    Parameters
    ----------
    app : ASGIApp
        The application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, a page with pauses."""
        is_page = False

        async def send_slowly(message: Message) -> None:
            nonlocal is_page
            if message["type"] == "http.response.start":
                is_page = any(
                    name == b"content-type" and value.startswith(b"text/html")
                    for name, value in message["headers"]
                )
            if is_page and message.get("body"):
                pause = _FOR_THE_STYLE
                for piece in pieces(message["body"]):
                    await send({"type": message["type"], "body": piece, "more_body": True})
                    await asyncio.sleep(pause)
                    pause = _FOR_A_FRAME
                message = {**message, "body": b""}
            await send(message)

        await self._app(scope, receive, send_slowly)


def pieces(page: bytes) -> Iterator[bytes]:
    """Yield a page in pieces of whole lines.

    A heading stands in one line and stays whole: with half of its words it is bound to be broken otherwise.

    Parameters
    ----------
    page : bytes
        The HTML.

    Yields
    ------
    bytes
        At least 512 bytes, the last one aside; some 40 pieces of a long page.
    """
    size = max(_LEAST, len(page) // _PIECES)
    piece = b""
    for line in page.splitlines(keepends=True):
        piece += line
        if len(piece) >= size:
            yield piece
            piece = b""
    if piece:
        yield piece
