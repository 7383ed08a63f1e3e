"""The line about one request, made without what a line about anything needs.

The bytes are those of :class:`service.watching.log.LineFormatter`; a test compares them. An answer from
memory takes less time than that line would.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from json.encoder import encode_basestring_ascii as quoted

LOGGER = "service.requests"
"""Whose lines are of requests, each with all the fields of :func:`request_line`."""


def request_line(record: logging.LogRecord) -> str:
    """Return a record about a request as JSON.

    Parameters
    ----------
    record : LogRecord
        With ``request_id``, ``route``, ``method``, ``status``, ``ms``, ``bytes``, ``model`` and ``source``.

    Returns
    -------
    str
        One line in ASCII, without its end.
    """
    of = record.__dict__
    status = "null" if of["status"] is None else of["status"]
    model = "null" if of["model"] is None else quoted(of["model"])
    moment = datetime.fromtimestamp(record.created, tz=UTC).isoformat()
    return (
        f'{{"level": "{record.levelname}", "logger": "{record.name}", "message": {quoted(str(record.msg))}, '
        f'"request_id": {quoted(of["request_id"])}, "route": {quoted(of["route"])}, '
        f'"method": {quoted(of["method"])}, "status": {status}, "ms": {of["ms"]!r}, "bytes": {of["bytes"]}, '
        f'"model": {model}, "source": {quoted(of["source"])}, "time": "{moment}"}}'
    )
