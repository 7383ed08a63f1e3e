"""The log: one JSON object a line, on the standard error output, without anything of a person.

Nothing is written of what a request says: neither its address nor its path, query, headers or body.
What an exception says may quote them, so only its type and the lines of code are written.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from pythonjsonlogger.core import LogData
from pythonjsonlogger.json import JsonFormatter

from service.watching.lines import Lines
from service.watching.noted import current
from service.watching.request_line import LOGGER, request_line
from service.watching.watch import Watch

LOGGERS = ("recsys", "service", "uvicorn", "uvicorn.error", "gunicorn", "gunicorn.error")
"""Whose notices are written; of all others, warnings."""
_SILENT = "uvicorn.access"
_LONGEST_MESSAGE = 1000
_MOST_FRAMES = 12
_MOST_CAUSES = 4
_NAMED = {"levelname": "level", "name": "logger", "exc_info": "exception"}


def set_up_logging(watch: Watch | None = None, *, descriptor: int = 2) -> LineHandler:
    """Have everything logged as lines of JSON, and return what writes them.

    It may be called again, and in each worker must be: servers bring handlers of their own.

    Parameters
    ----------
    watch : Watch or None
        Counts lines that are dropped.
    descriptor : int
        Where to write.

    Returns
    -------
    LineHandler
        The only one that is left.
    """
    root = logging.getLogger()
    handler = next((each for each in root.handlers if isinstance(each, LineHandler)), None)
    if handler is None or handler.lines.descriptor != descriptor:
        handler = LineHandler(descriptor)
    handler.watch = watch
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True
        logger.setLevel(logging.INFO)
    silent = logging.getLogger(_SILENT)
    silent.handlers = []
    silent.propagate = False  # uvicorn looks for handlers, and finding none it does not even make the line
    return handler


class LineHandler(logging.Handler):
    """Writes records as lines of JSON; whoever logs never waits.

    Parameters
    ----------
    descriptor : int
        Where to write.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self.watch: Watch | None = None
        self.lines = Lines(descriptor, on_dropped=self._told_of)
        self.setFormatter(LineFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        """Have a record written.

        Parameters
        ----------
        record : LogRecord
            The record.
        """
        try:
            self.lines.put(self.format(record))
        except Exception:  # logging's own report would quote the record's arguments
            self.lines.n_dropped += 1

    def _told_of(self, n_dropped: int) -> str:
        if self.watch is not None:
            self.watch.lines_dropped(n_dropped)
        told = {"dropped": n_dropped}
        record = logging.LogRecord(__name__, logging.WARNING, "", 0, "lines were dropped", (), None)
        record.__dict__.update(told)
        return self.format(record)


class LineFormatter(JsonFormatter):
    """Makes one line of a record, in ASCII: no control character can end it early."""

    def __init__(self) -> None:
        super().__init__(
            ["levelname", "name", "message"], timestamp="time", rename_fields=_NAMED, json_ensure_ascii=True
        )

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line.

        Parameters
        ----------
        record : LogRecord
            The record.

        Returns
        -------
        str
            JSON, without the line's end.
        """
        return request_line(record) if record.name == LOGGER else super().format(record)

    def process_log_record(self, log_data: LogData) -> LogData:
        """Return the fields of a line: the request's id added, the message within bounds.

        Parameters
        ----------
        log_data : dict
            The fields so far.

        Returns
        -------
        dict
            The same.
        """
        message = str(log_data.get("message", ""))
        # asyncio shows the whole exception from the second line on, what it says included.
        log_data["message"] = message.partition("\n")[0][:_LONGEST_MESSAGE]
        log_data.pop("color_message", None)  # uvicorn's, for terminals
        if "request_id" not in log_data and (noted := current()) is not None:
            log_data["request_id"] = noted.request_id
        return log_data

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> Any:
        """Return an exception as its type and the lines of code, those of its causes after it.

        Parameters
        ----------
        ei : tuple
            As ``sys.exc_info`` gives it.

        Returns
        -------
        list of str
            The innermost lines last; nothing of what the exceptions say, which may quote a request.
        """
        return [] if ei[1] is None else list(_told(ei[1]))


def _told(error: BaseException) -> Iterator[str]:
    shown: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if shown is None:
            return
        yield _kind(shown)
        yield from _frames(shown)
        shown = shown.__cause__ or (None if shown.__suppress_context__ else shown.__context__)


def _kind(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    # The system's own words, such as that no space is left; they name no file.
    return f"{name}: {error.strerror}" if isinstance(error, OSError) and error.strerror else name


def _frames(error: BaseException) -> Iterator[str]:
    found = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
    for frame in found:
        yield f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno} {frame.name}"
