"""The description of the service: which errors each route can answer with, and their examples."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from service.schemas.problems import Problem

PROBLEM = "application/problem+json"

_CHOICE = {"id": "soul-mate-2025", "label": "Soul Mate (2025, series)"}
_OTHER = {"id": "soulmate-2006", "label": "Soulmate (2006, series)"}


def _blank(status: int, title: str, detail: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": title, "status": status, "detail": detail}


# What each status means here, and a document that it may come with.
ERRORS: dict[int, tuple[str, dict[str, Any]]] = {
    400: (
        "The body cannot be read, or the header `recsys-model` names no version.",
        _blank(400, "Bad Request", "the body cannot be read"),
    ),
    401: (
        "The operator's token is missing or another one.",
        _blank(401, "Unauthorized", "send the operator's token with the header Authorization: Bearer"),
    ),
    404: (
        "No title bears the name or id; the nearest names are offered.",
        {
            "type": "/problems/not-found",
            "title": "No title is called so",
            "status": 404,
            "detail": "no title is called 'Goblin 3'; the nearest names are: Goblin (2016, series)",
            "choices": [{"id": "goblin-2016", "label": "Goblin (2016, series)"}],
        },
    ),
    408: (
        "The body takes too long to come.",
        _blank(408, "Request Timeout", "the body took longer than 10 seconds"),
    ),
    409: (
        "Several titles may be meant; they are offered, never guessed.",
        {
            "type": "/problems/ambiguous",
            "title": "Several titles may be meant",
            "status": 409,
            "detail": "'Soul mate' may mean more than one title; give the full name, year or id",
            "choices": [_CHOICE, _OTHER],
        },
    ),
    412: (
        "The version that `recsys-model` names does not answer any more.",
        {
            "type": "/problems/model-gone",
            "title": "The model is gone",
            "status": 412,
            "detail": "that version does not answer any more, and 3f9a0c21b7d6e845 does: "
            "ask again without recsys-model",
        },
    ),
    413: (
        "The body is too long.",
        _blank(413, "Content Too Large", "the body is longer than 65536 bytes"),
    ),
    414: (
        "Path and query are too long.",
        _blank(414, "URI Too Long", "path and query are longer than 8192 bytes"),
    ),
    415: (
        "The body is not declared as JSON.",
        _blank(415, "Unsupported Media Type", "send JSON with the header Content-Type: application/json"),
    ),
    422: (
        "The request is not valid, or the question cannot be asked.",
        {
            "type": "/problems/invalid-request",
            "title": "The request is not valid",
            "status": 422,
            "detail": "one field is not valid",
            "errors": [{"field": "query.k", "detail": "Input should be less than or equal to 100"}],
        },
    ),
    500: (
        "A fault of the service.",
        _blank(500, "Internal Server Error", "the error is written to the server's log"),
    ),
    503: (
        "There is no model yet, not yet the one that `recsys-model` names, or too many requests at once.",
        {
            "type": "/problems/no-model",
            "title": "There is no model",
            "status": 503,
            "detail": "none is published: train one with `recsys train`",
        },
    ),
}


_PINNED = "/v1"
_ERRORS_OF_A_PIN = (400, 412)
_PIN = {
    "name": "recsys-model",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
    "description": "The version of the model that is to answer, as another answer bore it: for the further "
    "pages of a list.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the documentation of the errors that a route can answer with.

    Parameters
    ----------
    *statuses : int
        HTTP statuses.

    Returns
    -------
    dict
        For the ``responses`` of a route.
    """
    return {
        status: {
            "model": Problem,
            "description": ERRORS[status][0],
            "content": {PROBLEM: {"example": ERRORS[status][1]}},
        }
        for status in statuses
    }


class Service(FastAPI):
    """A FastAPI application that describes its errors as problem documents."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI description; made at the first call."""
        if self.openapi_schema is None:
            document = super().openapi()
            for path, operations in document["paths"].items():
                for operation in operations.values():
                    _move_schemas(operation["responses"])
                    if path.startswith(_PINNED):
                        _describe_pin(operation)
        return super().openapi()


def _describe_pin(operation: dict[str, Any]) -> None:
    """Tell of the header that names a version, and of its errors: every answer of a model heeds it."""
    operation.setdefault("parameters", []).append(_PIN)
    for status in _ERRORS_OF_A_PIN:
        description, example = ERRORS[status]
        content = {
            PROBLEM: {"example": example, "schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}
        }
        operation["responses"].setdefault(str(status), {"description": description, "content": content})


def operation_id(route: APIRoute) -> str:
    """Return the name that clients made from the description give to a route.

    Parameters
    ----------
    route : APIRoute
        The route.

    Returns
    -------
    str
        Name of its function.
    """
    return route.name


def _move_schemas(responses: dict[str, Any]) -> None:
    """Put the schema of errors under their own media type; FastAPI knows one type for all."""
    for response in responses.values():
        if PROBLEM in (content := response.get("content", {})):
            content[PROBLEM] |= content.pop("application/json")
