"""Which route a request is for, as one of a fixed number of names."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter
from starlette.routing import Route

from service.watching.noted import OTHER


class RouteNames:
    """The templates of all routes, found by path alone.

    What is answered before the router, from memory or with a refusal, is named like all else; and no
    path can make a name of its own, so that the number of time series stays what it is.

    Parameters
    ----------
    templates : iterable of str
        Such as ``/v1/titles/{id}/similar``, in the order of the router: the first that fits names the path.
    """

    def __init__(self, templates: Iterable[str]) -> None:
        self.templates = tuple(dict.fromkeys(templates))
        self._fixed = frozenset(name for name in self.templates if "{" not in name)
        self._open = tuple(
            (name.partition("{")[0], name.rpartition("}")[2], name) for name in self.templates if "{" in name
        )

    def of(self, path: str) -> str:
        """Return the template that a path fits, or ``other``.

        Parameters
        ----------
        path : str
            The path of a request, decoded.

        Returns
        -------
        str
            One of the templates, or ``other``.
        """
        if path in self._fixed:
            return path
        for before, behind, name in self._open:
            is_long_enough = len(path) >= len(before) + len(behind)
            if is_long_enough and path.startswith(before) and path.endswith(behind):
                return name
        return OTHER


def templates_of(routers: Iterable[APIRouter]) -> list[str]:
    """Return the templates of routers' routes.

    Parameters
    ----------
    routers : iterable of APIRouter
        In the order in which the application asks them.

    Returns
    -------
    list of str
        Without converters: ``{id}``, not ``{id:path}``.
    """
    return [route.path_format for router in routers for route in router.routes if isinstance(route, Route)]
