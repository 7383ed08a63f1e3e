"""What goes wrong, told in words or as JSON, and the exit code of each kind: one table."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import wraps
from typing import Any, ParamSpec

import typer

from recsys.cli.terminal import stderr, write, write_json
from recsys.errors import (
    Ambiguous,
    ArtifactError,
    BadData,
    NotFound,
    QueryError,
    RecsysError,
    UnresolvedName,
)

P = ParamSpec("P")


class ExitCode(IntEnum):
    """What a script learns from the end of a command."""

    OK = 0
    USAGE = 2
    NOT_FOUND = 3
    AMBIGUOUS = 4
    EMPTY = 5
    BAD_DATA = 6


# The first class that fits decides.
FAILURES: tuple[tuple[type[Exception], ExitCode], ...] = (
    (QueryError, ExitCode.USAGE),
    (NotFound, ExitCode.NOT_FOUND),
    (Ambiguous, ExitCode.AMBIGUOUS),
    (BadData, ExitCode.BAD_DATA),
    (ArtifactError, ExitCode.BAD_DATA),
    (OSError, ExitCode.USAGE),
)


def exit_code(error: Exception) -> ExitCode:
    """Return the exit code of an error.

    Parameters
    ----------
    error : Exception
        One of those in the table.

    Returns
    -------
    ExitCode
        Its code; that of usage for any other.
    """
    return next((code for kind, code in FAILURES if isinstance(error, kind)), ExitCode.USAGE)


def tells_failures(command: Callable[P, None]) -> Callable[P, None]:
    """Return a command that tells its failures and ends with their exit code.

    Parameters
    ----------
    command : callable
        Its keyword ``as_json`` asks for a problem object on standard output.

    Returns
    -------
    callable
        The same command.
    """

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except BrokenPipeError:
            raise  # nobody reads any more: nothing to tell
        except (RecsysError, OSError) as error:
            tell(error, as_json=bool(kwargs.get("as_json")))
            raise typer.Exit(exit_code(error)) from None

    return guarded


def tell(error: Exception, *, as_json: bool) -> None:
    """Write an error to standard error, and as a problem object to standard output if asked.

    Parameters
    ----------
    error : Exception
        What went wrong.
    as_json : bool
        Whether the caller reads JSON.
    """
    if as_json:
        write_json(problem(error))
    console, message = stderr(), _message(error)
    for number, line in enumerate(message.splitlines()):
        write(console, line if number else f"recsys: {line}")
    for choice in _choices(error):
        if f"[{choice['id']}]" not in message:  # a short list stands in the message already
            write(console, f"{choice['label']} [{choice['id']}]", indent=2)


def problem(error: Exception) -> dict[str, Any]:
    """Return an error as JSON types.

    Parameters
    ----------
    error : Exception
        What went wrong.

    Returns
    -------
    dict
        Kind, words, exit code, and for a name the titles that may be meant.
    """
    code = exit_code(error)
    kind = code.name.lower().replace("_", "-")
    document: dict[str, Any] = {"type": kind, "detail": _message(error), "exit_code": int(code)}
    return document | ({"choices": _choices(error)} if isinstance(error, UnresolvedName) else {})


def _message(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        place = "" if error.filename is None else f"{str(error.filename)[:200]!r}: "
        return f"{place}{error.strerror}"
    return str(error)


def _choices(error: Exception) -> list[dict[str, str]]:
    choices = error.choices if isinstance(error, UnresolvedName) else ()
    return [{"id": choice.id, "label": choice.label} for choice in choices]
