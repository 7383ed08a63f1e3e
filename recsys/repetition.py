"""What a varied list must not repeat: directors and countries, unless they were asked for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recsys.filters import Filters
from recsys.model import Model
from recsys.title import Role, Title


def labels_of(model: Model, rows: NDArray[np.int64], filters: Filters) -> list[frozenset[str]]:
    """Return what a varied list should not repeat too often, of each of some titles.

    Parameters
    ----------
    model : Model
        The model.
    rows : ndarray of int64, shape (n,)
        Titles.
    filters : Filters
        What was asked for in so many words may be repeated: countries where they are
        filtered, directors where people are.

    Returns
    -------
    list of frozenset of str
        Countries and directors of each title.
    """
    countries = filters.countries
    asks_countries = bool(countries.all or countries.any or countries.only)
    asks_people = bool(filters.creators)
    titles = [model.title(int(row)) for row in rows]
    return [
        frozenset(
            (*(() if asks_countries else title.countries), *(() if asks_people else _directors(model, title)))
        )
        for title in titles
    ]


def _directors(model: Model, title: Title) -> list[str]:
    directors = (credit for credit in title.credits if credit.role is Role.DIRECTOR)
    return [f"director {model.people.canonical(credit)}" for credit in directors]
