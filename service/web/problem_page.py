"""A problem document as a page, for people who look at one with a browser."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from service.schemas.problems import Problem
from service.web.rendering import page

_FOR_PROGRAMS = ("/v1", "/openapi.json", "/healthz", "/readyz", "/static")


def readable(request: Request, problem: Response) -> Response:
    """Return a problem as the one who asked can read it.

    Parameters
    ----------
    request : Request
        What was asked, and which media types are accepted.
    problem : Response
        The problem document.

    Returns
    -------
    Response
        A page of the same status if a browser asked for a page; else the document itself.
    """
    is_for_programs = request.url.path.startswith(_FOR_PROGRAMS)
    if is_for_programs or "text/html" not in request.headers.get("accept", ""):
        return problem
    document = Problem.model_validate_json(bytes(problem.body))
    return page("problem.html", model=None, status=document.status, problem=document)
