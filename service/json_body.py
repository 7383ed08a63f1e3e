"""The JSON of a body, read strictly: what two readers would understand differently is refused.

RFC 8259 lets a parser do as it likes with a name that stands twice in an object, with other encodings than
UTF-8, and with a byte order mark (sections 4 and 8.1); I-JSON (RFC 7493, section 2) forbids all of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

from fastapi import Request, Response
from fastapi.routing import APIRoute

from service.errors import UnreadableBody

MOST_KEYS = 200
"""Names in one object; a question has thirty. To refuse 500,000 that are not known took 88 seconds."""


MOST_VALUES = 200_000
"""Objects, arrays and commas between values; twenty thousand ids have sixty thousand. To make a million empty
arrays takes seconds, in which nobody else is answered."""
_TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)


class JsonRoute(APIRoute):
    """A route that reads JSON strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request.

        Returns
        -------
        callable
            From the request to its answer.
        """
        handle = super().get_route_handler()

        async def handle_strictly(request: Request) -> Response:
            return await handle(_StrictRequest(request.scope, request.receive))

        return handle_strictly


class _StrictRequest(Request):
    async def json(self) -> Any:
        """The body's JSON."""
        return strictly_read(await self.body())


def strictly_read(body: bytes) -> Any:
    """Return what a body says.

    Parameters
    ----------
    body : bytes
        JSON in UTF-8.

    Returns
    -------
    Any
        Objects, arrays, texts, numbers and the three words.

    Raises
    ------
    UnreadableBody
        If it is no JSON, is nested too deep, says NaN or Infinity, has too many values, or an object has a
        name twice or too many.
    """
    # Most bodies have so few signs at all that it need not be known which of them stand in texts.
    if _n_signs(body) > MOST_VALUES and _n_signs(_TEXT.sub(b"", body)) > MOST_VALUES:
        raise UnreadableBody(f"the body has more than {MOST_VALUES} values")
    try:
        return json.loads(body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_number)
    except UnicodeDecodeError:
        msg = "the body is not UTF-8"
    except json.JSONDecodeError as error:
        msg = f"the body is no JSON from its character {error.pos} on"
    except RecursionError:
        msg = "the body is nested too deep"
    except ValueError:  # more digits than Python reads
        msg = "a number in the body is too long"
    raise UnreadableBody(msg)


def _n_signs(body: bytes) -> int:
    """About how many values there are, without making any of them."""
    return body.count(b"{") + body.count(b"[") + body.count(b",")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MOST_KEYS:
        raise UnreadableBody(f"an object in the body has more than {MOST_KEYS} names")
    found = dict(pairs)
    if len(found) < len(pairs):
        raise UnreadableBody("an object in the body has the same name twice")
    return found


def _no_number(_: str) -> NoReturn:
    raise UnreadableBody("the body has a number that JSON does not know, such as NaN")
