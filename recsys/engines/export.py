"""A model's titles written to a vector engine."""

from __future__ import annotations

from collections.abc import Iterator

from recsys.engines.address import parsed_address
from recsys.engines.opening import store_at
from recsys.engines.points import points_of
from recsys.errors import QueryError
from recsys.model import Model


def export(model: Model, address: str) -> Iterator[int]:
    """Write a model's titles to a vector engine, where they become the current version at the end.

    Parameters
    ----------
    model : Model
        A published model.
    address : str
        As :func:`recsys.engines.parsed_address` reads it.

    Yields
    ------
    int
        How many titles are written; at last all.

    Raises
    ------
    QueryError
        If it is no address, or the model was not published.
    IndexUnreachable
        If the engine does not answer, cannot write, or is not installed.
    IndexMissing
        If titles are lost as they are written; the version before stays the current one.
    """
    if not model.info.version:
        raise QueryError("the model has no version yet: publish it before it is exported")
    yield from store_at(parsed_address(address)).write(points_of(model))
