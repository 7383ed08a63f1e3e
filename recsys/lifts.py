"""What places in charts add to titles, where a question asks for it: never by itself, always a part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recsys.arrays import SparseVector
from recsys.catalogue.countries import expand
from recsys.errors import QueryError
from recsys.index import NO_LIFTS, Facets
from recsys.index.fame import height
from recsys.index.terms import service_key, split_term
from recsys.index.verdict import holders

LIFT_STRENGTH = 0.15
"""What the first place of a chart adds at an amount of 1, in units of the score."""
_KIND, _WORLD = "rank", "global"
_FORM = "write rank:JP, rank:JP:Netflix or rank:global"


@dataclass(frozen=True, slots=True)
class Lift:
    """What the charts that one wish names add.

    Parameters
    ----------
    name : str
        The wish, as it was written.
    country : str
        ISO 3166 alpha-2; empty for the whole world.
    platform : str
        As a chart is looked up by; empty for any.
    values : SparseVector
        What it adds, by row.
    places : mapping of int to int
        The best place, by row.
    """

    name: str
    country: str
    platform: str
    values: SparseVector
    places: Mapping[int, int]

    def value_of(self, row: int) -> float:
        """Return what it adds to one title.

        Parameters
        ----------
        row : int
            The title.

        Returns
        -------
        float
            0 if it stood in none of these charts.
        """
        found = np.flatnonzero(self.values.columns == row)
        return float(self.values.values[found[0]]) if len(found) else 0.0


def lifts(facets: Facets, wishes: Mapping[str, float]) -> tuple[Lift, ...]:
    """Return what charts add to titles.

    Parameters
    ----------
    facets : Facets
        The facts of all titles.
    wishes : mapping of str to float
        Amount by chart, such as ``{"rank:JP": 1}``.

    Returns
    -------
    tuple of Lift
        One a wish; the best place counts, by the discount of :func:`recsys.index.fame.height`.
        Where no title stood in such a chart, it adds nothing, and an answer says so.

    Raises
    ------
    QueryError
        If a wish names no country, is written otherwise, or stands there twice.
    """
    meant: dict[tuple[str, str], str] = {}
    for name in wishes:
        other = meant.setdefault(_chart(name), name)
        if other != name:
            msg = f"{other[:80]!r} and {name[:80]!r} are one chart: give it once"
            raise QueryError(msg)
    return tuple(_lift(facets, name, amount) for name, amount in wishes.items())


def sum_of(lifted: Sequence[Lift]) -> SparseVector:
    """Return what several wishes add together.

    Parameters
    ----------
    lifted : sequence of Lift
        As :func:`lifts` gives them.

    Returns
    -------
    SparseVector
        By row, ascending.
    """
    if not lifted:
        return NO_LIFTS
    rows = np.concatenate([lift.values.columns for lift in lifted])
    together, places = np.unique(rows, return_inverse=True)
    values = np.bincount(places, np.concatenate([lift.values.values for lift in lifted]))
    return SparseVector(together.astype(np.int32), values.astype(np.float64))


def _lift(facets: Facets, name: str, amount: float) -> Lift:
    country, platform = _chart(name)
    wanted = [
        chart
        for chart in facets.terms["charts"]
        for there, on in (split_term(chart),)
        if there == country and platform in ("", on)
    ]
    rows, places = holders(facets, "charts", wanted)
    order = np.lexsort((places, rows))
    rows, first = np.unique(rows[order], return_index=True)
    best = places[order][first]
    heights = {place: amount * LIFT_STRENGTH * height(place) for place in set(best.tolist())}
    values = np.array([heights[place] for place in best.tolist()], dtype=np.float64)
    vector = SparseVector(rows.astype(np.int32), values)
    return Lift(name, country, platform, vector, dict(zip(rows.tolist(), best.tolist(), strict=True)))


def _chart(name: str) -> tuple[str, str]:
    kind, _, chart = name.partition(":")
    place, _, platform = chart.partition(":")
    if kind != _KIND or not place:
        msg = f"{name[:80]!r} is no chart: {_FORM}"
        raise QueryError(msg)
    if place.casefold() == _WORLD:
        return "", service_key(platform)
    codes = expand(place)
    if len(codes) != 1:
        msg = f"{name[:80]!r} names several countries: a chart is of one, {_FORM}"
        raise QueryError(msg)
    return codes[0], service_key(platform)
