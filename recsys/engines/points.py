"""A model's titles as a vector engine stores them, with facts that others may filter by."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from recsys.arrays import SparseVector
from recsys.engines.encoding import title_vector
from recsys.engines.keeping import encoded_version
from recsys.index import FORMS
from recsys.model import Model

VECTOR = "features"
"""Name of the sparse vector of each point."""
_LISTED = ("countries", "genres", "tones")


@dataclass(frozen=True, slots=True)
class TitlePoint:
    """One title.

    Parameters
    ----------
    row : int
        Its row, which is the number of the point.
    vector : SparseVector
        As :func:`recsys.engines.encoding.title_vector` gives it.
    facts : dict of str to Any
        ``id``, ``title``, ``year``, ``form``, ``countries``, ``genres`` and ``tones``, as far as they are
        known; no score depends on them.
    """

    row: int
    vector: SparseVector
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TitlePoints:
    """All titles of a version, made when they are written.

    Parameters
    ----------
    version : str
        The model's, as :func:`recsys.engines.keeping.encoded_version` names it.
    n_titles : int
        How many.
    between : callable
        From a first row and the row behind the last to the titles between them, in the order of their rows.
    """

    version: str
    n_titles: int
    between: Callable[[int, int], Iterable[TitlePoint]]

    def batches(self, size: int, *, start: int = 0) -> Iterator[tuple[int, list[TitlePoint]]]:
        """Yield the titles in batches.

        Parameters
        ----------
        size : int
            Titles of each, the last one apart.
        start : int
            The first row.

        Yields
        ------
        tuple of int and list of TitlePoint
            How many titles there are with these and before them, and these.
        """
        for first in range(start, self.n_titles, size):
            stop = min(first + size, self.n_titles)
            yield stop, list(self.between(first, stop))


def points_of(model: Model) -> TitlePoints:
    """Return the titles of a model.

    Parameters
    ----------
    model : Model
        A published model.

    Returns
    -------
    TitlePoints
        Nothing of them is made yet.
    """
    return TitlePoints(encoded_version(model.info.version), len(model), partial(_between, model))


def _between(model: Model, start: int, stop: int) -> Iterator[TitlePoint]:
    words = {name: tuple(model.facets.terms[name]) for name in _LISTED}
    for row in range(start, stop):
        yield TitlePoint(row, title_vector(model.own_index, row), _facts(model, row, words))


def _facts(model: Model, row: int, words: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    facets, stored = model.facets, json.loads(model.documents[row])
    facts: dict[str, Any] = {"id": stored["id"], "title": stored["title"]}
    if facets.year[row]:
        facts["year"] = int(facets.year[row])
    if facets.form[row] >= 0:
        facts["form"] = FORMS[facets.form[row]].value
    for name in _LISTED:
        column = getattr(facets, name).row(row)
        codes = column.columns[column.values > 0] if name == "tones" else column.columns
        if len(codes):
            facts[name] = [words[name][code] for code in codes.tolist()]
    return facts
