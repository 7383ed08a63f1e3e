"""What an assistant is told when a tool cannot answer: one problem document of at most 4,000 bytes."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from recsys.errors import RecsysError
from service.errors import INVALID_REQUEST, Kind, problem_of, problem_response
from service.schemas.problems import FieldProblem

LONGEST = 4_000
"""Bytes of a refusal in UTF-8; a client may show it to a language model, whose room is dear."""

_INVALID = Kind(INVALID_REQUEST.type, INVALID_REQUEST.status, "The arguments are not valid")
_UNEXPECTED = Kind("about:blank", 500, "Internal error")
_MOST_FIELDS = 10
_DEEPEST = 6
# What pydantic calls the members of "a name or a seed" and the keys of a mapping.
_NO_FIELDS = frozenset({"SeedDocument", "constrained-str", "str", "[key]"})


def refusal(error: Exception) -> str:
    """Return what is told of an error.

    Parameters
    ----------
    error : Exception
        Of the library, of the check of arguments, or any other; of the last kind nothing is told.

    Returns
    -------
    str
        A JSON object with ``type``, ``title``, ``detail``, and ``choices`` or ``errors`` where there are
        any: those of the end are left out if all of them are too long.
    """
    if isinstance(error, RecsysError):
        response = problem_of(error)
    elif isinstance(error, ValidationError):
        fields = _fields(error)
        count = f"{len(fields)} fields are" if len(fields) != 1 else "one field is"
        response = problem_response(_INVALID, f"{count} not valid", errors=fields[:_MOST_FIELDS])
    else:
        response = problem_response(_UNEXPECTED, "the error is written to the server's log")
    document = json.loads(bytes(response.body))
    del document["status"]  # of HTTP, which is not spoken here
    return _fitted(document)


def _fitted(document: dict[str, Any]) -> str:
    while True:
        text = json.dumps(document, ensure_ascii=False)
        name = next((name for name in ("choices", "errors") if document.get(name)), None)
        if name is None or len(text.encode()) <= LONGEST:
            return text
        document[name] = document[name][:-1]


def _fields(error: ValidationError) -> list[FieldProblem]:
    """Each field once, and never what stood in it."""
    found: dict[str, str] = {}
    for item in error.errors(include_url=False, include_input=False, include_context=False):
        steps = [_short(str(step), 40) for step in item["loc"] if step not in _NO_FIELDS]
        found.setdefault(".".join(steps[:_DEEPEST]) or "arguments", _short(item["msg"], 200))
    return [FieldProblem(field=field, detail=detail) for field, detail in found.items()]


def _short(text: str, longest: int) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text[:longest])
