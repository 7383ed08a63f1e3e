"""Filters that name people or titles, resolved against one model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from recsys.errors import QueryError
from recsys.filters import Filters
from recsys.index import Facets, Verdict
from recsys.index.protocol import Mask
from recsys.model import Model
from recsys.names import resolve

MOST_NAMED = 200
"""Titles of a list that are looked up by name; each may take milliseconds."""
PEOPLE = ("cast", "creators")
"""Blocks whose people are filtered by, and the filters' own names."""
NAMED = (*PEOPLE, "within")
_FULL = 1.0


def people_of(model: Model, filters: Filters) -> dict[str, dict[str, str]]:
    """Return who is filtered by.

    Parameters
    ----------
    model : Model
        The model that will answer.
    filters : Filters
        What a result must fulfil.

    Returns
    -------
    dict of str to dict of (str, str)
        For each block the tokens of the people by the names that were typed.

    Raises
    ------
    QueryError
        If nobody is credited so, or several people are.
    """
    return {
        block: {name: _person(model, block, name) for name in getattr(filters, block)} for block in PEOPLE
    }


def named_verdicts(
    model: Model, filters: Filters, people: Mapping[str, Mapping[str, str]]
) -> Iterator[Verdict]:
    """Yield what is asked for by the names of people and of titles.

    Parameters
    ----------
    model : Model
        The model that will answer.
    filters : Filters
        What a result must fulfil.
    people : mapping of str to mapping of (str, str)
        As :func:`people_of` returns them.

    Yields
    ------
    Verdict
        One for each person, and one for the list to choose within.

    Raises
    ------
    NotFound, Ambiguous
        If a name of the list leads to no title, or to several.
    QueryError
        If the list has too many names that are no ids.
    """
    for block, found in people.items():
        for name, token in found.items():
            yield Verdict(f"{block}: {name}", _credited(model, block, token), ~_is_credited(model, block))
    if filters.within:
        among = np.zeros(len(model), dtype=np.bool_)
        among[_rows(model, filters.within)] = True
        yield Verdict("within", among, np.zeros_like(among))


def _rows(model: Model, ids_or_names: Sequence[str]) -> list[int]:
    by_id = {name: model.names.row_of_id(name) for name in ids_or_names}
    names = [name for name, row in by_id.items() if row is None]
    if len(names) > MOST_NAMED:
        msg = f"within holds {len(names)} names that are no ids; at most {MOST_NAMED} are looked up: give ids"
        raise QueryError(msg)
    found = [resolve(model.names, name, model.choice).row for name in names]
    return [*(row for row in by_id.values() if row is not None), *found]


def _is_credited(model: Model, block: str) -> Mask:
    facets: Facets = model.facets
    if block == "cast":
        return np.asarray(facets.credited)
    return ~(facets.lacking("directors_from") & facets.lacking("writers_from"))


def _person(model: Model, block: str, name: str) -> str:
    token = model.people.find(name)
    if token is None:
        bearers = [model.people.display(bearer) for bearer in model.people.bearers(name)]
        why = (
            f"several people are called so: {', '.join(bearers[:5])}" if bearers else "nobody is credited so"
        )
        msg = f"{block} {name[:80]!r}: {why}"
        raise QueryError(msg)
    return token


def _credited(model: Model, block: str, token: str) -> Mask:
    columns = model.space.encode({block: {token: _FULL}}).columns
    mask = np.zeros(len(model), dtype=np.bool_)
    for column in columns:
        mask[model.inverted.holders(int(column))] = True
    return mask
